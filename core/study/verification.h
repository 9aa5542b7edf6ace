#pragma once

#include "core/data/dataset.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace accumulus {

/// Which windows of an epoch are compared.
enum class VerifiedWindow {
    Full,    ///< the first one, of N micro-batches
    Partial, ///< what the end of the epoch leaves
};

/// The accumulated gradient of one window against that of the same samples as one big batch.
struct VerifiedCase
{
    VerifiedWindow window = VerifiedWindow::Full;
    int microBatchSize = 0;
    int accumulationSteps = 0;
    std::int64_t samples = 0; ///< in the window; 0: there was no update
    double error = 0.0;       ///< relative L2 distance; NaN: not measured
    double cosine = 0.0;
    double max = 0.0;           ///< largest absolute difference
    std::string worstParameter; ///< whose own relative distance is the largest
    double worstError = 0.0;
    bool isEqual = false; ///< to rounding
    std::string verdict;  ///< "equal to rounding", or "differs because …"
};

/// Runs the equivalence check at the initial weights, over every micro_batch_size × N whose product
/// is that of \a experiment. Each case trains one epoch, with a learning rate of 0, on as many
/// training rows as make a full window and the epoch's partial one. Where it differs, the verdict
/// says why, and every reason is tried: the case is run again with that switch at its correct
/// value, or, for a layer whose passes depend on how a batch is cut, with the window as one
/// micro-batch, and named only if the difference is smaller then. Throws as Trainer does.
std::vector<VerifiedCase> verifyEquivalence(const Experiment& experiment);

/// The same on \a data, which has been loaded for the experiment.
std::vector<VerifiedCase> verifyEquivalence(const Experiment& experiment, TrainingData data);

/// What of the experiment's settings lets equal gradients make different updates, a sentence each:
/// clipping on the sum, for example. Empty for `correct`.
std::vector<std::string> updateCaveats(const Experiment& experiment);

} // namespace accumulus
