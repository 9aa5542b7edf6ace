#pragma once

namespace accumulus {

/// Makes the process fit to write files, before anything else: descriptors 0, 1 and 2 that are
/// closed are opened on /dev/null, so that no file gets their numbers and then the text that is
/// meant for them; reaching a file-size limit is an error of the write, not the end of the program.
void prepareProcess();

/// Whether \a descriptor, below 1024, was closed then. What is there now is not what a person meant
/// by its number: /dev/null, or a file of the program's own.
bool wasClosedAtStart(int descriptor);

} // namespace accumulus
