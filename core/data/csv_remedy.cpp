#include "core/data/csv_remedy.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

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

std::string textRemedy(const CsvTable& table, std::size_t column)
{
    const std::string elsewhere = table.isTargetGuessed
        ? "; if another column is to be predicted, name it as data.target"
        : "";
    if (column == table.target)
        return "texts are classes: set loss to cross_entropy and let the model end in output, "
               "such as \"16 relu, output\""
            + elsewhere;
    if (!table.isTargetGuessed)
        return "features are numbers: give the values of this column numbers";
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
    constexpr std::string_view beginsOfNumbers = "0123456789+-.";
    if (beginsOfNumbers.find(field.text.front()) != std::string_view::npos
        && field.text.find_first_of(",;|\t ") != std::string_view::npos)
        return "the file is read with " + separatorText(table.layout.separator)
            + ", which data.separator overrules";
    if (table.mayHaveHeader && field.rowsBefore == 0)
        return "if this line is the header, let data.header be yes";
    if (const std::string slip = slipRemedy(table, field); !slip.empty())
        return slip;
    return textRemedy(table, field.column);
}

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text.substr(0, 40)) + '"';
}

} // namespace accumulus
