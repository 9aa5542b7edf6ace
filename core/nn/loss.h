#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// The weighted sum over rows of a loss.
struct BatchLoss
{
    double sum = 0.0;
    /// Sum of the rows' weights: without weights their number. A mean is divided by it.
    double weight = 0.0;
    std::int64_t rows = 0; ///< that are not masked
    int samples = 0;       ///< that the rows belong to
    double correct = -1.0; ///< weight of the rows that were classified right; < 0: no classes

    /// NaN if all rows are masked: there is no loss of nothing.
    double mean() const
    {
        return weight > 0.0 ? sum / weight : std::numeric_limits<double>::quiet_NaN();
    }
};

/// What a loss compares.
struct LossRows
{
    const float* predictions = nullptr; ///< [rows, outputs]; logits for the cross entropies
    const float* targets = nullptr;     ///< [rows, outputs], or [rows] class indices
    /// [rows], ≥ 0; null: all 1. A row of weight 0 is masked: whatever stands in it, it counts for
    /// nothing and its gradient is 0.
    const float* weights = nullptr;
    int rows = 0;
    int outputs = 0;
};

/// A loss with its gradient. Values are summed over rows, never averaged: what the sum is divided
/// by is decided when the accumulation window closes.
class Loss
{
public:
    virtual ~Loss() = default;

    /// If \a gradient [rows, outputs] is not null it gets \a gradientScale × ∂(weighted sum of
    /// losses)/∂predictions. BatchLoss::samples is left to the caller.
    virtual BatchLoss evaluate(const LossRows& rows, float* gradient,
                               float gradientScale) const = 0;
};

/// What the targets of a loss are.
enum class TargetKind {
    Numbers,
    Binary,  ///< two classes, as 0 and 1, for one output; or 0…1 for each output
    Classes, ///< class indices, with an output for each class
};

/// A row of the table of losses.
struct LossKind
{
    std::string_view name;
    std::string_view formula;
    TargetKind targets;
    std::unique_ptr<Loss> (*make)();
};

const std::vector<LossKind>& losses();

/// The loss called \a name. Throws std::invalid_argument that lists the names there are.
const LossKind& lossKind(std::string_view name);

} // namespace accumulus
