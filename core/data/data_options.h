#pragma once

#include <string>

namespace accumulus {

/// Where samples come from and how they are prepared.
struct DataOptions
{
    std::string source = "diabetes"; ///< a name of dataSources(), or "csv" with `file`
    /// Csv: the path; relative to the experiment's file, else to the working directory.
    std::string file;
    std::string target; ///< csv: target column, by name or 0-based index; empty = the last one
    std::string separator = "auto";  ///< csv: "auto" or one character
    std::string header = "auto";     ///< csv: "auto", "yes" or "no"
    int samples = 1000;              ///< synthetic sources: rows to make
    int features = 8;                ///< linear_regression: d
    int classes = 3;                 ///< blobs
    double noise = 0.1;              ///< synthetic sources: σ
    double validationFraction = 0.2; ///< share of the rows that is held out, 0…0.9
    bool shuffle = true; ///< false: the first rows train, and every epoch visits them in file order
    bool standardize = true; ///< features to mean 0, variance 1 (statistics of the training rows)
    bool standardizeTarget = true; ///< the same for a regression target: losses are in those units

    bool operator==(const DataOptions&) const = default;
};

} // namespace accumulus
