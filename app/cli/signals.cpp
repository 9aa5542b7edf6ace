#include "app/cli/signals.h"

#include "core/file/output_file.h"

#include <csignal>
#include <ctime>
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

/// A second one within this time is the same one, sent twice: hardly a hand is that fast.
constexpr double sameSignal = 0.2; // seconds

double secondsNow()
{
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now); // allowed in a signal handler
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Job systems may send the same signal more than once (`timeout` does, to the program and to its
/// group), so only who presses Ctrl-C again is in a hurry.
void onSignal(int signal)
{
    static double first = 0.0; // read only where `interrupted` is set already
    const bool isAgain = interrupted != 0 && secondsNow() - first > sameSignal;
    if (signal == SIGQUIT || (signal == SIGINT && isAgain))
        endAtOnce(signal);
    if (interrupted == 0)
        first = secondsNow();
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
