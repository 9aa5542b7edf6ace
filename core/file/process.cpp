#include "core/file/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <bitset>
#include <csignal>
#include <cstddef>
#include <initializer_list>

namespace accumulus {

namespace {

std::bitset<1024> wasClosed;

} // namespace

void prepareProcess()
{
    for (std::size_t i = 0; i < wasClosed.size(); ++i)
        wasClosed[i] = fcntl(static_cast<int>(i), F_GETFD) < 0;
    for (const std::size_t descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (wasClosed[descriptor]) // the lowest free number is given, so these are filled in order
            [[maybe_unused]]
            const int opened = open("/dev/null", O_RDWR);
    }
    std::signal(SIGXFSZ, SIG_IGN);
}

bool wasClosedAtStart(int descriptor)
{
    const auto index = static_cast<std::size_t>(descriptor);
    return index < wasClosed.size() && wasClosed[index];
}

} // namespace accumulus
