#pragma once

#include "core/data/dataset.h"

#include <filesystem>
#include <string>

namespace accumulus {

/// How to read a CSV file as a data set: one row a sample, one column the target, the others
/// features, which must be numbers.
struct CsvOptions
{
    std::string target;             ///< column, by name or 0-based index; empty = the last one
    std::string separator = "auto"; ///< "auto" or one character
    std::string header = "auto"; ///< "auto" (no field of the first row is a number), "yes" or "no"
};

/// Reads \a path (plain or gzip). With \a classes the target column holds classes, as text or
/// numbers, which become indices in sorted order; else it must hold numbers. Throws DataError with
/// file, line and reason.
Dataset readCsv(const std::filesystem::path& path, const CsvOptions& options, bool classes);

} // namespace accumulus
