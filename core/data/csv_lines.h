#pragma once

#include "core/data/byte_reader.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// The lines of a delimited text file, cut into fields. Reads plain and gzip files alike, a block
/// at a time; LF or CRLF ends a line; blank lines are skipped; a field may be quoted ("" is a quote
/// in it), but not reach over a line end; spaces around a field are dropped; a UTF-8 byte-order
/// mark is skipped.
///
/// Hostile files end in a DataError, never in a crash or in memory that a file can make as large as
/// it likes: a line has at most 16 MiB, a file at most 8 GiB of text, and a NUL byte is refused.
class CsvLines
{
public:
    /// Throws DataError if the file cannot be opened.
    explicit CsvLines(const std::filesystem::path& path, LoadProgress progress = {});

    /// The next line without its end; false at the end of the file.
    bool nextLine();

    std::string_view line() const { return m_line; }
    std::int64_t lineNumber() const { return m_lineNumber; } ///< 1-based

    /// The fields of the line, valid until nextLine().
    const std::vector<std::string>& fields(char separator);

    /// Throws a DataError that begins with file and line.
    [[noreturn]] void fail(const std::string& reason) const;

private:
    bool readBlock();
    bool finishLine();

    ByteReader m_reader;
    std::string m_block;
    std::size_t m_position = 0;
    std::string m_line;
    std::int64_t m_lineNumber = 0;
    std::vector<std::string> m_fields;
};

/// The separator that a line most likely uses: the one of , ; tab | that stands in it most often,
/// else the comma.
char guessSeparator(std::string_view line);

/// Reads a whole field as a number, as written in every locale with a `.`; false if it is not one.
bool parseNumber(std::string_view text, double& value);

} // namespace accumulus
