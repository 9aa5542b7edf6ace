#pragma once

#include <filesystem>
#include <string>

namespace accumulus {

/// Keeps a folder for one process, as long as it lives, by a file in it that says who holds it.
/// The lock is the kernel's, so it goes with the process however that ends; where a file system
/// has no locks, one goes on without.
class FolderLock
{
public:
    /// Throws OutputError if the lock file cannot be written, if another process holds it, which
    /// the message names, or if a file of this name is there that is no lock.
    /// \a what is in use then: "its checkpoint".
    FolderLock(const std::filesystem::path& folder, const std::string& name,
               const std::string& what);
    ~FolderLock(); ///< removes the file

    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    /// False if the folder was moved, removed or replaced since: what is at its path now is not
    /// what is locked.
    bool isInPlace() const;

    /// Throws OutputError then: for before something is written there.
    void expectInPlace() const;

private:
    void writeHolder();

    std::filesystem::path m_file;
    int m_descriptor = -1;
};

} // namespace accumulus
