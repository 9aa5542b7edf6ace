#pragma once

#include "core/train/experiment.h"

namespace accumulus::testing {

/// What a test trains that needs no other data: the tutorial's program on `diabetes`, which is read
/// in a millisecond. Its epoch has 354 rows: 12 micro-batches of 32, the last one of 2.
inline Experiment smallExperiment()
{
    Experiment experiment;
    experiment.data.source = "diabetes";
    return experiment;
}

} // namespace accumulus::testing
