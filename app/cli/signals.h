#pragma once

namespace accumulus {

/// Makes the process fit to write files, before anything else: descriptors 0, 1 and 2 that are
/// closed are opened on /dev/null, so that no file gets their numbers and then the text that is
/// meant for them; a file-size limit is an error of the write, not the end of the program.
void prepareProcess();

/// From here on Ctrl-C, SIGTERM, SIGHUP, SIGXCPU, and SIGPIPE (whoever read the progress is gone)
/// are noted, for the command to end when everything is written. A signal that the program was
/// started to ignore (nohup) stays ignored. A second Ctrl-C, and SIGQUIT, end it at once, without
/// leaving half-written files behind.
void listenForInterrupt();
bool wasInterrupted();

} // namespace accumulus
