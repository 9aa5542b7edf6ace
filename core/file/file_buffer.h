#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// A file could not be written; says which and why: "loss.csv cannot be written: No space left on
/// device".
class OutputError : public std::runtime_error
{
public:
    OutputError(const std::filesystem::path& path, const std::string& reason)
        : std::runtime_error(path.string() + " cannot be written: " + reason)
    {}
};

/// The text of an error number of the system.
std::string systemErrorText(int error);

/// How much of a file there is, and its CRC-32 as zlib has it (0: of nothing).
struct WrittenBytes
{
    std::uint64_t bytes = 0;
    std::uint32_t checksum = 0;

    void add(std::string_view text); ///< which follows
    bool operator==(const WrittenBytes&) const = default;
};

/// Writes to a file descriptor, and notices at once when that fails: it throws OutputError, which a
/// stream passes on that has badbit among its exceptions(). What was written until then is known to
/// the byte, with its checksum.
///
///     FileBuffer buffer(descriptor, "loss.csv");
///     std::ostream stream(&buffer);
///     stream.exceptions(std::ios::badbit);
class FileBuffer : public std::streambuf
{
public:
    /// Owns \a descriptor, which stands behind \a before. \a name is what errors call the file.
    FileBuffer(int descriptor, std::filesystem::path name, WrittenBytes before = {});
    ~FileBuffer() override; ///< what was not flushed is lost

    FileBuffer(const FileBuffer&) = delete;
    FileBuffer& operator=(const FileBuffer&) = delete;

    /// Hands everything to the system. Throws OutputError.
    void flush();

    /// Makes what was flushed survive a power cut, if the file is one that can. Throws OutputError.
    void flushToDisk();

    WrittenBytes written() const { return m_written; }      ///< handed to the system
    std::uint64_t lineBytes() const { return m_lineBytes; } ///< of it, up to the last line's end
    std::int64_t lines() const { return m_lines; }          ///< whole ones among them
    bool hasFailed() const { return m_hasFailed; }
    int descriptor() const { return m_descriptor; }

    /// Whether \a path is still this file, with all that was handed to the system and no more.
    bool isWholeAt(const std::filesystem::path& path) const;

protected:
    int_type overflow(int_type character) override;
    std::streamsize xsputn(const char* text, std::streamsize count) override;
    int sync() override;

private:
    void write(const char* bytes, std::size_t count);

    int m_descriptor;
    std::filesystem::path m_name;
    std::vector<char> m_block;
    WrittenBytes m_written;
    std::uint64_t m_lineBytes = 0;
    std::int64_t m_lines = 0;
    bool m_hasFailed = false;
};

} // namespace accumulus
