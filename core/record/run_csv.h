#pragma once

#include "core/record/history.h"
#include "core/record/record_csv.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace accumulus {

struct NamedHistory
{
    std::string name;
    const History* history;
};

/// Whole runs, a row per row of their histories. Several runs get a leading column `run`. If any
/// row stands for more than one update, the columns
/// `updates_in_row,loss_min,loss_max,grad_norm_min,grad_norm_max` follow and metrics are means
/// over the row. Then come the values of probes that any of the runs has.
void writeRuns(std::ostream& out, const std::vector<NamedHistory>& runs);

/// A run read back.
struct RunFromFile
{
    std::string name; ///< of the column `run`, or the file's name
    History history;
};

inline constexpr std::size_t maxRunsInFile = 64;
inline constexpr std::size_t maxCurveColumns = 4096;
inline constexpr std::size_t maxCurveBytes = std::size_t{512} << 20;

/// Reads what UpdateCsv or writeRuns() wrote. The numbers of columns that are not known are taken
/// for values of probes; text in them is skipped.
///
/// A file has at most maxRunsInFile runs and maxCurveColumns columns. What is read takes about
/// \a maxBytes at most: where it would be more, rows are merged in pairs, as in a history that is
/// full, so that no spike is lost. (The default is that of 16 runs which are full.)
///
/// Throws DataError with file, line and reason.
std::vector<RunFromFile> readRuns(const std::filesystem::path& path,
                                  std::size_t maxBytes = maxCurveBytes);

} // namespace accumulus
