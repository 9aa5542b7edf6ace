#include "core/data/resources.h"

#include <cstdlib>

namespace accumulus {

std::filesystem::path resourceDirectory()
{
    if (const char* chosen = std::getenv("ACCUMULUS_RESOURCES"); chosen && *chosen)
        return chosen;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "accumulus";
}

} // namespace accumulus
