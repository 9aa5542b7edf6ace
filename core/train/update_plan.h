#pragma once

#include "core/train/experiment.h"

#include <cstdint>

namespace accumulus {

/// How many updates a run of \a experiment on \a trainingRows samples makes until a limit of its
/// StopOptions ends it; without a limit of updates or epochs, in headlessEpochs(). What a
/// learning-rate schedule takes as its length if none is given. Exact for up to four million
/// micro-batches, beyond that as if the rest went on like the last epoch that was counted.
std::int64_t plannedUpdates(const Experiment& experiment, std::int64_t trainingRows);

} // namespace accumulus
