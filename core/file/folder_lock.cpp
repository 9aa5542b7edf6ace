#include "core/file/folder_lock.h"

#include "core/file/file_buffer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

namespace accumulus {

namespace {

constexpr std::string_view holderMark = "process ";

/// "process 4711 on host": what is in the lock file, and whom one looks for.
std::string holderText()
{
    std::array<char, 256> host{};
    if (gethostname(host.data(), host.size() - 1) != 0)
        host = {'?'};
    return std::string(holderMark) + std::to_string(getpid()) + " on " + host.data();
}

std::string textOf(int descriptor)
{
    std::array<char, 300> text{};
    const ssize_t count = pread(descriptor, text.data(), text.size(), 0);
    return count > 0 ? std::string(text.data(), static_cast<std::size_t>(count))
                     : "another process";
}

/// A file of another content or name is the user's.
bool isLock(int descriptor)
{
    struct stat info = {};
    return fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode) && info.st_nlink <= 1
        && (info.st_size == 0 || textOf(descriptor).starts_with(holderMark));
}

} // namespace

FolderLock::FolderLock(const std::filesystem::path& folder, const std::string& name,
                       const std::string& what)
    : m_file(folder / name)
{
    const auto giveUp = [&](const std::filesystem::path& path, const std::string& reason) {
        close(m_descriptor);
        throw OutputError(path, reason);
    };
    while (true) {
        m_descriptor = open(m_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (m_descriptor < 0)
            throw OutputError(m_file, systemErrorText(errno));
        if (flock(m_descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            giveUp(folder,
                   what + " is in use by " + textOf(m_descriptor)
                       + "; wait until that ends, or choose another folder");
        if (!isLock(m_descriptor))
            giveUp(m_file,
                   "it is there already and is no lock of this program; move it away or choose "
                   "another folder");
        if (isInPlace())
            break;
        close(m_descriptor); // whoever held it has just removed it
    }
    writeHolder();
}

FolderLock::~FolderLock()
{
    if (isInPlace())
        unlink(m_file.c_str());
    close(m_descriptor);
}

bool FolderLock::isInPlace() const
{
    struct stat held = {};
    struct stat named = {};
    return fstat(m_descriptor, &held) == 0 && stat(m_file.c_str(), &named) == 0
        && held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

void FolderLock::expectInPlace() const
{
    if (!isInPlace())
        throw OutputError(m_file.parent_path(),
                          "it was moved, removed or replaced while the run was using it");
}

void FolderLock::writeHolder()
{
    const std::string text = holderText();
    if (ftruncate(m_descriptor, 0) == 0) // without its text the lock holds all the same
        [[maybe_unused]]
        const ssize_t ignored = pwrite(m_descriptor, text.data(), text.size(), 0);
}

} // namespace accumulus
