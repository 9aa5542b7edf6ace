#include "core/data/csv_lines.h"

#include "core/data_error.h"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t blockBytes = 1 << 16;
constexpr std::size_t maxFields = 1 << 16;
constexpr std::size_t maxLineBytes = std::size_t{16} << 20;
constexpr std::uint64_t maxFileBytes = std::uint64_t{8} << 30;

std::string_view trimmed(std::string_view text)
{
    const auto isSpace = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

CsvLines::CsvLines(const std::filesystem::path& path, LoadProgress progress)
    : m_reader(path, std::move(progress))
{
    if (readBlock() && m_block.starts_with("\xEF\xBB\xBF"))
        m_position = 3;
}

bool CsvLines::readBlock()
{
    m_block.resize(blockBytes);
    m_position = 0;
    m_block.resize(m_reader.readSome(std::as_writable_bytes(std::span(m_block))));
    if (m_reader.offset() > maxFileBytes)
        fail("the file has more than 8 GiB of text");
    return !m_block.empty();
}

bool CsvLines::nextLine()
{
    m_line.clear();
    while (m_position < m_block.size() || readBlock()) {
        const std::size_t end = std::min(m_block.find('\n', m_position), m_block.size());
        m_line.append(m_block, m_position, end - m_position);
        m_position = end + 1;
        if (m_line.size() > maxLineBytes) {
            ++m_lineNumber;
            fail("the line is longer than 16 MiB; is this a text file?");
        }
        if (end < m_block.size() && finishLine())
            return true;
    }
    return !m_line.empty() && finishLine(); // a last line without its end
}

/// False if the line is blank.
bool CsvLines::finishLine()
{
    ++m_lineNumber;
    if (m_line.ends_with('\r'))
        m_line.pop_back();
    if (m_line.find('\0') != std::string::npos)
        fail("there is a NUL byte; this is not a text file");
    if (trimmed(m_line).empty())
        m_line.clear();
    return !m_line.empty();
}

const std::vector<std::string>& CsvLines::fields(char separator)
{
    m_fields.clear();
    std::size_t at = 0;
    const std::string_view line = m_line;
    while (true) {
        while (at < line.size() && line[at] == ' ')
            ++at;
        std::string field;
        if (at < line.size() && line[at] == '"') {
            bool closed = false;
            for (++at; at < line.size() && !closed; ++at) {
                if (line[at] != '"')
                    field += line[at];
                else if (at + 1 < line.size() && line[at + 1] == '"')
                    field += line[at++];
                else
                    closed = true;
            }
            if (!closed)
                fail("a quoted field is not closed on its line");
            const std::size_t end = std::min(line.find(separator, at), line.size());
            if (!trimmed(line.substr(at, end - at)).empty())
                fail("there is text behind a closing quote");
            at = end;
        } else {
            const std::size_t end = std::min(line.find(separator, at), line.size());
            field = trimmed(line.substr(at, end - at));
            at = end;
        }
        if (m_fields.size() == maxFields)
            fail("there are more than 65536 columns");
        m_fields.push_back(std::move(field));
        if (at == line.size())
            return m_fields;
        ++at;
    }
}

void CsvLines::fail(const std::string& reason) const
{
    throw DataError(m_reader.name() + ", line " + std::to_string(m_lineNumber) + ": " + reason);
}

char guessSeparator(std::string_view line)
{
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t', '|'}) {
        bool quoted = false;
        const auto count = std::count_if(line.begin(), line.end(), [&](char c) {
            quoted ^= c == '"';
            return !quoted && c == candidate;
        });
        if (count > most) {
            most = count;
            best = candidate;
        }
    }
    return best;
}

bool parseNumber(std::string_view text, double& value)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

} // namespace accumulus
