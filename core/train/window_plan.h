#pragma once

#include "core/train/semantics.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace accumulus {

/// How an epoch is cut into micro-batches and windows: what an update really gets. The product of
/// accumulation_steps and micro_batch_size says it only if an epoch is long enough.
struct WindowPlan
{
    int accumulationSteps = 1;
    std::int64_t effectiveBatchSize = 0; ///< samples of a full window
    std::int64_t rows = 0;               ///< of the training data
    std::int64_t microBatchesPerEpoch = 0;
    std::int64_t fullWindows = 0; ///< per epoch
    /// Of the partial window at the end of an epoch, 0 = there is none.
    std::int64_t leftoverMicroBatches = 0;
    std::int64_t leftoverSamples = 0;

    /// Samples of the last of the full windows, which may hold the epoch's short last micro-batch.
    std::int64_t lastFullSamples() const;

    bool operator==(const WindowPlan&) const = default;
};

/// For \a rows training rows; all counts but the effective batch size are 0 if \a rows is.
WindowPlan windowPlan(std::int64_t rows, int accumulationSteps, int microBatchSize);

/// Updates that \a policy makes of what is left at the end of an epoch: 0, 1 or 2.
int tailUpdates(const WindowPlan& plan, PartialWindow policy);

/// Micro-batches that come on one update, on average over an epoch; infinity if no update ever
/// happens. \a accumulationSteps if the rows are not known.
double microBatchesPerUpdate(const WindowPlan& plan, PartialWindow policy, int accumulationSteps);

/// The plan in English: "1,348 micro-batches an epoch: 337 updates of 128 samples", and what
/// becomes of the rest.
std::string windowPlanText(const WindowPlan& plan, PartialWindow policy);

/// Numbers of samples for which a run makes passes, in the order in which it needs them: the
/// micro-batch, the epoch's rest, and the same of the validation rows.
std::vector<std::size_t> passSizes(std::size_t trainingRows, std::size_t validationRows,
                                   std::int64_t microBatchSize);

/// "1,348".
std::string groupedNumber(std::int64_t number);

} // namespace accumulus
