#include "core/file/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <initializer_list>

namespace accumulus {

void prepareProcess()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // The lowest free number is given, so these are filled in order.
        if (fcntl(descriptor, F_GETFD) < 0) [[maybe_unused]]
            const int opened = open("/dev/null", O_RDWR);
    }
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace accumulus
