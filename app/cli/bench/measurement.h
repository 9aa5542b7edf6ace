#pragma once

#include "app/cli/bench/workloads.h"
#include "core/memory_account.h"

#include <string>
#include <vector>

namespace accumulus {

/// A time in µs over repeats, of which each lasts some milliseconds.
struct Timing
{
    double median = 0.0;
    double min = 0.0;
    double max = 0.0;
};

Timing timingOf(std::vector<double> times);

struct Measurement
{
    int threads = 0; ///< in use
    Precision precision = Precision::F32;
    Timing microBatch;
    double samplesPerSecond = 0.0; ///< by the median
    double gflops = 0.0;           ///< of products, by the median
    /// Time of the bare primitives ÷ our time, the median over repeats that take turns; NaN if
    /// there are no primitives, because all products are loops of our own.
    double fractionOfLimit = 0.0;
    /// Per micro-batch, beyond those of the bare primitives. The tables of the history have grown
    /// before.
    double allocations = 0.0;
    MemoryUse memory;
};

/// Trains \a experiment on \a data for \a seconds, recording all that a user's run records.
Measurement measure(const Experiment& experiment, const TrainingData& data, double seconds);

/// µs per micro-batch alone.
Timing timeMicroBatches(const Experiment& experiment, const TrainingData& data, double seconds);

/// Time of a micro-batch up to where its gradient is added, so without updates, at N = 16 ÷ at N =
/// 1, minus 1. Often negative: at N = 1 every pass comes behind an update, which has emptied the
/// caches, and layers that keep a copy of their weights (convolutions, bf16) make it anew.
double measureAccumulating(Experiment experiment, const TrainingData& data, double seconds);

/// What a probe at every update adds to a micro-batch.
struct ProbeCost
{
    std::string probe;
    double microseconds = 0.0;
    double factor = 1.0;
};

std::vector<ProbeCost> measureProbes(const Experiment& experiment, const TrainingData& data,
                                     double seconds);

} // namespace accumulus
