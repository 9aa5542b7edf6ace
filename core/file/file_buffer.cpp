#include "core/file/file_buffer.h"

#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t blockBytes = std::size_t{1} << 16;

} // namespace

std::string systemErrorText(int error)
{
    return std::generic_category().message(error);
}

void WrittenBytes::add(std::string_view text)
{
    checksum = static_cast<std::uint32_t>(
        crc32_z(checksum, reinterpret_cast<const Bytef*>(text.data()), text.size()));
    bytes += text.size();
}

FileBuffer::FileBuffer(int descriptor, std::filesystem::path name, WrittenBytes before)
    : m_descriptor(descriptor)
    , m_name(std::move(name))
    , m_block(blockBytes)
    , m_written(before)
    , m_lineBytes(before.bytes)
{
    setp(m_block.data(), m_block.data() + m_block.size());
}

FileBuffer::~FileBuffer()
{
    close(m_descriptor);
}

void FileBuffer::write(const char* bytes, std::size_t count)
{
    while (count > 0) {
        const ssize_t done = ::write(m_descriptor, bytes, std::min(count, std::size_t{1} << 30));
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            m_hasFailed = true;
            throw OutputError(m_name, systemErrorText(done < 0 ? errno : EIO));
        }
        const std::string_view text(bytes, static_cast<std::size_t>(done));
        if (const std::size_t end = text.rfind('\n'); end != std::string_view::npos)
            m_lineBytes = m_written.bytes + end + 1;
        m_lines += std::count(text.begin(), text.end(), '\n');
        m_written.add(text);
        bytes += done;
        count -= text.size();
    }
}

void FileBuffer::flush()
{
    const auto waiting = static_cast<std::size_t>(pptr() - pbase());
    setp(m_block.data(), m_block.data() + m_block.size()); // what fails is not tried again
    write(m_block.data(), waiting);
}

void FileBuffer::flushToDisk()
{
    flush();
    // Pipes and some file systems cannot, which is no failure.
    if (fsync(m_descriptor) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) {
        m_hasFailed = true;
        throw OutputError(m_name, systemErrorText(errno));
    }
}

bool FileBuffer::isWholeAt(const std::filesystem::path& path) const
{
    struct stat mine = {};
    struct stat there = {};
    return fstat(m_descriptor, &mine) == 0 && stat(path.c_str(), &there) == 0
        && mine.st_dev == there.st_dev && mine.st_ino == there.st_ino
        && static_cast<std::uint64_t>(mine.st_size) == m_written.bytes;
}

FileBuffer::int_type FileBuffer::overflow(int_type character)
{
    flush();
    if (!traits_type::eq_int_type(character, traits_type::eof()))
        sputc(traits_type::to_char_type(character));
    return traits_type::not_eof(character);
}

std::streamsize FileBuffer::xsputn(const char* text, std::streamsize count)
{
    if (count > epptr() - pptr())
        flush();
    if (count >= static_cast<std::streamsize>(m_block.size())) {
        write(text, static_cast<std::size_t>(count));
    } else {
        std::copy_n(text, count, pptr());
        pbump(static_cast<int>(count));
    }
    return count;
}

int FileBuffer::sync()
{
    flush();
    return 0;
}

} // namespace accumulus
