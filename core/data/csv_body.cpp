#include "core/data/csv_body.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <charconv>

namespace accumulus {

std::optional<std::int64_t> wholeNumber(std::string_view field)
{
    std::int64_t value = 0;
    const char* const end = field.data() + field.size();
    const auto [rest, error] = std::from_chars(field.data(), end, value);
    return error == std::errc() && rest == end ? std::optional(value) : std::nullopt;
}

std::size_t emptyAtEnd(const CsvFields& fields)
{
    const auto filled = std::find_if(fields.rbegin(), fields.rend(),
                                     [](std::string_view field) { return !field.empty(); });
    return static_cast<std::size_t>(filled - fields.rbegin());
}

std::optional<CsvCount> countIn(std::span<const std::string_view> fields)
{
    constexpr std::int64_t most = 1'000'000'000; // larger ones are no names, and may overflow
    if (fields.size() < 2)
        return std::nullopt;
    const std::int64_t first = wholeNumber(fields[0]).value_or(-1);
    if (first < 0 || first > most)
        return std::nullopt;
    const std::int64_t step = wholeNumber(fields[1]) == first + 1 ? 1 : -1;
    std::int64_t next = first;
    for (const std::string_view field : fields) {
        if (next < 0 || next > most || wholeNumber(field) != next)
            return std::nullopt;
        next += step;
    }
    return CsvCount{first, next - step, step};
}

CsvBody::CsvBody(std::span<const std::string_view> lines, char separator, NumberReader& numbers)
{
    CsvFields fields;
    std::string unquoted;
    for (const std::string_view line : lines) {
        if (!splitFields(line, separator, fields, unquoted).empty())
            continue;
        m_emptyAtEnd =
            m_lineCount == 0 ? emptyAtEnd(fields) : std::min(m_emptyAtEnd, emptyAtEnd(fields));
        m_narrowest = m_lineCount == 0 ? fields.size() : std::min(m_narrowest, fields.size());
        m_width = std::max(m_width, fields.size());
        m_countingLines += countIn(fields) ? 1 : 0;
        m_columns.resize(m_width);
        for (std::size_t i = 0; i < fields.size(); ++i)
            m_columns[i].add(fields[i], numbers);
        m_rowsAreNamed = m_rowsAreNamed && m_names.emplace(fields.front()).second
            && (wholeNumber(fields.front()) || !numbers.isNumber(fields.front()));
        if (++m_lineCount <= 2)
            m_begins.push_back(wholeNumber(fields.front()).value_or(-1));
    }
}

bool CsvBody::isNumeric(std::size_t column) const
{
    return column < m_width && m_columns[column].numbers > 0 && m_columns[column].texts == 0;
}

bool CsvBody::hasLongerLines(const CsvFields& header) const
{
    return m_lineCount > 0 && m_emptyAtEnd == 0 && m_narrowest == m_width
        && m_width == header.size() + 1;
}

bool CsvBody::hasNamesBelow(const CsvFields& header) const
{
    return m_lineCount > 0 && m_rowsAreNamed && header.size() > 2 && header.front().empty()
        && emptyAtEnd(header) < header.size();
}

std::string CsvBody::perhapsThousands() const
{
    const auto column =
        std::find_if(m_columns.begin(), m_columns.end(), [](const Column& candidate) {
            return !candidate.perhapsThousands.empty() && candidate.hasWhole && !candidate.hasOther;
        });
    return column == m_columns.end() ? std::string() : column->perhapsThousands;
}

bool CsvBody::hasWholeNumber(std::size_t firstColumn) const
{
    return std::any_of(m_columns.begin() + static_cast<std::ptrdiff_t>(firstColumn),
                       m_columns.end(), [](const Column& column) { return column.hasWhole; });
}

bool CsvBody::counts(const CsvCount& count) const
{
    const auto goesOn = [&](std::int64_t step) {
        return m_begins.front() == count.first + step
            && m_begins.back() == count.first + step * static_cast<std::int64_t>(m_begins.size());
    };
    return m_countingLines > m_lineCount / 10
        || (!m_begins.empty()
            && (goesOn(1) || goesOn(-1) || m_begins.front() == count.last + count.step));
}

void CsvBody::Column::add(std::string_view field, NumberReader& reader)
{
    if (isMissing(field))
        return;
    ++(reader.isNumber(field) ? numbers : texts);
    const std::optional<std::int64_t> whole = wholeNumber(field);
    hasWhole = hasWhole || whole;
    const std::optional<GroupedNumber> groups = groupedNumber(field);
    const bool isGrouped = groups && groups->thousands == "." && groups->decimal == '\0'
        && field.find_first_of("123456789") < field.find('.');
    if (isGrouped && perhapsThousands.empty())
        perhapsThousands = field;
    hasOther = hasOther || !(isGrouped || (whole && *whole > -1000 && *whole < 1000));
}

} // namespace accumulus
