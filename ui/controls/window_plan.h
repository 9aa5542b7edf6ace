#pragma once

#include "core/train/semantics.h"

#include <cstdint>

#include <QString>

namespace accumulus {

/// How an epoch is cut into micro-batches and windows.
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
};

/// For \a rows training rows; all counts but the effective batch size are 0 if \a rows is.
WindowPlan windowPlan(std::int64_t rows, int accumulationSteps, int microBatchSize);

/// Updates that \a policy makes of what is left at the end of an epoch: 0, 1 or 2.
int tailUpdates(const WindowPlan& plan, PartialWindow policy);

/// Samples that an update really gets: of a full window, or what an epoch gives if that is less;
/// "–" if no update ever happens.
QString samplesPerUpdateText(const WindowPlan& plan, PartialWindow policy);

/// "3", "2 + 1 partial": updates per epoch, as \a policy treats the partial window; "–" if the rows
/// are not known.
QString updatesPerEpochText(const WindowPlan& plan, PartialWindow policy);

/// Micro-batches that come on one update, on average over an epoch; infinity if no update ever
/// happens. \a accumulationSteps if the rows are not known.
double microBatchesPerUpdate(const WindowPlan& plan, PartialWindow policy, int accumulationSteps);

/// What the last window of an epoch gets, and what becomes of micro-batches that fill none, in a
/// sentence; empty if the rows are not known.
QString lastWindowText(const WindowPlan& plan, PartialWindow policy);

/// Whether that sentence is a warning: N is more than an epoch has, gradients leak, are lost, or
/// no update ever happens.
bool lastWindowIsTrouble(const WindowPlan& plan, PartialWindow policy);

} // namespace accumulus
