#include "core/data/decimal_mark.h"

#include "core/data/csv_lines.h"
#include "core/named_row.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace accumulus {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
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

} // namespace accumulus
