#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <cstdint>

namespace accumulus {

/// Splits \a all into training and validation rows and standardises both with the statistics of the
/// training rows. ⌊rows · validation_fraction⌋ rows are held out: the last ones, or with `shuffle`
/// random ones. Columns that never change become 0. Throws DataError if no training row is left.
TrainingData prepare(const Dataset& all, const DataOptions& options, std::uint64_t seed);

} // namespace accumulus
