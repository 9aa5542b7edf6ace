#include "core/data/csv_header.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <cstdlib>

namespace accumulus {

namespace {

bool startsLikeNumber(std::string_view field)
{
    return !field.empty()
        && std::string_view("0123456789+-.,").find(field.front()) != std::string_view::npos;
}

/// The count that the first line is, perhaps behind an empty field over pandas' index.
std::optional<CsvCount> countOfColumns(const CsvFields& first)
{
    return countIn(std::span(first).subspan(first.front().empty() ? 1 : 0));
}

/// A line such as 0, 1, 2 over lines to which that does not belong.
bool isCountOfColumns(const CsvFields& first, const CsvBody& body)
{
    const std::optional<CsvCount> count = countOfColumns(first);
    if (!count || body.isEmpty())
        return false;
    if (!body.hasWholeNumber(first.front().empty() ? 1 : 0))
        return true;
    return std::abs(count->last - count->first) >= 2 && std::min(count->first, count->last) <= 1
        && !body.counts(*count);
}

bool looksLikeHeader(const CsvFields& first, const CsvBody& body, NumberReader& numbers)
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
bool isUncertain(bool hasHeader, const CsvFields& first, const CsvBody& body)
{
    const std::optional<CsvCount> count = countOfColumns(first);
    return count && !body.isEmpty() && (hasHeader || std::abs(count->last - count->first) >= 2);
}

} // namespace

CsvHeader guessCsvHeader(const CsvFields& first, const CsvBody& body, NumberReader& numbers)
{
    const bool isThere = looksLikeHeader(first, body, numbers);
    return {isThere, isUncertain(isThere, first, body)};
}

} // namespace accumulus
