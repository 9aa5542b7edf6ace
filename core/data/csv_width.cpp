#include "core/data/csv_width.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace accumulus {

namespace {

std::size_t widthOf(std::string_view line, char separator)
{
    std::vector<std::string_view> fields;
    std::string unquoted;
    return splitFields(line, separator, fields, unquoted).empty() ? fields.size() : 0;
}

/// Each number may be two of the \a fields, if decimal commas are taken for separators.
bool mayHaveDecimalCommas(char separator, std::span<const std::string_view> fields,
                          std::size_t wanted)
{
    const auto mayBePart = [](std::string_view field) {
        double value = 0.0;
        return field.find('.') == std::string_view::npos && parseNumber(field, value);
    };
    return separator == ',' && fields.size() > wanted && fields.size() <= 2 * wanted
        && std::all_of(fields.begin(), fields.end(), mayBePart);
}

/// What lines in front of a table, or instead of one, begin with.
struct ForeignBegin
{
    std::string_view begin;
    std::string_view remedy;
};

constexpr std::string_view commentRemedy =
    ", as comments do: take such lines out, or this sign alone where the names of the columns "
    "stand behind it";
constexpr std::string_view markupRemedy =
    ", as HTML and XML do: save the table that is in it as CSV";

constexpr ForeignBegin foreignBegins[] = {
    {"#", commentRemedy},
    {"%", commentRemedy},
    {"@", ", as the head of an ARFF file does: take such lines out"},
    {"<", markupRemedy},
};

} // namespace

std::string foreignLineRemedy(std::string_view line)
{
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const bool isValue = line.size() > 1 && line[1] >= '0' && line[1] <= '9'; // <5, #3
    if (isValue)
        return {};
    const auto row = std::find_if(
        std::begin(foreignBegins), std::end(foreignBegins),
        [&](const ForeignBegin& candidate) { return line.starts_with(candidate.begin); });
    return row == std::end(foreignBegins)
        ? ""
        : "begins with \"" + std::string(row->begin) + '"' + std::string(row->remedy);
}

/// The first line may be cut by another separator than the others are, or than was named.
std::string oneColumnProblem(std::span<const std::string_view> lines, const CsvLayout& layout)
{
    if (layout.names.empty())
        return "there is nothing in this line but separators; take it out, or name another "
               "separator as data.separator";
    const std::string_view next = lines.size() > 1 ? lines[1] : std::string_view();
    const std::size_t nextWidth = widthOf(next, layout.separator);
    const std::string reason = "there is only one column; a feature and a target are needed. ";
    for (const char other : {',', ';', '\t', '|'}) {
        const std::size_t width = widthOf(lines[0], other);
        const std::string columns = std::to_string(width) + " columns";
        if (width < 2 || other == layout.separator)
            continue;
        if (next.empty() || widthOf(next, other) == width)
            return reason + "With " + separatorText(other) + " there are " + columns
                + ": let data.separator name it";
        if (nextWidth == width)
            return reason + "This line has " + columns + " with " + separatorText(other)
                + ", the next one has as many with " + separatorText(layout.separator)
                + ": give all lines the same separator";
    }
    if (const std::string foreign = foreignLineRemedy(lines[0]); !foreign.empty())
        return reason + "The line " + foreign;
    if (nextWidth > 1)
        return reason + "The next line has " + std::to_string(nextWidth)
            + ": if this one is a title, take it out";
    return reason + "The file is read with " + separatorText(layout.separator)
        + "; name another as data.separator";
}

std::string widthProblem(const CsvLayout& layout, std::span<const std::string_view> fields,
                         std::size_t wanted, const std::string& cause)
{
    const std::size_t found = fields.size();
    const std::string problem =
        (found == 1 ? "there is only one column where "
                    : "there are " + std::to_string(found) + " columns where ")
        + (layout.hasRowNames ? "the lines above have " : "the first line has ")
        + std::to_string(wanted);
    if (!cause.empty())
        return problem + "; " + cause;
    if (mayHaveDecimalCommas(layout.separator, fields, wanted))
        return problem
            + "; decimal commas may be taken for separators: write points, or separate the columns "
              "with semicolons";
    return problem + " (read with " + separatorText(layout.separator)
        + "; data.separator overrules it)";
}

} // namespace accumulus
