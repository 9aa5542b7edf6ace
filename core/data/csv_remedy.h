#pragma once

#include "core/data/csv_layout.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace accumulus {

/// What the options and the first lines of a CSV file say about all lines.
struct CsvTable
{
    static constexpr std::size_t noColumn = std::size_t(-1);

    CsvLayout layout;
    bool mayHaveHeader = false; ///< though its first line is read as data
    std::string foreignFirst;   ///< foreignLineRemedy() of the first line
    bool hasClasses = false;    ///< as targets
    bool isTargetGuessed = false;
    std::size_t target = 0;
    std::size_t weight = noColumn;

    const std::string& name(std::size_t column) const { return layout.names[column]; }
    CsvTally tally(std::size_t column) const { return layout.tallies[column]; }
};

/// A field that is no number where one is needed.
struct CsvBadField
{
    std::size_t column = 0;
    std::string_view text;                ///< not empty
    DecimalMark mark = DecimalMark::Auto; ///< of the numbers read until then
    std::uint64_t rowsBefore = 0;         ///< read until then: they had numbers there
};

/// What the cause may be, and what to do: the likely one first. Goes at the end of a sentence.
std::string numberRemedy(const CsvTable& table, const CsvBadField& field);

/// The begin of \a text in quotation marks.
std::string inQuotes(std::string_view text);

} // namespace accumulus
