#pragma once

#include "core/record/probe_values.h"

#include <cstdint>
#include <limits>

namespace accumulus {

/// One micro-batch: a forward and a backward pass whose gradients went into the window.
struct MicroBatchRecord
{
    std::int64_t microBatch = 0; ///< 1-based, over the whole run
    std::int64_t update = 0;     ///< 1-based number of the update that its window will be
    int microStep = 0;           ///< 0-based position in the window
    int samples = 0;
    double loss = std::numeric_limits<double>::quiet_NaN(); ///< mean over its samples
    bool hasLoss = true; ///< false: all its samples are masked, and the loss is NaN
    ProbeValues probes;
};

/// One update: a closed accumulation window. All settings are the ones really used.
struct UpdateRecord
{
    std::int64_t update = 0;       ///< 1-based
    std::int64_t microBatches = 0; ///< so far, over the whole run
    std::int64_t samples = 0;      ///< so far
    double epoch = 0.0;   ///< passes over the training rows so far: 1.0 = every row was seen once
    double seconds = 0.0; ///< of training so far, pauses and the speed limit's waiting left out
    int accumulationSteps = 0;      ///< N as set when the window opened
    int microBatchSize = 0;         ///< as set when the window opened
    std::int64_t windowSamples = 0; ///< samples whose gradients this update applied
    /// Of this update, schedule and scaling included. Like the loss and the norm NaN as long as
    /// nobody has measured it: 0 would be a figure.
    double learningRate = std::numeric_limits<double>::quiet_NaN();
    /// As it was set; NaN in a curve from a file, which does not say it.
    double baseLearningRate = std::numeric_limits<double>::quiet_NaN();
    /// Training loss, before the update, as the switch LoggedLoss says.
    double loss = std::numeric_limits<double>::quiet_NaN();
    bool hasLoss = true; ///< false: all its samples are masked, and the loss is NaN
    /// Global norm of the reduced gradient, before clipping.
    double gradNorm = std::numeric_limits<double>::quiet_NaN();
    double clipCoefficient = 1.0; ///< what the gradient was multiplied by, 1 = not clipped
    double validationLoss = std::numeric_limits<double>::quiet_NaN(); ///< NaN: not evaluated here
    double validationAccuracy = std::numeric_limits<double>::quiet_NaN(); ///< 0…1; NaN: no classes
    ProbeValues probes;
};

/// Takes what a Trainer reports, on the trainer's thread; this one forgets it. Must not throw.
class RecordSink
{
public:
    virtual ~RecordSink() = default;
    virtual void onMicroBatch(const MicroBatchRecord& /*record*/) {}
    virtual void onUpdate(const UpdateRecord& /*record*/) {}
};

} // namespace accumulus
