#include "core/data/csv_remedy.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <vector>

namespace accumulus {

namespace {

/// How people write that there is nothing, where others have numbers. In a column of texts they may
/// be a class, as + and - are.
bool isGapSign(std::string_view text)
{
    constexpr std::string_view signs[] = {"-", "--", "---", ".", "..", "…", "–", "—", "#N/A"};
    return std::find(std::begin(signs), std::end(signs), text) != std::end(signs);
}

bool isGap(const CsvTable& table, const CsvBadField& field)
{
    double value = 0.0;
    if (isMissing(field.text) || (parseNumber(field.text, value) && std::isnan(value)))
        return true;
    const bool hasNumbers = field.rowsBefore > 0 || table.tally(field.column).numbers > 0;
    return isGapSign(field.text) && hasNumbers;
}

/// What to do if the first line is no header though read as one, so that the line behind it is none
/// of numbers; "" if it does not look so.
std::string titleRemedy(const CsvTable& table, const CsvBadField& field)
{
    if (!table.layout.hasHeader || field.rowsBefore > 0)
        return {};
    if (table.layout.mayBeTitle)
        return "the first line has a single name: if it is a title, take it out";
    const CsvTally tally = table.tally(field.column);
    const bool isColumnOfNumbers = tally.numbers > tally.texts;
    const bool isNameOfColumn = table.name(0).size() == 1; // such as #
    return isColumnOfNumbers && !isNameOfColumn && !table.foreignFirst.empty()
        ? "the first line " + table.foreignFirst
        : "";
}

/// What to do about a text in a column of numbers; "" if it is no such column.
std::string slipRemedy(const CsvTable& table, const CsvBadField& field)
{
    constexpr std::uint64_t numbersPerSlip = 3;
    const CsvTally tally = table.tally(field.column);
    const std::uint64_t numbers = std::max<std::uint64_t>(field.rowsBefore, tally.numbers);
    if (numbers < numbersPerSlip * std::max<std::uint64_t>(tally.texts, 1))
        return {};
    if (field.rowsBefore == 0)
        return "most lines below have numbers in this column: mend this value or leave the row out";
    if (table.layout.hasHeader && field.text == table.name(field.column))
        return "the header seems to stand here again: take this line out";
    return "the lines above have numbers in this column: mend this value or leave the row out";
}

/// The lengths of the numbers at the front of \a text that \a mark joins, four at most: those of
/// 2024-01-05 are 4, 2, 2. Takes them from the front.
std::vector<std::size_t> takeJoined(std::string_view& text, char mark)
{
    std::vector<std::size_t> lengths;
    while (lengths.size() < 4) {
        const std::size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
        lengths.push_back(length);
        text.remove_prefix(length);
        if (!text.starts_with(mark))
            break;
        text.remove_prefix(1);
    }
    return lengths;
}

/// Such as 2024-01-05, 5.1.24 and 1/5/2024, with a time behind it or not.
bool isDate(std::string_view text)
{
    constexpr std::string_view marks = "-/.";
    const std::size_t first = std::min(text.find_first_not_of("0123456789"), text.size());
    if (first == text.size() || marks.find(text[first]) == std::string_view::npos)
        return false;
    const std::vector<std::size_t> lengths = takeJoined(text, text[first]);
    const auto count = [&](std::size_t length) {
        return std::count(lengths.begin(), lengths.end(), length);
    };
    return lengths.size() == 3 && count(1) + count(2) + count(4) == 3 && count(4) <= 1
        && count(1) < 3 && (text.empty() || text.front() == ' ' || text.front() == 'T');
}

/// Such as 3:15, 03:15:30.5 and 3:15 pm.
bool isTime(std::string_view text)
{
    const std::vector<std::size_t> lengths = takeJoined(text, ':');
    return (lengths.size() == 2 || lengths.size() == 3) && lengths[0] >= 1 && lengths[0] <= 2
        && std::all_of(lengths.begin() + 1, lengths.end(),
                       [](std::size_t length) { return length == 2; })
        && (text.empty()
            || std::string_view(" .,Z+-").find(text.front()) != std::string_view::npos);
}

std::string dateRemedy(const CsvTable& table, std::size_t column)
{
    const bool mayBeTakenOut = column != table.target || table.isTargetGuessed;
    return "dates and times are no numbers: write them as numbers (days, seconds)"
        + std::string(mayBeTakenOut ? " or take this column out of the file" : "");
}

/// \a text is several numbers with another separator.
bool isCutByOther(std::string_view text, char separator)
{
    CsvFields parts;
    std::string unquoted;
    const auto isNumber = [](std::string_view part) {
        double value = 0.0;
        return parseNumber(part, value) || isNumberWithComma(part);
    };
    const auto cuts = [&](char other) {
        return other != separator && splitFields(text, other, parts, unquoted).empty()
            && parts.size() > 1 && std::all_of(parts.begin(), parts.end(), isNumber);
    };
    constexpr std::string_view separators = ",;|\t ";
    return std::any_of(separators.begin(), separators.end(), cuts);
}

/// Marks between thousands are nowhere read, for a guess would change numbers a thousandfold.
std::string groupedRemedy(const GroupedNumber& number, DecimalMark markOfAll)
{
    const bool isBlank =
        number.thousands == " " || number.thousands == "\u00A0" || number.thousands == "\u202F";
    std::string text = (isBlank ? "a blank" : inQuotes(number.thousands))
        + " separates thousands: leave such marks out";
    if (number.decimal == '\0')
        return text;
    const DecimalMark mark = number.decimal == ',' ? DecimalMark::Comma : DecimalMark::Point;
    const std::string name(decimalMarks()[static_cast<std::size_t>(mark)].name);
    return text
        + (markOfAll == mark ? "; the decimal mark is a " + name
                             : ", and let data.decimal be " + name);
}

bool hasOneFeature(const CsvTable& table)
{
    return table.layout.names.size() == (table.weight == CsvTable::noColumn ? 2 : 3);
}

/// One that would be refused if \a column were the target.
bool hasOtherTexts(const CsvTable& table, std::size_t column)
{
    for (std::size_t i = 0; i < table.layout.names.size(); ++i) {
        if (i != column && i != table.weight && table.tally(i).isTexts())
            return true;
    }
    return false;
}

std::string textRemedy(const CsvTable& table, std::size_t column)
{
    const std::string elsewhere = table.isTargetGuessed
        ? "; if another column is to be predicted, name it as data.target"
        : "";
    if (column == table.target)
        return "texts are classes: set loss to cross_entropy and let the model end in output, "
               "such as \"16 relu, output\""
            + elsewhere;
    if (column == table.weight)
        return "weights are numbers: give the values of this column numbers";
    if (!table.isTargetGuessed || hasOtherTexts(table, column))
        return "features are numbers: "
            + std::string(hasOneFeature(table)
                              ? "give the values of this column numbers"
                              : "take this column out of the file or give its values numbers");
    return "features are numbers, and " + inQuotes(table.name(table.target))
        + " was taken as the target: if this column is to be predicted, set data.target to "
        + (table.layout.hasHeader && table.name(column).size() <= 40 ? table.name(column)
                                                                     : std::to_string(column))
        + (table.hasClasses ? "" : " and loss to cross_entropy") + "; else give its values numbers";
}

} // namespace

std::string numberRemedy(const CsvTable& table, const CsvBadField& field)
{
    if (isGap(table, field))
        return "fill the gap or leave the row out";
    double value = 0.0;
    if (field.mark != DecimalMark::Comma && isNumberWithComma(field.text))
        return "if that is a decimal comma, set data.decimal to comma; if it separates thousands, "
               "leave it out";
    const std::optional<GroupedNumber> grouped = groupedNumber(field.text);
    if (field.mark == DecimalMark::Comma && parseNumber(field.text, value))
        return "numbers are read with a decimal comma, which data.decimal overrules"
            + std::string(grouped ? "; if the point separates thousands, leave it out" : "");
    if (grouped)
        return groupedRemedy(*grouped, field.mark);
    if (const std::string_view sign = signRemedy(field.text); !sign.empty())
        return std::string(sign);
    if (isCutByOther(field.text, table.layout.separator))
        return "the file is read with " + separatorText(table.layout.separator)
            + ", which data.separator overrules";
    if (const std::string title = titleRemedy(table, field); !title.empty())
        return title;
    const std::string slip = slipRemedy(table, field);
    if (slip.empty() && (isDate(field.text) || isTime(field.text)))
        return dateRemedy(table, field.column);
    if (table.mayHaveHeader && field.rowsBefore == 0)
        return "if this line is the header, let data.header be yes";
    return slip.empty() ? textRemedy(table, field.column) : slip;
}

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text.substr(0, 40)) + '"';
}

} // namespace accumulus
