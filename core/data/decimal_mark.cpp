#include "core/data/decimal_mark.h"

#include "core/data/csv_lines.h"
#include "core/named_row.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

namespace accumulus {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::size_t digitsAtFront(std::string_view text)
{
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), &isDigit)
                                    - text.begin());
}

/// Exactly one comma, a digit behind it, no point.
bool parseWithComma(std::string_view field, double& value)
{
    const std::size_t comma = field.find(',');
    if (comma == std::string_view::npos || comma + 1 == field.size() || !isDigit(field[comma + 1])
        || field.find('.') != std::string_view::npos)
        return false;
    std::string text(field);
    text[comma] = '.';
    return parseNumber(text, value);
}

/// One to three digits in front of the comma and three behind it.
bool mayBeThousands(std::string_view field)
{
    if (field.starts_with('-') || field.starts_with('+'))
        field.remove_prefix(1);
    const std::size_t comma = field.find(',');
    return comma >= 1 && comma <= 3 && field.size() == comma + 4 && field.front() != '0'
        && std::all_of(field.begin() + static_cast<std::ptrdiff_t>(comma) + 1, field.end(),
                       &isDigit);
}

/// A sign that people and programs write at numbers, and that is no part of one.
struct NumberSign
{
    std::string_view sign;
    std::string_view instead; ///< of it, which makes the field a number
    std::string_view remedy;
};

constexpr NumberSign numberSigns[] = {
    {"%", "", "leave the percent sign out"},
    {"\u2212", "-", "write the hyphen as minus sign"},
    {"(", "-", "parentheses stand for a minus sign: write one"},
    {"$", "", "leave the currency out"},
    {"\u20AC", "", "leave the currency out"},
    {"\u00A3", "", "leave the currency out"},
    {"\u00A5", "", "leave the currency out"},
    {"D", "E", "write the exponent with E instead of Fortran's D"},
    {"d", "e", "write the exponent with E instead of Fortran's D"},
};

std::string withoutBlanksAndBracket(std::string_view text)
{
    std::string result;
    std::copy_if(text.begin(), text.end(), std::back_inserter(result),
                 [](char c) { return c != ' ' && c != ')'; });
    return result;
}

} // namespace

const std::array<DecimalMarkRow, 3>& decimalMarks()
{
    static constexpr std::array<DecimalMarkRow, 3> table{{{"auto"}, {"point"}, {"comma"}}};
    return table;
}

DecimalMark decimalMark(std::string_view name)
{
    const DecimalMarkRow& row = namedRow(decimalMarks(), name, "decimal mark");
    return static_cast<DecimalMark>(&row - decimalMarks().data());
}

bool NumberReader::read(std::string_view field, double& value)
{
    if (m_mark == DecimalMark::Auto && decidesForComma(field))
        m_mark = DecimalMark::Comma;
    if (m_mark == DecimalMark::Comma && field.find(',') != std::string_view::npos)
        return parseWithComma(field, value);
    if (!parseNumber(field, value))
        return false;
    const bool hasPoint = m_mark != DecimalMark::Point && field.find('.') != std::string_view::npos;
    if (hasPoint && m_mark == DecimalMark::Auto)
        m_mark = DecimalMark::Point;
    return !hasPoint || m_mark == DecimalMark::Point;
}

bool NumberReader::isNumber(std::string_view field)
{
    double value = 0.0;
    return read(field, value) && std::isfinite(value);
}

bool NumberReader::decidesForComma(std::string_view field) const
{
    return m_separator != ',' && isNumberWithComma(field)
        && (m_separator == ';' || !mayBeThousands(field));
}

bool isNumberWithComma(std::string_view field)
{
    double value = 0.0;
    return parseWithComma(field, value);
}

std::string_view signRemedy(std::string_view field)
{
    for (const NumberSign& row : numberSigns) {
        const std::size_t at = field.find(row.sign);
        if (at == std::string_view::npos)
            continue;
        std::string text(field);
        text.replace(at, row.sign.size(), row.instead);
        text = withoutBlanksAndBracket(text);
        double value = 0.0;
        if (parseNumber(text, value) || isNumberWithComma(text) || groupedNumber(text))
            return row.remedy;
    }
    return {};
}

std::optional<GroupedNumber> groupedNumber(std::string_view field)
{
    // The last ones are a no-break space, a narrow one and a typographer's apostrophe.
    constexpr std::string_view marks[] = {".", ",", "'", " ", "\u00A0", "\u202F", "\u2019"};
    constexpr std::size_t group = 3;
    if (field.starts_with('-') || field.starts_with('+'))
        field.remove_prefix(1);
    const std::size_t front = digitsAtFront(field);
    if (front < 1 || front > group)
        return std::nullopt;
    field.remove_prefix(front);
    const auto mark = std::find_if(std::begin(marks), std::end(marks),
                                   [&](std::string_view text) { return field.starts_with(text); });
    if (mark == std::end(marks))
        return std::nullopt;
    while (field.starts_with(*mark)) {
        field.remove_prefix(mark->size());
        if (digitsAtFront(field) != group)
            return std::nullopt;
        field.remove_prefix(group);
    }
    GroupedNumber number{*mark};
    if (field.empty())
        return number;
    number.decimal = field.front();
    const bool isFraction = number.decimal == '.' || number.decimal == ',';
    field.remove_prefix(1);
    return isFraction && digitsAtFront(field) == field.size() ? std::optional(number)
                                                              : std::nullopt;
}

} // namespace accumulus
