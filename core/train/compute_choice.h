#pragma once

#include "core/data/dataset.h"
#include "core/onednn/precision.h"
#include "core/train/available_cores.h"
#include "core/train/experiment.h"

#include <cstddef>
#include <string>
#include <vector>

namespace accumulus {

/// How many threads a run of \a experiment on \a data is to use: what compute.threads says, but
/// never more than availableCores(). If that is 0, the number up to \a mostThreads, and up to
/// OMP_NUM_THREADS where somebody has set that, with which a micro-batch is fastest: measured on a
/// model of its own in some milliseconds, half a second at most. That model keeps to
/// compute.memory_mb, too: what does not fit gets one thread. Small models get one without being
/// measured: several cost more than they bring (a 32×10 matrix product takes 0.35 µs on one thread
/// and 1.5 on two). So does one that more threads make less than a tenth faster.
///
/// Within a process the answer for the same model, micro-batch size and limits stays the same, so
/// that runs can be compared to the bit; from one process to the next it may change with the
/// machine's load, and with it the last digits of a curve.
int chooseThreads(const Experiment& experiment, const Dataset& data, int mostThreads);

/// The precision that a run computes in: compute.precision, or f32 if the processor has no other.
Precision choosePrecision(const Experiment& experiment);

/// What a run does not get that compute.* asks for, a sentence for people each; mostly none.
std::vector<std::string> computeNotes(const Experiment& experiment);

/// The memory budget in bytes, compute.memory_mb; 0: none.
std::size_t memoryBudget(const Experiment& experiment);

} // namespace accumulus
