#pragma once

#include "core/data/array_reader.h"
#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <optional>

namespace accumulus {

/// Samples as two arrays with as many rows.
///
/// Features of rank 3 are images [rows, height, width] of one channel, of rank 4 images [rows,
/// height, width, channels]; of any other rank, rows of numbers without a shape, unless
/// `data.shape` gives one. Targets are [rows] or, as numbers, [rows, targetCount].
struct ArrayPair
{
    ArrayReader features;
    ArrayReader targets;
};

/// Reads \a samples and, if there are any, rows for validation, which must be alike. With \a
/// classes the targets must be whole numbers, which become classes in the order of the numbers; a
/// class that only the validation rows have counts too. Throws DataError.
LoadedData readArrays(ArrayPair samples, std::optional<ArrayPair> validation,
                      const DataOptions& options, bool classes);

} // namespace accumulus
