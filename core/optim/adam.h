#pragma once

#include "core/optim/adam_update.h"

namespace accumulus {

/// Adam (Kingma and Ba 2015) in the form that Keras uses, where ε stands beside the uncorrected √v:
/// `m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m / (√v + ε)`.
/// AdamW (Loshchilov and Hutter 2019) is the same behind `w ← w − η·λ·w`.
class Adam : public Optimizer
{
public:
    enum class WeightDecay { None, Decoupled };

    Adam(const ParameterLayout& layout, WeightDecay weightDecay);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    WeightDecay m_weightDecay;
    AdamMoments m_moments;
};

} // namespace accumulus
