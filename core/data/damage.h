#pragma once

#include "core/data/data_options.h"
#include "core/data/dataset.h"

#include <cstdint>

namespace accumulus {

/// Damages training rows on purpose, as real data is damaged, to see what accumulation makes of it;
/// validation rows stay as they are.
///
/// - options.labelNoise: the share of rows, chosen at random, whose class becomes one of all
///   classes at random, the right one included. For classes only.
/// - options.outliers: as many rows, one behind the other from the middle of the training rows on,
///   get features of 20 times their size and the targets of the row opposite to them. With
///   `shuffle` off they are consecutive in every epoch, so with micro_batch_size = outliers and a
///   number of rows that is even they make one or two bad micro-batches.
///
/// Throws DataError where that cannot be.
void damage(TrainingData& data, const DataOptions& options, std::uint64_t seed);

} // namespace accumulus
