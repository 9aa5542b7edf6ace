#include "core/file/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <initializer_list>

namespace accumulus {

namespace {

std::array<bool, 3> wasClosed{};

} // namespace

void prepareProcess()
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(descriptor, F_GETFD) >= 0)
            continue;
        wasClosed[static_cast<std::size_t>(descriptor)] = true;
        // The lowest free number is given, so these are filled in order.
        [[maybe_unused]] const int opened = open("/dev/null", O_RDWR);
    }
    std::signal(SIGXFSZ, SIG_IGN);
}

bool wasClosedAtStart(int descriptor)
{
    const auto index = static_cast<std::size_t>(descriptor);
    return index < wasClosed.size() && wasClosed[index];
}

} // namespace accumulus
