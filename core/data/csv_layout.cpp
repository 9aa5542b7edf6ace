#include "core/data/csv_layout.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace accumulus {

namespace {

using Lines = std::span<const std::string_view>;
using Fields = std::vector<std::string_view>;

bool startsLikeNumber(std::string_view field)
{
    return !field.empty()
        && std::string_view("0123456789+-.,").find(field.front()) != std::string_view::npos;
}

/// A number that is spelled as a whole one.
std::optional<std::int64_t> wholeNumber(std::string_view field)
{
    std::int64_t value = 0;
    const char* const end = field.data() + field.size();
    const auto [rest, error] = std::from_chars(field.data(), end, value);
    return error == std::errc() && rest == end ? std::optional(value) : std::nullopt;
}

/// How well \a separator cuts the lines; 0 if not at all.
double fitness(Lines lines, char separator, DecimalMark mark)
{
    NumberReader numbers(mark, separator);
    std::map<std::size_t, std::size_t> linesOfWidth;
    std::size_t filled = 0;
    std::size_t numeric = 0;
    Fields fields;
    std::string unquoted;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!splitFields(lines[i], separator, fields, unquoted).empty())
            continue;
        ++linesOfWidth[fields.size()];
        if (i == 0 && lines.size() > 1) // perhaps names
            continue;
        for (const std::string_view field : fields) {
            filled += field.empty() ? 0 : 1;
            numeric += numbers.isNumber(field) || groupedNumber(field) ? 1 : 0;
        }
    }
    const auto usual =
        std::max_element(linesOfWidth.begin(), linesOfWidth.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (usual == linesOfWidth.end() || usual->first < 2)
        return 0.0;
    const auto share = [](std::size_t part, std::size_t whole) {
        return static_cast<double>(part) / static_cast<double>(whole);
    };
    constexpr double textsOnly = 0.05;
    return share(usual->second, lines.size())
        * (textsOnly + share(numeric, std::max<std::size_t>(filled, 1)));
}

char guessSeparator(Lines lines, DecimalMark mark)
{
    char best = ',';
    double most = 0.0;
    for (const char candidate : {',', ';', '\t', '|', ' '}) {
        const double fit = fitness(lines, candidate, mark);
        if (fit > most) {
            most = fit;
            best = candidate;
        }
    }
    return best;
}

std::size_t emptyAtEnd(const Fields& fields)
{
    const auto filled = std::find_if(fields.rbegin(), fields.rend(),
                                     [](std::string_view field) { return !field.empty(); });
    return static_cast<std::size_t>(filled - fields.rbegin());
}

/// Whole numbers, each one more, or each one less, than the one in front of it.
struct Count
{
    std::int64_t first;
    std::int64_t last;
    std::int64_t step; ///< 1 or −1
};

std::optional<Count> countIn(std::span<const std::string_view> fields)
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
    return Count{first, next - step, step};
}

/// What the lines behind the first have in their columns.
class Body
{
public:
    Body(Lines lines, char separator, NumberReader& numbers)
    {
        Fields fields;
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

    bool isEmpty() const { return m_lineCount == 0; }
    std::size_t width() const { return m_width; }
    std::size_t emptyColumns() const { return m_emptyAtEnd; }

    /// There are only numbers and gaps in the column.
    bool isNumeric(std::size_t column) const
    {
        return column < m_width && m_columns[column].numbers > 0 && m_columns[column].texts == 0;
    }
    /// All lines have one field more than the \a header, and that is not an empty one at the end.
    bool hasLongerLines(const Fields& header) const
    {
        return m_lineCount > 0 && m_emptyAtEnd == 0 && m_narrowest == m_width
            && m_width == header.size() + 1;
    }
    /// What stands below an empty field in front of the \a header is names.
    bool hasNamesBelow(const Fields& header) const
    {
        return m_lineCount > 0 && m_rowsAreNamed && header.size() > 2 && header.front().empty()
            && emptyAtEnd(header) < header.size();
    }
    /// See CsvLayout; "" if there is none.
    std::string perhapsThousands() const
    {
        const auto column =
            std::find_if(m_columns.begin(), m_columns.end(), [](const Column& candidate) {
                return !candidate.perhapsThousands.empty() && candidate.hasWhole
                    && !candidate.hasOther;
            });
        return column == m_columns.end() ? std::string() : column->perhapsThousands;
    }
    bool hasWholeNumber(std::size_t firstColumn) const
    {
        return std::any_of(m_columns.begin() + static_cast<std::ptrdiff_t>(firstColumn),
                           m_columns.end(), [](const Column& column) { return column.hasWhole; });
    }
    /// The count of the first line goes on, along the lines or down the first column, or more lines
    /// count than chance makes.
    bool counts(const Count& count) const
    {
        const auto goesOn = [&](std::int64_t step) {
            return m_begins.front() == count.first + step
                && m_begins.back()
                == count.first + step * static_cast<std::int64_t>(m_begins.size());
        };
        return m_countingLines > m_lineCount / 10
            || (!m_begins.empty()
                && (goesOn(1) || goesOn(-1) || m_begins.front() == count.last + count.step));
    }

private:
    struct Column
    {
        std::size_t numbers = 0;
        std::size_t texts = 0;
        bool hasWhole = false;
        bool hasOther = false;        ///< than whole numbers below 1000 and those of the next line
        std::string perhapsThousands; ///< the first number such as 1.513

        void add(std::string_view field, NumberReader& reader)
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
    };

    std::vector<Column> m_columns;
    std::size_t m_width = 0;
    std::size_t m_narrowest = 0;
    std::size_t m_countingLines = 0;
    std::size_t m_lineCount = 0;
    std::size_t m_emptyAtEnd = 0;
    std::vector<std::int64_t> m_begins;         ///< of the first two lines
    std::set<std::string, std::less<>> m_names; ///< what is in the first column
    bool m_rowsAreNamed = true;                 ///< by what is in the first column
};

/// The count that the first line is, perhaps behind an empty field over pandas' index.
std::optional<Count> countOfColumns(const Fields& first)
{
    return countIn(std::span(first).subspan(first.front().empty() ? 1 : 0));
}

/// A line such as 0, 1, 2 over lines to which that does not belong.
bool isCountOfColumns(const Fields& first, const Body& body)
{
    const std::optional<Count> count = countOfColumns(first);
    if (!count || body.isEmpty())
        return false;
    if (!body.hasWholeNumber(first.front().empty() ? 1 : 0))
        return true;
    return std::abs(count->last - count->first) >= 2 && std::min(count->first, count->last) <= 1
        && !body.counts(*count);
}

bool looksLikeHeader(const Fields& first, const Body& body, NumberReader& numbers)
{
    const auto isNumber = [&](std::string_view field) { return numbers.isNumber(field); };
    if (std::none_of(first.begin(), first.end(), isNumber))
        return true;
    const std::size_t rowNames = body.hasLongerLines(first) ? 1 : 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        const bool isName = !isMissing(first[i]) && !startsLikeNumber(first[i]);
        if (isName && body.isNumeric(i + rowNames))
            return true;
    }
    return isCountOfColumns(first, body);
}

/// It was told by a count, or against one.
bool isUncertain(bool hasHeader, const Fields& first, const Body& body)
{
    const std::optional<Count> count = countOfColumns(first);
    return count && !body.isEmpty() && (hasHeader || std::abs(count->last - count->first) >= 2);
}

/// How many columns at the end are none.
std::size_t countEmptyColumns(const Fields& first, const Body& body)
{
    if (body.isEmpty() || first.size() >= body.width())
        return std::min(emptyAtEnd(first), body.isEmpty() ? first.size() : body.emptyColumns());
    const std::size_t lacking = body.width() - first.size();
    return lacking <= body.emptyColumns() ? lacking : 0;
}

} // namespace

CsvLayout guessCsvLayout(Lines lines, const CsvHints& hints)
{
    CsvLayout layout{.decimal = decimalMark(hints.decimal)};
    layout.separator = hints.separator == "auto" ? guessSeparator(lines, layout.decimal)
                                                 : separatorOf(hints.separator);
    Fields first;
    std::string unquoted;
    if (!splitFields(lines.front(), layout.separator, first, unquoted).empty())
        return layout;
    NumberReader numbers(layout.decimal, layout.separator);
    const Body body(lines.subspan(1), layout.separator, numbers);
    layout.decimal = numbers.mark();
    layout.hasHeader =
        hints.header == "auto" ? looksLikeHeader(first, body, numbers) : hints.header == "yes";
    layout.isHeaderUncertain = hints.header == "auto" && isUncertain(layout.hasHeader, first, body);
    layout.hasRowNames =
        layout.hasHeader && (body.hasLongerLines(first) || body.hasNamesBelow(first));
    if (hints.decimal == "auto" && layout.separator != ',')
        layout.perhapsThousands = body.perhapsThousands();
    if (!layout.hasHeader)
        layout.decimal = numbers.mark();
    layout.emptyColumns = countEmptyColumns(first, body);
    if (first.size() >= body.width())
        first.resize(first.size() - layout.emptyColumns);
    if (layout.hasRowNames && !body.hasLongerLines(first))
        first.erase(first.begin());
    for (const std::string_view name : first)
        layout.names.push_back(layout.hasHeader && !name.empty()
                                   ? std::string(name)
                                   : "column " + std::to_string(layout.names.size()));
    return layout;
}

char separatorOf(std::string_view text)
{
    if (text == "tab" || text == "\\t")
        return '\t';
    if (text == "space")
        return ' ';
    constexpr std::string_view impossible = "0123456789.+-eE\"\r\n";
    return text.size() == 1 && impossible.find(text.front()) == std::string_view::npos
        ? text.front()
        : '\0';
}

std::string separatorText(char separator)
{
    if (separator == '\t')
        return "separator tab";
    if (separator == ' ')
        return "separator blanks";
    return std::string("separator \"") + separator + '"';
}

bool isMissing(std::string_view field)
{
    constexpr std::string_view spellings[] = {"", "na", "n/a", "nan", "null", "none", "?"};
    std::string lower(field.substr(0, 8));
    for (char& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::find(std::begin(spellings), std::end(spellings), lower) != std::end(spellings);
}

char separatorLine(std::string_view line)
{
    if (line.size() > 2 && line.starts_with('"') && line.ends_with('"'))
        line = line.substr(1, line.size() - 2);
    constexpr std::string_view key = "sep=";
    const bool isOne = line.size() == key.size() + 1
        && std::equal(key.begin(), key.end(), line.begin(), [](char a, char b) {
                           return a == std::tolower(static_cast<unsigned char>(b));
                       });
    return isOne ? separatorOf(line.substr(key.size())) : '\0';
}

} // namespace accumulus
