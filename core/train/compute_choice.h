#pragma once

#include "core/data/dataset.h"
#include "core/onednn/precision.h"
#include "core/train/experiment.h"

#include <string>

namespace accumulus {

/// Cores that this process may use.
int availableCores();

/// How many threads a run of \a experiment on \a data is to use: what compute.threads says, or if
/// that is 0 the number up to \a mostThreads with which a micro-batch is fastest, measured on a
/// model of its own in some milliseconds. Small models get one thread without being measured:
/// several cost more than they bring (a 32×10 matrix product takes 0.35 µs on one thread and 1.5 on
/// two). So does one that more threads make less than a tenth faster.
///
/// Within a process the answer for the same model, micro-batch size and limits stays the same, so
/// that runs can be compared to the bit; from one process to the next it may change with the
/// machine's load, and with it the last digits of a curve.
int chooseThreads(const Experiment& experiment, const Dataset& data, int mostThreads);

/// The precision that a run computes in: compute.precision, or f32 if the processor has no other.
Precision choosePrecision(const Experiment& experiment);

/// A clause for people if that is not what the experiment asks for; else "".
std::string precisionNote(const Experiment& experiment);

} // namespace accumulus
