#pragma once

#include "core/data/csv_layout.h"
#include "core/data/dataset.h"
#include "core/data/load_progress.h"

#include <filesystem>
#include <string>

namespace accumulus {

/// How to read a CSV file as a data set: one row a sample, one column the target, perhaps one the
/// weight of the sample, the others features, which must be numbers.
struct CsvOptions
{
    std::string target; ///< column, by name or 0-based index; empty = the last one
    CsvHints format = {};
    std::string encoding = "auto"; ///< a name of textEncodings()
    std::string weight; ///< column of weights ≥ 0, by name or 0-based index; empty = none
    std::string shape;  ///< of the features, for setImageShape(); empty = none
};

/// Reads \a path (plain or gzip). With \a classes the target column holds classes, as text or
/// numbers, which become indices in sorted order; else it must hold numbers. What the options leave
/// to be guessed is guessed as guessCsvLayout() and TextReader do, and the result's `intake` says
/// what was taken. Rows × columns are at most maxValues. Throws DataError with file, line and
/// reason, and, where the cause may be a wrong guess, the option that overrules it.
LoadedData readCsv(const std::filesystem::path& path, const CsvOptions& options, bool classes,
                   LoadProgress progress = {});

} // namespace accumulus
