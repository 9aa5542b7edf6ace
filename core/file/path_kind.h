#pragma once

#include <filesystem>
#include <system_error>

namespace accumulus {

/// What is at a path, asked without an exception: where the system refuses to say (a name that is
/// too long, links in a circle, no permission), nothing is, and whoever opens it says why.

inline bool isThere(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::exists(path, error);
}

inline bool isFolder(const std::filesystem::path& path)
{
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

/// Both are there and are one file or folder, whatever links lead to it.
inline bool isSame(const std::filesystem::path& a, const std::filesystem::path& b)
{
    std::error_code error;
    return std::filesystem::equivalent(a, b, error);
}

} // namespace accumulus
