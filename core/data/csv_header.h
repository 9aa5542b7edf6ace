#pragma once

#include "core/data/csv_body.h"

namespace accumulus {

/// Whether the first line of a CSV file is names.
struct CsvHeader
{
    bool isThere = false;
    bool isUncertain = false; ///< the line may be names or data
};

/// Told from the first \a line, its fields and the lines behind it. There is a header if
/// - no field is a number;
/// - a field is a name where the lines behind have numbers;
/// - all fields are quoted, and none behind them (R's write.csv());
/// - the fields are whole numbers, perhaps beside texts that stand in no line behind it, and
///   - count in even steps (pandas' 0, 1, 2 …, years, wavelengths) over columns without any whole
///     number; or by one, from or to 0 or 1, three numbers at least, where hardly any line behind
///     counts and none goes on with it; or
///   - are far off all that stands below them.
///
/// The last one is a guess and called uncertain, as is what was not taken as a header but counts by
/// one, or has a class that no line behind it has.
CsvHeader guessCsvHeader(std::string_view line, const CsvFields& first, const CsvBody& body,
                         NumberReader& numbers);

} // namespace accumulus
