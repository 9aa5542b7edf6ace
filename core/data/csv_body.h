#pragma once

#include "core/data/decimal_mark.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

using CsvFields = std::vector<std::string_view>;

/// \a field as a number, if it is spelled as a whole one.
std::optional<std::int64_t> wholeNumber(std::string_view field);

/// How many fields at the end are empty.
std::size_t emptyAtEnd(const CsvFields& fields);

/// Whole numbers, each one more, or each one less, than the one in front of it.
struct CsvCount
{
    std::int64_t first;
    std::int64_t last;
    std::int64_t step; ///< 1 or −1
};

/// The count that \a fields are, two at least, none negative or above 10⁹.
std::optional<CsvCount> countIn(std::span<const std::string_view> fields);

/// What the lines behind a CSV file's first one have in their columns: what tells names from data
/// there, see guessCsvHeader(). Lines that cannot be cut are left out.
class CsvBody
{
public:
    /// \a numbers learns the decimal mark from them.
    CsvBody(std::span<const std::string_view> lines, char separator, NumberReader& numbers);

    bool isEmpty() const { return m_lineCount == 0; }
    std::size_t width() const { return m_width; }
    std::size_t emptyColumns() const { return m_emptyAtEnd; } ///< at the ends of all lines

    /// There are only numbers and gaps in the column.
    bool isNumeric(std::size_t column) const;
    /// All lines have one field more than the \a header, and that is not an empty one at the end.
    bool hasLongerLines(const CsvFields& header) const;
    /// What stands below an empty field in front of the \a header is names.
    bool hasNamesBelow(const CsvFields& header) const;
    /// See CsvLayout; "" if there is none.
    std::string perhapsThousands() const;
    bool hasWholeNumber(std::size_t firstColumn) const;
    /// The count of the first line goes on, along the lines or down the first column, or more lines
    /// count than chance makes.
    bool counts(const CsvCount& count) const;

private:
    struct Column
    {
        std::size_t numbers = 0;
        std::size_t texts = 0;
        bool hasWhole = false;
        bool hasOther = false;        ///< than whole numbers below 1000 and those of the next line
        std::string perhapsThousands; ///< the first number such as 1.513

        void add(std::string_view field, NumberReader& reader);
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

} // namespace accumulus
