#include "core/train/checkpoint_curve.h"

#include "core/data_error.h"
#include "core/record/record_csv.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace accumulus {

namespace {

using Block = std::array<char, 1 << 16>;

/// Whether the front of \a stream is what was written.
bool beginsWith(std::istream& stream, const WrittenBytes& written)
{
    Block block;
    WrittenBytes front;
    while (front.bytes < written.bytes) {
        const auto wanted = std::min<std::uint64_t>(written.bytes - front.bytes, block.size());
        if (!stream.read(block.data(), static_cast<std::streamsize>(wanted)))
            return false;
        front.add({block.data(), wanted});
    }
    return front == written;
}

/// Whether the rest of \a stream may be rows of numbers, the last one cut off by whatever ended
/// the run; a power cut can leave zeros.
bool endsInRows(std::istream& stream)
{
    constexpr std::string_view inRows("0123456789.,+-einfa\n\0", 21);
    Block block;
    while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
        const std::string_view text(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.find_first_not_of(inRows) != std::string_view::npos)
            return false;
    }
    return true;
}

} // namespace

std::optional<CheckpointCurve> CheckpointCurve::find(const std::filesystem::path& file,
                                                     const WrittenBytes& written, std::int64_t rows)
{
    CheckpointCurve curve;
    curve.m_file = file;
    curve.m_stream = std::make_shared<std::ifstream>(file, std::ios::binary);
    curve.m_rows = rows;
    curve.m_written = written;
    if (!beginsWith(*curve.m_stream, written))
        return std::nullopt;
    if (!endsInRows(*curve.m_stream))
        throw DataError(file.string() + " has more than the run wrote behind its "
                        + std::to_string(rows)
                        + " rows, which would be lost; move that elsewhere first");
    curve.m_stream->clear();
    curve.m_stream->seekg(0);
    std::getline(*curve.m_stream, curve.m_header);
    return curve;
}

std::vector<std::string> CheckpointCurve::probeNames(const std::vector<std::string>& now) const
{
    std::vector<std::string> names = UpdateCsvReader(m_header).probeNames();
    for (const std::string& name : now) {
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return names;
}

void CheckpointCurve::forEachRow(const std::function<void(const std::string&)>& use) const
{
    m_stream->clear();
    m_stream->seekg(0);
    std::string line;
    WrittenBytes read;
    for (std::int64_t i = -1; i < m_rows; ++i) { // the header first
        if (!std::getline(*m_stream, line))
            break;
        if (i >= 0)
            use(line);
        line += '\n';
        read.add(line);
    }
    if (read != m_written)
        throw DataError(m_file.string() + " was changed while it was read");
}

} // namespace accumulus
