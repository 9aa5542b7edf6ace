#pragma once

#include "core/data/array_data.h"
#include "core/data/data_source.h"

#include <filesystem>

namespace accumulus {

/// How a source of array files finds its data.
struct ArrayFormat
{
    const char* features; ///< what they are: "images"
    /// Opens one file.
    ArrayReader (*open)(const std::filesystem::path& path, LoadProgress progress);
    /// Targets where the option is empty; null: it must not be.
    std::filesystem::path (*guessTargets)(const std::filesystem::path& features);
};

/// Reads features from `data.file` and targets from `data.labels`; rows for validation likewise
/// from `data.validation_file` and `data.validation_labels` if there are any. Throws DataError.
LoadedData readArrayFiles(const LoadRequest& request, const ArrayFormat& format);

} // namespace accumulus
