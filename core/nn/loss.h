#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// The sum over samples of a loss.
struct BatchLoss
{
    double sum = 0.0;
    int samples = 0;
    int correct = -1; ///< samples whose largest output is their class; -1: no classes

    double mean() const { return samples > 0 ? sum / samples : 0.0; }
};

/// A loss with its gradient. Values are summed over samples, never averaged: what the sum is
/// divided by is decided when the accumulation window closes.
class Loss
{
public:
    virtual ~Loss() = default;

    /// \a predictions [samples, outputs] (logits for cross_entropy), \a targets [samples,
    /// targetCount]. If \a gradient is not null it gets \a gradientScale × ∂(sum of
    /// losses)/∂predictions.
    virtual BatchLoss evaluate(const float* predictions, const float* targets, int samples,
                               int outputs, float* gradient, float gradientScale) const = 0;
};

/// A row of the table of losses.
struct LossKind
{
    std::string_view name;
    std::string_view formula;
    bool wantsClasses; ///< targets are class indices and the model has an output for each class
    std::unique_ptr<Loss> (*make)();
};

const std::vector<LossKind>& losses();

/// The loss called \a name. Throws std::invalid_argument that lists the names there are.
const LossKind& lossKind(std::string_view name);

} // namespace accumulus
