#include "core/data/byte_reader.h"

#include "core/data_error.h"
#include "core/file/path_kind.h"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace accumulus {

namespace {

constexpr std::uint64_t reportBytes = std::uint64_t{4} << 20;
constexpr std::size_t maxReadBytes = std::size_t{1} << 20; // zlib takes no more than an unsigned
constexpr unsigned bufferBytes = 1 << 15;

/// zlib reads a file without gzip's magic number as it is.
class GzipFile : public ByteStream
{
public:
    explicit GzipFile(const std::filesystem::path& path)
        : m_size(fileSize(path))
        , m_handle(gzopen(path.c_str(), "rb"))
    {
        if (!m_handle)
            throw DataError(path.string()
                            + " cannot be opened: check that it exists and may be read");
        gzbuffer(m_handle, bufferBytes);
    }

    ~GzipFile() override { gzclose(m_handle); }
    GzipFile(const GzipFile&) = delete;
    GzipFile& operator=(const GzipFile&) = delete;

    std::size_t read(std::span<std::byte> bytes) override
    {
        const auto size = static_cast<unsigned>(std::min(bytes.size(), maxReadBytes));
        const int count = gzread(m_handle, bytes.data(), size);
        int error = Z_OK;
        gzerror(m_handle, &error);
        if (count < 0 || error == Z_BUF_ERROR || error == Z_DATA_ERROR)
            throw std::runtime_error("the file cannot be read on; it is damaged or cut off");
        return static_cast<std::size_t>(count);
    }

    double shareRead() const override
    {
        const auto read = static_cast<double>(gzoffset(m_handle));
        return m_size > 0.0 ? std::clamp(read / m_size, 0.0, 1.0) : 0.0;
    }

private:
    double m_size;
    gzFile m_handle;
};

std::unique_ptr<ByteStream> openFile(const std::filesystem::path& path)
{
    if (isFolder(path))
        throw DataError(path.string() + " is a folder, not a file");
    return std::make_unique<GzipFile>(path);
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
