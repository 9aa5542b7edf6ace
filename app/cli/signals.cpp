#include "app/cli/signals.h"

#include "core/file/output_file.h"

#include <csignal>
#include <initializer_list>

namespace accumulus {

namespace {

volatile std::sig_atomic_t interrupted = 0;

void endAtOnce(int signal)
{
    removePartFiles();
    std::signal(signal, SIG_DFL);
    std::raise(signal); // takes effect when the handler returns
}

/// Terminals and job systems may send the same signal more than once, so only who presses Ctrl-C
/// again is in a hurry.
void onSignal(int signal)
{
    if (signal == SIGQUIT || (signal == SIGINT && interrupted))
        endAtOnce(signal);
    interrupted = 1;
}

} // namespace

void listenForInterrupt()
{
    struct sigaction action = {};
    action.sa_handler = &onSignal;
    action.sa_flags = SA_RESTART;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGPIPE, SIGQUIT}) {
        struct sigaction before = {};
        sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN)
            sigaction(signal, &action, nullptr);
    }
}

bool wasInterrupted()
{
    return interrupted != 0;
}

} // namespace accumulus
