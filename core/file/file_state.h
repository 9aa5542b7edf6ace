#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace accumulus {

/// What a file was when somebody looked at it, to notice that another one is in its place since, or
/// that it was written to. By size and time, not by inode: systems give the number of a file that
/// was removed to the next one, and some number their files anew now and then.
struct FileState
{
    explicit FileState(const struct stat& info)
        : device(info.st_dev)
        , size(info.st_size)
        , seconds(info.st_mtim.tv_sec)
        , nanoseconds(info.st_mtim.tv_nsec)
    {}

    bool operator==(const FileState&) const = default;

    dev_t device;
    off_t size;
    time_t seconds;
    std::int64_t nanoseconds;
};

/// What is at \a path, links followed; none if nothing is.
inline std::optional<FileState> fileState(const std::filesystem::path& path)
{
    struct stat info = {};
    return stat(path.c_str(), &info) == 0 ? std::optional<FileState>(info) : std::nullopt;
}

} // namespace accumulus
