#include "core/data/csv_lines.h"

#include "core/data_error.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <iterator>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t maxFields = 1 << 16;
constexpr std::size_t maxLineBytes = std::size_t{16} << 20;
constexpr std::uint64_t maxFileBytes = std::uint64_t{8} << 30;

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isBlank(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return isBlank(c); });
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Length of the field at the front of \a text, or of what is left of one. Fields are short: a loop
/// is faster than find().
std::size_t lengthOfField(std::string_view text, char separator)
{
    std::size_t length = 0;
    if (separator == ' ') {
        while (length < text.size() && !isBlank(text[length]))
            ++length;
    } else {
        while (length < text.size() && text[length] != separator)
            ++length;
    }
    return length;
}

/// Takes a quoted field from the front of \a text; false if it is not closed. What has "" in it is
/// written behind \a unquoted, which has room for it.
bool takeQuoted(std::string_view& text, std::string& unquoted, std::string_view& field)
{
    text.remove_prefix(1);
    bool hasQuotes = false;
    std::size_t end = text.find('"');
    while (end < text.size() && text.substr(end + 1).starts_with('"')) {
        hasQuotes = true;
        end = text.find('"', end + 2);
    }
    if (end >= text.size())
        return false;
    field = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!hasQuotes)
        return true;
    const std::size_t begin = unquoted.size();
    for (std::size_t i = 0; i < field.size(); ++i) {
        unquoted += field[i];
        i += field[i] == '"' ? 1 : 0;
    }
    field = std::string_view(unquoted).substr(begin);
    return true;
}

} // namespace

CsvLines::CsvLines(const std::filesystem::path& path, TextEncoding encoding, LoadProgress progress)
    : m_reader(path, encoding, std::move(progress))
{}

bool CsvLines::nextLine()
{
    while (true) {
        m_end = findLineEnd();
        m_begin = m_next;
        if (m_begin == m_text.size())
            return false;
        m_next = std::min(m_end + 1, m_text.size());
        ++m_lineNumber;
        if (line().find('\0') != std::string_view::npos)
            fail("there is a NUL byte; this is no text file, or it is damaged, or it has an "
                 "encoding that data.encoding has to name, such as utf-16le");
        if (!isBlank(line()))
            return true;
        ++m_blankLines;
    }
}

/// Of the next line: where its LF or the end of the text is. Drops the lines before it if it has to
/// read.
std::size_t CsvLines::findLineEnd()
{
    std::size_t from = m_next;
    while (true) {
        const std::size_t end = m_text.find('\n', from);
        if (std::min(end, m_text.size()) - m_next > maxLineBytes) {
            ++m_lineNumber;
            fail("the line is longer than 16 MiB; is this a text file?");
        }
        if (end != std::string::npos)
            return end;
        m_text.erase(0, std::exchange(m_next, 0));
        from = m_text.size();
        if (!read())
            return m_text.size();
    }
}

bool CsvLines::read()
{
    if (m_reader.bytes().offset() > maxFileBytes)
        fail("the file has more than 8 GiB of text");
    return m_reader.read(m_text);
}

std::vector<std::string_view> CsvLines::lookAhead()
{
    constexpr std::size_t fewest = 3;
    constexpr std::size_t most = 100;
    std::vector<std::pair<std::size_t, std::size_t>> found{{m_begin, m_end}};
    std::size_t begin = m_next;
    for (bool isEnd = false; found.size() < most;) {
        std::size_t end = m_text.find('\n', begin);
        if (end == std::string::npos && !isEnd) {
            if (found.size() >= fewest || m_text.size() - begin > maxLineBytes)
                break;
            isEnd = !read();
            continue;
        }
        end = std::min(end, m_text.size());
        if (begin == m_text.size())
            break;
        if (!isBlank(std::string_view(m_text).substr(begin, end - begin)))
            found.emplace_back(begin, end);
        begin = std::min(end + 1, m_text.size());
    }
    std::vector<std::string_view> lines;
    for (const auto& [from, to] : found)
        lines.push_back(std::string_view(m_text).substr(from, to - from));
    return lines;
}

const std::vector<std::string_view>& CsvLines::fields(char separator)
{
    const std::string_view problem = splitFields(line(), separator, m_fields, m_unquoted);
    if (!problem.empty())
        fail(std::string(problem));
    return m_fields;
}

void CsvLines::fail(const std::string& reason) const
{
    throw DataError(m_reader.bytes().name() + ", line " + std::to_string(m_lineNumber) + ": "
                    + reason);
}

std::string_view splitFields(std::string_view line, char separator,
                             std::vector<std::string_view>& fields, std::string& unquoted)
{
    const bool byBlanks = separator == ' ';
    fields.clear();
    unquoted.clear();
    while (true) {
        while (!line.empty() && (line.front() == ' ' || (byBlanks && line.front() == '\t')))
            line.remove_prefix(1);
        if (byBlanks && line.empty())
            return {};
        std::string_view field;
        const bool isQuoted = line.starts_with('"');
        if (isQuoted) {
            if (unquoted.empty())
                unquoted.reserve(line.size());
            if (!takeQuoted(line, unquoted, field))
                return "a quoted field is not closed on its line; line breaks inside a field are "
                       "not read: take them out, or mend the quotation mark";
        }
        const std::string_view rest = line.substr(0, lengthOfField(line, separator));
        if (!isQuoted)
            field = trimmed(rest);
        else if (!isBlank(rest))
            return "there is text behind a closing quote";
        if (fields.size() == maxFields)
            return "there are more than 65536 columns";
        fields.push_back(field);
        line.remove_prefix(rest.size());
        if (line.empty())
            return {};
        line.remove_prefix(1);
    }
}

bool parseNumber(std::string_view text, double& value)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool isMissing(std::string_view field)
{
    constexpr std::string_view spellings[] = {"", "na", "n/a", "nan", "null", "none", "?"};
    std::string lower(field.substr(0, 8));
    for (char& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::find(std::begin(spellings), std::end(spellings), lower) != std::end(spellings);
}

} // namespace accumulus
