#include "core/data/csv_body.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>

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

std::optional<CsvCount> countIn(std::span<const std::int64_t> numbers)
{
    constexpr std::int64_t most = 1'000'000'000; // larger ones are no names, and may overflow
    const auto mayCount = [](std::int64_t number) { return number >= 0 && number <= most; };
    if (numbers.size() < 2 || !mayCount(numbers[0]) || !mayCount(numbers[1]))
        return std::nullopt;
    const CsvCount count{numbers.front(), numbers.back(), numbers[1] - numbers[0]};
    if (count.step == 0 || (numbers.size() == 2 && !count.isByOne()))
        return std::nullopt;
    std::int64_t next = count.first;
    for (const std::int64_t number : numbers) {
        if (!mayCount(number) || number != next)
            return std::nullopt;
        next += count.step;
    }
    return count;
}

namespace {

/// Of fields that are nothing else.
std::optional<CsvCount> countInLine(const CsvFields& fields)
{
    std::vector<std::int64_t> numbers;
    for (const std::string_view field : fields) {
        const std::optional<std::int64_t> number = wholeNumber(field);
        if (!number)
            return std::nullopt;
        numbers.push_back(*number);
    }
    return countIn(numbers);
}

} // namespace

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
        const std::optional<CsvCount> count = countInLine(fields);
        m_countingLines += count && count->isByOne() ? 1 : 0;
        m_hasQuotes = m_hasQuotes || line.find('"') != std::string_view::npos;
        m_columns.resize(m_width);
        for (std::size_t i = 0; i < fields.size(); ++i)
            m_columns[i].add(fields[i], numbers);
        m_rowsAreNamed = m_rowsAreNamed && m_names.emplace(fields.front()).second
            && (wholeNumber(fields.front()) || !numbers.isNumber(fields.front()));
        if (++m_lineCount <= 2)
            m_begins.push_back(wholeNumber(fields.front()).value_or(-1));
    }
}

CsvTally CsvBody::tally(std::size_t column) const
{
    return column < m_width ? m_columns[column].tally : CsvTally();
}

bool CsvBody::isNumeric(std::size_t column) const
{
    return column < m_width && m_columns[column].tally.numbers > 0
        && m_columns[column].tally.texts == 0;
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

bool CsvBody::hasWholeNumber(std::size_t column) const
{
    return column < m_width && m_columns[column].hasWhole;
}

std::optional<bool> CsvBody::isFarOff(std::size_t column, double number) const
{
    constexpr std::size_t fewest = 3;
    constexpr double factor = 10.0;
    if (!isNumeric(column) || m_columns[column].tally.numbers < fewest)
        return std::nullopt;
    const double least = m_columns[column].least;
    const double greatest = m_columns[column].greatest;
    if (least == greatest)
        return std::nullopt;
    return std::max(least - number, number - greatest) > factor * (greatest - least);
}

bool CsvBody::isNewText(std::size_t column, std::string_view text) const
{
    if (column >= m_width)
        return false;
    const Column& texts = m_columns[column];
    return texts.tally.isTexts() && texts.differentTexts.size() <= mostTexts
        && texts.differentTexts.count(text) == 0;
}

bool CsvBody::hasClasses(std::size_t column) const
{
    constexpr std::size_t rows = 3;
    return column < m_width && m_columns[column].tally.numbers == 0
        && m_columns[column].differentTexts.size() <= mostTexts
        && m_columns[column].tally.texts >= rows * m_columns[column].differentTexts.size()
        && m_columns[column].differentTexts.size() >= 2;
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
    double value = 0.0;
    if (reader.read(field, value) && std::isfinite(value)) {
        ++tally.numbers;
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    } else {
        ++tally.texts;
        if (differentTexts.size() <= mostTexts)
            differentTexts.emplace(field);
    }
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
