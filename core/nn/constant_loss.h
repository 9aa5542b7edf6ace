#pragma once

#include "core/data/dataset.h"
#include "core/nn/loss.h"

namespace accumulus {

/// The mean loss over the rows of \a data of a prediction that looks at no feature: the mean
/// target, as logits the log-odds or the logarithms of the classes' shares. For mse that is the
/// targets' variance, for cross_entropy the entropy of the classes. It is what a model has to beat,
/// and so a scale for losses that no run can choose for itself. 0 if all targets are the same.
double constantLoss(const LossKind& kind, const Dataset& data);

} // namespace accumulus
