#include "core/data/csv_layout.h"

#include "core/data/csv_header.h"
#include "core/data/csv_lines.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace accumulus {

namespace {

using Lines = std::span<const std::string_view>;

/// How well \a separator cuts the lines; 0 if not at all.
double fitness(Lines lines, char separator, DecimalMark mark)
{
    NumberReader numbers(mark, separator);
    std::map<std::size_t, std::size_t> linesOfWidth;
    std::size_t filled = 0;
    std::size_t numeric = 0;
    CsvFields fields;
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

/// How many columns at the end are none.
std::size_t countEmptyColumns(const CsvFields& first, const CsvBody& body)
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
    CsvFields first;
    std::string unquoted;
    if (!splitFields(lines.front(), layout.separator, first, unquoted).empty())
        return layout;
    NumberReader numbers(layout.decimal, layout.separator);
    const CsvBody body(lines.subspan(1), layout.separator, numbers);
    layout.decimal = numbers.mark();
    const CsvHeader header = hints.header == "auto"
        ? guessCsvHeader(lines.front(), first, body, numbers)
        : CsvHeader{hints.header == "yes"};
    layout.hasHeader = header.isThere;
    layout.isHeaderUncertain = header.isUncertain;
    layout.mayBeTitle = layout.hasHeader && first.size() > 1 && !first.front().empty()
        && emptyAtEnd(first) == first.size() - 1;
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
    for (std::size_t i = 0; i < layout.names.size(); ++i)
        layout.tallies.push_back(body.tally(i + (layout.hasRowNames ? 1 : 0)));
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
