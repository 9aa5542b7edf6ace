#pragma once

#include "core/data/csv_body.h"

namespace accumulus {

/// Whether the first line of a CSV file is names.
struct CsvHeader
{
    bool isThere = false;
    bool isUncertain = false; ///< the line may be names or data
};

/// Told from the \a first line and the lines behind it. There is a header if no field of it is a
/// number; or if one is a name where the lines behind have numbers; or if the line counts up or
/// down (pandas writes 0, 1, 2 … for columns without names), with no whole number in the lines
/// behind it, or, with three columns and more, from or to 0 or 1, where hardly any line behind it
/// counts and none goes on with it.
CsvHeader guessCsvHeader(const CsvFields& first, const CsvBody& body, NumberReader& numbers);

} // namespace accumulus
