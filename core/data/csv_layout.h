#pragma once

#include "core/data/csv_body.h"
#include "core/data/decimal_mark.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// What is known of a CSV file before it is looked at; "auto" is guessed from its first lines.
struct CsvHints
{
    std::string separator = "auto"; ///< "auto" or what separatorOf() takes
    std::string decimal = "auto";   ///< a name of decimalMarks()
    std::string header = "auto";    ///< "auto", "yes" or "no"
};

/// How a CSV file is to be read.
struct CsvLayout
{
    char separator = ',';                     ///< ' ': runs of blanks
    DecimalMark decimal = DecimalMark::Point; ///< Auto: the first lines have no mark
    bool hasHeader = false;
    bool isHeaderUncertain = false; ///< the first line counts: it may be names or data
    bool mayBeTitle = false;        ///< the first line, which is read as header: it has one name
    std::vector<std::string> names; ///< of the columns: the header's or "column 3"
    std::vector<CsvTally> tallies;  ///< of the columns, in the first lines but the very first
    bool hasRowNames = false;       ///< in front of the columns, not among them
    std::string perhapsThousands;   ///< a number such as 1.513, if its point may be no decimal one
    std::size_t emptyColumns = 0;   ///< more at the end of the lines, which separators there make
};

/// The layout of a file that begins with \a lines, at least one, none blank.
///
/// - Separator: the one of , ; tab | and blanks that cuts the most lines into as many fields (two
///   at least) and the most fields into numbers.
/// - Decimal mark: NumberReader's.
/// - Columns at the end that are empty in every line, as separators at the ends of lines make them,
///   are no columns; the header may have or lack them.
/// - Header: guessCsvHeader().
/// - Rows have names in front of the columns if the header is one field shorter than all lines
///   behind it, as R's write.table() has it, or if its first field is empty, as R's write.csv() and
///   pandas have it, over texts or whole numbers of which none stands twice.
/// - A point may separate thousands where a column has it only in numbers such as 1.513, beside
///   whole ones below 1000, in a file that commas do not separate.
///
/// The layout has no columns if a line cannot be cut at all.
CsvLayout guessCsvLayout(std::span<const std::string_view> lines, const CsvHints& hints);

/// The separator that a text names: one character, "tab", "\t" or "space"; NUL if it cannot be one,
/// because it may stand in a number, ends a line or begins a quoted field.
char separatorOf(std::string_view text);

/// As sentences name it: `separator ","`, "separator tab", "separator blanks".
std::string separatorText(char separator);

/// The separator that Excel's first line `sep=;` names; NUL if \a line is none.
char separatorLine(std::string_view line);

} // namespace accumulus
