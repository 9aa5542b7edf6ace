#pragma once

namespace accumulus {

/// From here on Ctrl-C, SIGTERM, SIGHUP, SIGXCPU, and SIGPIPE (whoever read the progress is gone)
/// are noted, for the command to end when everything is written. A signal that the program was
/// started to ignore (nohup) stays ignored. A second Ctrl-C, and SIGQUIT, end it at once, without
/// leaving half-written files behind.
void listenForInterrupt();
bool wasInterrupted();

} // namespace accumulus
