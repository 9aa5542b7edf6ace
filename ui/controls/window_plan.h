#pragma once

#include "core/train/semantics.h"

#include <cstdint>

#include <QString>

namespace accumulus {

/// How an epoch is cut into micro-batches and windows.
struct WindowPlan
{
    std::int64_t effectiveBatchSize = 0; ///< samples of a full window
    int microBatchesPerEpoch = 0;
    int fullWindows = 0; ///< per epoch
    /// Of the partial window at the end of an epoch, 0 = there is none.
    int leftoverMicroBatches = 0;
    std::int64_t leftoverSamples = 0;
};

/// For \a rows training rows; all counts but the effective batch size are 0 if \a rows is.
WindowPlan windowPlan(int rows, int accumulationSteps, int microBatchSize);

/// Updates that \a policy makes of what is left at the end of an epoch: 0, 1 or 2.
int tailUpdates(const WindowPlan& plan, PartialWindow policy);

/// "3", "2 + 1 partial": updates per epoch, as \a policy treats the partial window; "–" if the rows
/// are not known.
QString updatesPerEpochText(const WindowPlan& plan, PartialWindow policy);

/// Micro-batches that come on one update, on average over an epoch; infinity if no update ever
/// happens. \a accumulationSteps if the rows are not known.
double microBatchesPerUpdate(const WindowPlan& plan, PartialWindow policy, int accumulationSteps);

/// What happens to the micro-batches that are left at the end of an epoch, in a sentence; empty if
/// none are.
QString leftoverText(const WindowPlan& plan, PartialWindow policy, int accumulationSteps);

/// Whether that sentence is a warning: gradients leak, are lost, or no update ever happens.
bool leftoverIsTrouble(const WindowPlan& plan, PartialWindow policy);

} // namespace accumulus
