#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <cstdint>

namespace accumulus {

/// Splits \a loaded into training and validation rows and standardises both with the statistics of
/// the training rows. ⌊rows · validation_fraction⌋ rows are held out: the last ones, or with
/// `shuffle` random ones; none if \a loaded brings validation rows of its own. The features of a
/// table are standardised column by column, the pixels of an image channel by channel. Columns that
/// never change become 0. Numbers stay exact until they are standardised and are rounded to float32
/// then. Throws DataError if no training row is left or a number is not finite after rounding.
TrainingData prepare(LoadedData loaded, const DataOptions& options, std::uint64_t seed);

} // namespace accumulus
