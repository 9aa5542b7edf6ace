#pragma once

#include "core/data/load_progress.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace accumulus {

/// Where a ByteReader has its bytes from.
class ByteStream
{
public:
    virtual ~ByteStream() = default;

    /// Up to bytes.size() bytes; 0 at the end. Throws std::runtime_error with the reason, without
    /// the name of the file, if there is more but it cannot be read.
    virtual std::size_t read(std::span<std::byte> bytes) = 0;

    /// The share of the whole that is read, 0…1; 0 if the whole is not known.
    virtual double shareRead() const = 0;
};

/// Reads a file from front to back: a plain or a gzip file, or any other stream of bytes. A gzip
/// file may have several members, and zeros behind the last one; anything else there is an error.
/// All errors are DataErrors that say "FILE, byte OFFSET: reason"; offsets are those of the
/// decompressed bytes.
///
/// Progress is reported every 4 MiB, so a small file never reports any.
class ByteReader
{
public:
    /// A plain or gzip file. Throws DataError if it cannot be opened.
    explicit ByteReader(const std::filesystem::path& path, LoadProgress progress = {});

    /// \a name is what errors call it.
    ByteReader(std::unique_ptr<ByteStream> stream, std::string name, LoadProgress progress = {});

    /// Fills \a bytes; less only at the end. Returns how many there are.
    std::size_t readSome(std::span<std::byte> bytes);

    /// Fills \a bytes or throws; \a what is what they are: "the header".
    void readAll(std::span<std::byte> bytes, const std::string& what);

    /// Throws if there are more bytes; \a what is what they would be behind: "the last value".
    void expectEnd(const std::string& what);

    const std::string& name() const { return m_name; }
    std::uint64_t offset() const { return m_offset; } ///< bytes that were read

    [[noreturn]] void fail(const std::string& reason) const { failAt(m_offset, reason); }
    [[noreturn]] void failAt(std::uint64_t offset, const std::string& reason) const;

private:
    std::unique_ptr<ByteStream> m_stream;
    std::string m_name;
    LoadProgress m_progress;
    std::uint64_t m_offset = 0;
    std::uint64_t m_nextReport;
};

/// Bytes of the file as it lies on the disk, 0 if that cannot be told: for splitProgress().
double fileSize(const std::filesystem::path& path);

} // namespace accumulus
