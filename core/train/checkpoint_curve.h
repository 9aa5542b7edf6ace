#pragma once

#include "core/file/file_buffer.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace accumulus {

/// The curve of a run up to a checkpoint: the front of a file that UpdateCsv wrote. The file stays
/// open, so that whatever happens to its name, the rows are those that were checked.
class CheckpointCurve
{
public:
    /// Nothing if \a file does not begin with what was \a written. Rows behind that are forgotten:
    /// a run that was killed leaves some. Throws DataError if there is anything else behind it.
    static std::optional<CheckpointCurve> find(const std::filesystem::path& file,
                                               const WrittenBytes& written, std::int64_t rows);

    const std::filesystem::path& file() const { return m_file; }
    const std::string& header() const { return m_header; }
    std::int64_t rows() const { return m_rows; }
    std::uint64_t bytes() const { return m_written.bytes; } ///< of header and rows

    /// The columns of a run that goes on and measures \a now: what was measured before keeps its
    /// column, whether or not it still is.
    std::vector<std::string> probeNames(const std::vector<std::string>& now) const;

    /// Calls \a use with every row, without the end of its line. Throws DataError if the file was
    /// changed since it was found.
    void forEachRow(const std::function<void(const std::string&)>& use) const;

private:
    CheckpointCurve() = default;

    std::filesystem::path m_file;
    std::shared_ptr<std::ifstream> m_stream;
    std::string m_header;
    std::int64_t m_rows = 0;
    WrittenBytes m_written;
};

} // namespace accumulus
