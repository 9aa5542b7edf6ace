#pragma once

#include "core/data/dataset.h"
#include "core/data/load_progress.h"

#include <filesystem>
#include <string>

namespace accumulus {

/// How to read a CSV file as a data set: one row a sample, one column the target, perhaps one the
/// weight of the sample, the others features, which must be numbers.
struct CsvOptions
{
    std::string target;             ///< column, by name or 0-based index; empty = the last one
    std::string separator = "auto"; ///< "auto" or one character
    std::string header = "auto"; ///< "auto" (no field of the first row is a number), "yes" or "no"
    std::string weight; ///< column of weights ≥ 0, by name or 0-based index; empty = none
    std::string shape;  ///< of the features, for setImageShape(); empty = none
};

/// Reads \a path (plain or gzip). With \a classes the target column holds classes, as text or
/// numbers, which become indices in sorted order; else it must hold numbers. Throws DataError with
/// file, line and reason.
Dataset readCsv(const std::filesystem::path& path, const CsvOptions& options, bool classes,
                LoadProgress progress = {});

} // namespace accumulus
