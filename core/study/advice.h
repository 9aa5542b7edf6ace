#pragma once

#include "core/data/dataset.h"
#include "core/train/experiment.h"

#include <functional>
#include <string>
#include <vector>

namespace accumulus {

/// Between workers that train together; each works on micro-batches of its own.
struct Network
{
    int workers = 1;        ///< W
    double latency = 5e-5;  ///< α, seconds of one message
    double bandwidth = 1e9; ///< bytes per second

    /// Of a ring all-reduce of \a bytes (Patarasuk and Yuan 2009): 2(W−1)·α + 2(W−1)/W · bytes /
    /// bandwidth. 0 for one worker.
    double allReduceSeconds(double bytes) const;
};

/// What the advice follows from.
struct AdviceInputs
{
    double microBatchSeconds = 0.0; ///< T_c: forward and backward pass of one micro-batch
    double updateSeconds = 0.0;     ///< of the optimizer, clipping and book-keeping
    double allReduceSeconds = 0.0;
    double noiseScale = 0.0; ///< φ, samples; NaN: the gradient drowns in noise
    int microBatchSize = 1;  ///< b
    /// What a training row counts in the noise scale, on average: less than 1 where weights are
    /// unequal, as many as it has predictions for a text.
    double samplesInRow = 1.0;
    int workers = 1;                   ///< W
    int microBatchesPerEpoch = 65'536; ///< of each worker: windows are not longer

    double costPerWindow() const { return updateSeconds + allReduceSeconds; } ///< T_n
    double noiseSamples() const { return microBatchSize * samplesInRow; } ///< b, in the unit of φ
};

/// How many micro-batches to accumulate so that training makes the most progress per second.
/// Throughput N/(N·T_c + T_n) times statistical efficiency 1/(φ + W·N·b) is largest at
///
///     N* = √((T_n/T_c) · φ/(W·b))
///
/// (from Pollux's goodput, Qiao et al. 2021, without overlap). Without a memory limit there is no
/// reason for more than that, and an epoch may have less.
struct Advice
{
    AdviceInputs inputs;
    double bestSteps = 1.0; ///< N*; inf if φ is not known
    int steps = 1;          ///< the whole number to choose

    /// Progress per second at N, relative to that at `steps`.
    double relativeProgress(int accumulationSteps) const;
};

Advice advise(const AdviceInputs& inputs);

/// In words, a sentence each.
std::vector<std::string> adviceText(const Advice& advice);

/// Measures T_c and the update by training \a experiment for about a second, and φ by training it
/// with the probe noise_scale until its stop, or for 20 epochs. \a data: loaded for it. \a progress
/// as of trainToEnd().
AdviceInputs measureAdviceInputs(const Experiment& experiment, TrainingData data,
                                 const Network& network,
                                 const std::function<void(double)>& progress = {});

} // namespace accumulus
