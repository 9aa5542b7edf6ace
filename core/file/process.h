#pragma once

namespace accumulus {

/// Makes the process fit to write files, before anything else: descriptors 0, 1 and 2 that are
/// closed are opened on /dev/null, so that no file gets their numbers and then the text that is
/// meant for them; reaching a file-size limit is an error of the write, not the end of the program.
void prepareProcess();

/// Whether \a descriptor, 0 to 2, was closed then: what goes there goes nowhere.
bool wasClosedAtStart(int descriptor);

} // namespace accumulus
