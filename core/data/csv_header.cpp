#include "core/data/csv_header.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <cstdlib>

namespace accumulus {

namespace {

bool mayBeName(std::string_view field)
{
    constexpr std::string_view beginsOfNumbers = "0123456789+-.,";
    return !isMissing(field) && beginsOfNumbers.find(field.front()) == std::string_view::npos;
}

/// The column of the body that a field of the first line stands over.
std::size_t columnBelow(std::size_t field, const CsvFields& first, const CsvBody& body)
{
    return field + (body.hasLongerLines(first) ? 1 : 0);
}

bool hasNames(const CsvFields& first, const CsvBody& body, NumberReader& numbers)
{
    const auto isNumber = [&](std::string_view field) { return numbers.isNumber(field); };
    if (std::none_of(first.begin(), first.end(), isNumber))
        return true;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (mayBeName(first[i]) && body.isNumeric(columnBelow(i, first, body)))
            return true;
    }
    return false;
}

bool isQuotedAlone(std::string_view line, const CsvFields& first, const CsvBody& body)
{
    const auto quotes = static_cast<std::size_t>(std::count(line.begin(), line.end(), '"'));
    return !body.isEmpty() && !body.hasQuotes() && quotes == 2 * first.size();
}

/// The whole numbers of a first line whose other fields may be names.
struct NumberNames
{
    std::vector<std::int64_t> numbers;
    std::vector<std::size_t> columns; ///< below them
    bool hasTexts = false;            ///< beside them
};

/// None if there is a fraction, a gap, or a text that stands in the lines behind it too.
std::optional<NumberNames> numberNames(const CsvFields& first, const CsvBody& body)
{
    NumberNames names;
    const std::size_t overIndex = first.front().empty() ? 1 : 0; // pandas leaves that one empty
    for (std::size_t i = overIndex; i < first.size() - emptyAtEnd(first); ++i) {
        const std::size_t column = columnBelow(i, first, body);
        if (const std::optional<std::int64_t> number = wholeNumber(first[i])) {
            names.numbers.push_back(*number);
            names.columns.push_back(column);
        } else if (mayBeName(first[i]) && body.isNewText(column, first[i])) {
            names.hasTexts = true;
        } else {
            return std::nullopt;
        }
    }
    return names;
}

/// Numbers such as 0, 1, 2 or 2010, 2015, 2020 over lines to which they do not belong.
bool isCountOfColumns(const NumberNames& names, const CsvBody& body)
{
    const std::optional<CsvCount> count = countIn(names.numbers);
    if (!count)
        return false;
    if (std::none_of(names.columns.begin(), names.columns.end(),
                     [&](std::size_t column) { return body.hasWholeNumber(column); }))
        return true;
    return count->isByOne() && std::abs(count->last - count->first) >= 2
        && std::min(count->first, count->last) <= 1 && !body.counts(*count);
}

/// Numbers such as 2020, 2021, 2022 over shares or small counts.
bool areFarOff(const NumberNames& names, const CsvBody& body)
{
    std::size_t telling = names.hasTexts ? 1 : 0;
    for (std::size_t i = 0; i < names.numbers.size(); ++i) {
        const std::optional<bool> isFarOff =
            body.isFarOff(names.columns[i], static_cast<double>(names.numbers[i]));
        if (isFarOff && !*isFarOff)
            return false;
        telling += isFarOff ? 1 : 0;
    }
    return telling >= 2 && !names.numbers.empty();
}

/// A class that is in no line behind it.
bool hasNewClass(const CsvFields& first, const CsvBody& body)
{
    for (std::size_t i = 0; i < first.size(); ++i) {
        const std::size_t column = columnBelow(i, first, body);
        if (mayBeName(first[i]) && body.hasClasses(column) && body.isNewText(column, first[i]))
            return true;
    }
    return false;
}

} // namespace

CsvHeader guessCsvHeader(std::string_view line, const CsvFields& first, const CsvBody& body,
                         NumberReader& numbers)
{
    if (hasNames(first, body, numbers) || isQuotedAlone(line, first, body))
        return {true, false};
    if (body.isEmpty())
        return {false, false};
    const std::optional<NumberNames> names = numberNames(first, body);
    if (names && (isCountOfColumns(*names, body) || areFarOff(*names, body)))
        return {true, true};
    const std::optional<CsvCount> count = names ? countIn(names->numbers) : std::nullopt;
    const bool counts = count && count->isByOne() && std::abs(count->last - count->first) >= 2;
    return {false, counts || hasNewClass(first, body)};
}

} // namespace accumulus
