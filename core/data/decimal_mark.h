#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace accumulus {

enum class DecimalMark { Auto, Point, Comma };

/// A row of the table of decimal marks.
struct DecimalMarkRow
{
    std::string_view name; ///< of `data.decimal`
};

/// All that `data.decimal` can name, indexed by DecimalMark.
const std::array<DecimalMarkRow, 3>& decimalMarks();

/// The one called \a name. Throws std::invalid_argument that lists the names there are.
DecimalMark decimalMark(std::string_view name);

/// Reads the numbers of a table. With Auto the first number that has a mark decides for all behind
/// it. A comma does so only if it does not separate the fields too, and, unless semicolons do, if
/// it could not as well separate thousands: 1,234 is then no number, for a guess would change it a
/// thousandfold.
class NumberReader
{
public:
    NumberReader(DecimalMark mark, char separator)
        : m_mark(mark)
        , m_separator(separator)
    {}

    /// Reads a whole field as a finite number or not one; false if it is neither.
    bool read(std::string_view field, double& value);

    /// It is a finite number.
    bool isNumber(std::string_view field);

    DecimalMark mark() const { return m_mark; } ///< Auto: not decided yet

private:
    bool decidesForComma(std::string_view field) const;

    DecimalMark m_mark;
    char m_separator;
};

/// Whether \a field is a number if its comma is taken for a decimal mark; it has to have one.
bool isNumberWithComma(std::string_view field);

/// The marks of a number whose thousands are grouped, such as 2.047,4 or 1'234'567, which nobody
/// here reads as a number.
struct GroupedNumber
{
    std::string_view thousands; ///< a point, a comma, an apostrophe or a kind of blank
    char decimal = '\0';        ///< NUL: it is a whole number
};

/// Those of \a field; none if it is no such number. 1,234 is one, though it may be a fraction.
std::optional<GroupedNumber> groupedNumber(std::string_view field);

/// What to do about signs of \a field that keep it from being a number, such as 13%, €5 or (3.5);
/// "" if it would be none without them either.
std::string_view signRemedy(std::string_view field);

} // namespace accumulus
