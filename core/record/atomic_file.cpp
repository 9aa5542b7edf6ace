#include "core/record/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace accumulus {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* reason)
{
    throw std::runtime_error(path.string() + " cannot be written: " + reason);
}

void flushToDisk(const std::filesystem::path& path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool flushed = file >= 0 && fsync(file) == 0;
    const int error = errno;
    if (file >= 0)
        close(file);
    if (!flushed)
        fail(path, std::strerror(error));
}

} // namespace

AtomicFile::AtomicFile(std::filesystem::path path)
    : m_path(std::move(path))
{
    // Renaming replaces what is there: never a folder or a device, and of a link what it points to.
    if (std::filesystem::exists(m_path)) {
        if (!std::filesystem::is_regular_file(m_path))
            fail(m_path, "it is not a regular file");
        m_path = std::filesystem::canonical(m_path);
    }
    static std::atomic<int> counter = 0; // two files of one program never share a name
    m_temporary =
        m_path.string() + ".part-" + std::to_string(getpid()) + '-' + std::to_string(counter++);
    errno = 0;
    m_stream.open(m_temporary, std::ios::binary | std::ios::trunc);
    if (!m_stream)
        fail(m_path, errno ? std::strerror(errno) : "the file cannot be made");
}

AtomicFile::~AtomicFile()
{
    if (m_temporary.empty())
        return;
    m_stream.close();
    std::error_code ignored;
    std::filesystem::remove(m_temporary, ignored);
}

void AtomicFile::commit()
{
    errno = 0;
    m_stream.close();
    if (!m_stream)
        fail(m_path, errno ? std::strerror(errno) : "writing failed");
    flushToDisk(m_temporary);
    std::error_code error;
    if (const auto old = std::filesystem::status(m_path, error); std::filesystem::exists(old))
        std::filesystem::permissions(m_temporary, old.permissions(), error);
    std::filesystem::rename(m_temporary, m_path, error);
    if (error)
        fail(m_path, error.message().c_str());
    m_temporary.clear();
}

} // namespace accumulus
