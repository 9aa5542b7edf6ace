#pragma once

#include "core/train/experiment.h"

#include <cstdint>
#include <optional>
#include <string>

namespace accumulus {

/// How many updates a run of \a experiment on \a trainingRows samples makes until a limit of its
/// StopOptions ends it; none without a limit of updates or epochs. What a learning-rate schedule
/// takes as its length if none is given. Exact for up to four million micro-batches, beyond that as
/// if the rest went on like the last epoch that was counted.
std::optional<std::int64_t> plannedUpdates(const Experiment& experiment, std::int64_t trainingRows);

/// Why a run with these settings can never make an update, a sentence with what to do; "" if it
/// can: an epoch is shorter than a window, and its rest makes no update. \a steps: N now, from
/// which its schedule goes on behind \a epochs.
std::string whyNoUpdate(const Hyperparameters& settings, std::int64_t trainingRows, int steps,
                        std::int64_t epochs);

} // namespace accumulus
