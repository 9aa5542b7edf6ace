#include "core/data/byte_reader.h"

#include "core/data_error.h"
#include "core/file/path_kind.h"

#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <utility>

namespace accumulus {

namespace {

constexpr std::uint64_t reportBytes = std::uint64_t{4} << 20;
constexpr std::size_t maxReadBytes = std::size_t{1} << 20; // zlib takes no more than an unsigned
constexpr std::size_t bufferBytes = 1 << 15;

using Bytes = std::span<const std::byte>;

/// The bytes of a file as it lies on the disk, which can be looked at before they are taken.
class RawFile
{
public:
    explicit RawFile(const std::filesystem::path& path)
        : m_size(fileSize(path))
        , m_file(std::fopen(path.c_str(), "rb"), &std::fclose)
        , m_buffer(std::make_unique_for_overwrite<std::byte[]>(bufferBytes))
    {
        if (!m_file)
            throw DataError(path.string()
                            + " cannot be opened: check that it exists and may be read");
        std::setbuf(m_file.get(), nullptr); // there is one here
    }

    /// What comes next: at least \a fewest bytes, or all that are left.
    Bytes ahead(std::size_t fewest = 1)
    {
        if (m_end - m_begin < fewest) {
            std::copy(m_buffer.get() + m_begin, m_buffer.get() + m_end, m_buffer.get());
            m_end -= std::exchange(m_begin, 0);
            m_end += std::fread(m_buffer.get() + m_end, 1, bufferBytes - m_end, m_file.get());
            if (std::ferror(m_file.get()))
                throw std::runtime_error("the file cannot be read on; is its disk still there?");
        }
        return {m_buffer.get() + m_begin, m_end - m_begin};
    }

    void take(std::size_t count)
    {
        m_begin += count;
        m_taken += static_cast<double>(count);
    }

    double shareTaken() const
    {
        return m_size > 0.0 ? std::clamp(m_taken / m_size, 0.0, 1.0) : 0.0;
    }

private:
    double m_size;
    double m_taken = 0.0;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> m_file;
    std::unique_ptr<std::byte[]> m_buffer;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

class PlainStream : public ByteStream
{
public:
    explicit PlainStream(RawFile file)
        : m_file(std::move(file))
    {}

    std::size_t read(std::span<std::byte> bytes) override
    {
        const Bytes ahead = m_file.ahead();
        const std::size_t count = std::min(bytes.size(), ahead.size());
        std::copy_n(ahead.begin(), count, bytes.begin());
        m_file.take(count);
        return count;
    }

    double shareRead() const override { return m_file.shareTaken(); }

private:
    RawFile m_file;
};

/// The members of a gzip file (RFC 1952) one behind the other. What is behind a member is another
/// one, or zeros up to the end, which tapes and block devices pad with; anything else is refused,
/// for it may be the rest of the data with a damaged front.
class GzipStream : public ByteStream
{
public:
    explicit GzipStream(RawFile file)
        : m_file(std::move(file))
    {
        constexpr int gzipOnly = 16;
        if (inflateInit2(&m_zlib, gzipOnly + MAX_WBITS) != Z_OK)
            throw std::bad_alloc();
    }
    ~GzipStream() override { inflateEnd(&m_zlib); }
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;

    static bool isMember(Bytes front)
    {
        return front.size() >= magicBytes && front[0] == std::byte{0x1F}
        && front[1] == std::byte{0x8B};
    }
    static constexpr std::size_t magicBytes = 2;

    std::size_t read(std::span<std::byte> bytes) override
    {
        std::size_t count = 0;
        while (count == 0 && (!m_isBetween || beginMember()))
            count = unpack(bytes.first(std::min(bytes.size(), maxReadBytes)));
        return count;
    }

    double shareRead() const override { return m_file.shareTaken(); }

private:
    /// False if there is no other member.
    bool beginMember()
    {
        const Bytes ahead = m_file.ahead(magicBytes);
        if (isMember(ahead)) {
            m_isBetween = false;
            inflateReset(&m_zlib);
            return true;
        }
        takeZeros();
        return false;
    }

    void takeZeros()
    {
        for (Bytes ahead = m_file.ahead(); !ahead.empty(); ahead = m_file.ahead()) {
            if (std::any_of(ahead.begin(), ahead.end(),
                            [](std::byte b) { return b != std::byte{}; }))
                throw std::runtime_error(
                    "what follows here in the gzip file is neither compressed data nor zeros: the "
                    "file is damaged, so that the rest is missing, or something was appended to "
                    "it; get it again, or, if the data is whole up to here, unpack it with gunzip "
                    "and name the unpacked file");
            m_file.take(ahead.size());
        }
    }

    std::size_t unpack(std::span<std::byte> bytes)
    {
        const Bytes packed = m_file.ahead();
        m_zlib.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed.data()));
        m_zlib.avail_in = static_cast<unsigned>(packed.size());
        m_zlib.next_out = reinterpret_cast<Bytef*>(bytes.data());
        m_zlib.avail_out = static_cast<unsigned>(bytes.size());
        const int result = inflate(&m_zlib, Z_NO_FLUSH);
        m_file.take(packed.size() - m_zlib.avail_in);
        m_isBetween = result == Z_STREAM_END;
        const std::size_t count = bytes.size() - m_zlib.avail_out;
        if (count == 0 && result != Z_OK && result != Z_STREAM_END)
            throw std::runtime_error("the file cannot be read on; it is damaged or cut off: get it "
                                     "again");
        return count;
    }

    RawFile m_file;
    z_stream m_zlib = {};
    bool m_isBetween = false; ///< members: the last one is at its end
};

std::unique_ptr<ByteStream> openFile(const std::filesystem::path& path)
{
    if (isFolder(path))
        throw DataError(path.string() + " is a folder, not a file");
    RawFile file(path);
    try {
        if (GzipStream::isMember(file.ahead(GzipStream::magicBytes)))
            return std::make_unique<GzipStream>(std::move(file));
        return std::make_unique<PlainStream>(std::move(file));
    } catch (const std::runtime_error& error) {
        throw DataError(path.string() + ": " + error.what());
    }
}

} // namespace

ByteReader::ByteReader(const std::filesystem::path& path, LoadProgress progress)
    : ByteReader(openFile(path), path.string(), std::move(progress))
{}

ByteReader::ByteReader(std::unique_ptr<ByteStream> stream, std::string name, LoadProgress progress)
    : m_stream(std::move(stream))
    , m_name(std::move(name))
    , m_progress(std::move(progress))
    , m_nextReport(reportBytes)
{}

std::size_t ByteReader::readSome(std::span<std::byte> bytes)
{
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        std::size_t count = 0;
        try {
            count = m_stream->read(bytes.subspan(filled));
        } catch (const std::runtime_error& error) {
            fail(error.what());
        }
        if (count == 0)
            break;
        filled += count;
        m_offset += count;
        if (m_progress && m_offset >= m_nextReport) {
            m_progress(m_stream->shareRead());
            m_nextReport = m_offset + reportBytes;
        }
    }
    return filled;
}

void ByteReader::readAll(std::span<std::byte> bytes, const std::string& what)
{
    const std::size_t count = readSome(bytes);
    if (count < bytes.size())
        fail("the file ends within " + what + "; " + std::to_string(bytes.size() - count)
             + " more bytes were to come");
}

void ByteReader::expectEnd(const std::string& what)
{
    const std::uint64_t end = m_offset;
    std::byte next{};
    if (readSome({&next, 1}) > 0)
        failAt(end, "there are more bytes behind " + what);
}

void ByteReader::failAt(std::uint64_t offset, const std::string& reason) const
{
    throw DataError(m_name + ", byte " + std::to_string(offset) + ": " + reason);
}

double fileSize(const std::filesystem::path& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    return error ? 0.0 : static_cast<double>(size);
}

} // namespace accumulus
