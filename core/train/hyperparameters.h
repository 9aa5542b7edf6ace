#pragma once

#include "core/optim/optimizer.h"

#include <string>

namespace accumulus {

/// The settings of a run that may change while it trains. They take effect between accumulation
/// windows, all at once; every UpdateRecord says which were really used. Everything else that
/// defines a run (data, model, loss, which optimizer, seed) needs a new run.
struct Hyperparameters
{
    int accumulationSteps = 4;      ///< N: micro-batches per update, 1…65536
    int microBatchSize = 32;        ///< samples of one forward and backward pass, 1…65536
    std::string preset = "correct"; ///< semantics of the window, a name of semanticsPresets()
    OptimizerOptions optimizer;     ///< its name must stay that of the run

    bool operator==(const Hyperparameters&) const = default;
};

} // namespace accumulus
