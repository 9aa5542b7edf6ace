#pragma once

#include "core/data/decimal_mark.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
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

/// Whole numbers in even steps, such as 0, 1, 2 or 2010, 2015, 2020.
struct CsvCount
{
    std::int64_t first;
    std::int64_t last;
    std::int64_t step; ///< between two numbers only 1 or −1, for any two are evenly spaced

    bool isByOne() const { return step == 1 || step == -1; }
};

/// The count that \a numbers are, two at least, none negative or above 10⁹.
std::optional<CsvCount> countIn(std::span<const std::int64_t> numbers);

/// How many fields of a column are what; gaps are neither.
struct CsvTally
{
    std::size_t numbers = 0;
    std::size_t texts = 0;

    bool isTexts() const { return numbers == 0 && texts > 0; }
};

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

    CsvTally tally(std::size_t column) const;
    /// There are only numbers and gaps in the column.
    bool isNumeric(std::size_t column) const;
    /// All lines have one field more than the \a header, and that is not an empty one at the end.
    bool hasLongerLines(const CsvFields& header) const;
    /// What stands below an empty field in front of the \a header is names.
    bool hasNamesBelow(const CsvFields& header) const;
    /// See CsvLayout; "" if there is none.
    std::string perhapsThousands() const;
    /// There is a quotation mark in it.
    bool hasQuotes() const { return m_hasQuotes; }
    bool hasWholeNumber(std::size_t column) const;
    /// \a number is further away from the numbers of the column than ten times their range; no
    /// answer if that has fewer than three of them, or the same number only.
    std::optional<bool> isFarOff(std::size_t column, double number) const;
    /// The column is texts, and \a text is none of them.
    bool isNewText(std::size_t column, std::string_view text) const;
    /// The column is texts that stand for classes: each about three times or more.
    bool hasClasses(std::size_t column) const;
    /// The count of the first line goes on, along the lines or down the first column, or more lines
    /// count by one than chance makes.
    bool counts(const CsvCount& count) const;

private:
    struct Column
    {
        CsvTally tally;
        double least = std::numeric_limits<double>::infinity();
        double greatest = -std::numeric_limits<double>::infinity();
        std::set<std::string, std::less<>> differentTexts; ///< a few, see mostTexts
        bool hasWhole = false;
        bool hasOther = false;        ///< than whole numbers below 1000 and those of the next line
        std::string perhapsThousands; ///< the first number such as 1.513

        void add(std::string_view field, NumberReader& reader);
    };

    /// More different texts than this are told apart by nobody here.
    static constexpr std::size_t mostTexts = 32;

    std::vector<Column> m_columns;
    std::size_t m_width = 0;
    std::size_t m_narrowest = 0;
    std::size_t m_countingLines = 0;
    std::size_t m_lineCount = 0;
    std::size_t m_emptyAtEnd = 0;
    bool m_hasQuotes = false;
    std::vector<std::int64_t> m_begins;         ///< of the first two lines
    std::set<std::string, std::less<>> m_names; ///< what is in the first column
    bool m_rowsAreNamed = true;                 ///< by what is in the first column
};

} // namespace accumulus
