#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace accumulus {

/// The files that a run reads, so that none of them is ever written over. Told apart by device and
/// inode, so that no link and no other spelling of a path gets around it.
class InputFiles
{
public:
    /// \a what is what messages call it: "the data". A folder stands for all files in it. What is
    /// not there is left out.
    void add(const std::filesystem::path& path, const std::string& what);

    /// Whether \a output is one of them.
    bool contains(const std::filesystem::path& output) const { return find(output) != nullptr; }
    /// Throws std::invalid_argument if it is.
    void refuse(const std::filesystem::path& output) const;

private:
    struct File
    {
        dev_t device;
        ino_t inode;
        std::string what;
    };
    const File* find(const std::filesystem::path& output) const;

    std::vector<File> m_files;
};

} // namespace accumulus
