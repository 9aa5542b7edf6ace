#pragma once

#include "core/data/text_reader.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// The lines of a delimited text file, cut into fields. Encodings and line ends are TextReader's;
/// blank lines are skipped; a field may be quoted ("" is a quote in it), but not reach over a line
/// end; spaces around a field are dropped.
///
/// Hostile files end in a DataError, never in a crash or in memory that a file can make as large as
/// it likes: a line has at most 16 MiB and 65536 fields, a file at most 8 GiB of text, and a NUL is
/// refused. No more than a line, what looking ahead needs and 64 KiB are in memory.
class CsvLines
{
public:
    /// Throws DataError if the file cannot be opened.
    explicit CsvLines(const std::filesystem::path& path, TextEncoding encoding = {},
                      LoadProgress progress = {});

    /// Goes to the next line; false at the end of the file. What was seen of the lines before is no
    /// longer valid.
    bool nextLine();

    std::string_view line() const ///< without its end
    {
        return std::string_view(m_text).substr(m_begin, m_end - m_begin);
    }
    bool hasLineEnd() const { return m_end < m_text.size(); } ///< a last line may have none
    std::int64_t lineNumber() const { return m_lineNumber; }  ///< 1-based
    std::int64_t blankLines() const { return m_blankLines; }  ///< skipped until now
    TextEncoding encoding() const { return m_reader.encoding(); }

    /// The line and those behind it, blank ones left out: a hundred, or fewer if they are long, but
    /// at least three if there are as many.
    std::vector<std::string_view> lookAhead();

    /// The fields of the line. \a separator: ' ' stands for runs of blanks (spaces and tabs), which
    /// mean nothing at the ends of the line.
    const std::vector<std::string_view>& fields(char separator);

    /// Throws a DataError that begins with file and line.
    [[noreturn]] void fail(const std::string& reason) const;

private:
    bool read();
    std::size_t findLineEnd();

    TextReader m_reader;
    std::string m_text; ///< the line and what was read behind it
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    std::size_t m_next = 0; ///< where the next line begins
    std::int64_t m_lineNumber = 0;
    std::int64_t m_blankLines = 0;
    std::vector<std::string_view> m_fields;
    std::string m_unquoted;
};

/// Cuts \a line into \a fields as CsvLines::fields() does. Fields that had "" in them lie in
/// \a unquoted. Returns what is wrong with the line, or "".
std::string_view splitFields(std::string_view line, char separator,
                             std::vector<std::string_view>& fields, std::string& unquoted);

/// \a field is one of the ways to spell that a value is missing: empty, NA, ?
bool isMissing(std::string_view field);

/// Reads a whole field as a number, as written in every locale with a `.`; false if it is not one.
bool parseNumber(std::string_view text, double& value);

} // namespace accumulus
