#pragma once

#include "core/optim/adam_update.h"

namespace accumulus {

/// LAMB (You et al. 2020, arXiv:1904.00962): Adam's direction, for each parameter tensor scaled to
/// the norm of its weights,
/// `d = m̂ / (√v̂ + ε) + λ·w; w ← w − η·(|w| / |d|)·d`, with ratio 1 where |w| or |d| is 0. Moments
/// are corrected before ε is added and |w| is not limited, both as in Keras.
///
/// Weight decay is part of d, as in the paper, so the trust ratio scales it too; it is not
/// decoupled. Keras applies it apart from the rule; the two agree for λ = 0, the default.
class Lamb : public Optimizer
{
public:
    explicit Lamb(const ParameterLayout& layout);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    bool isElementwise() const override { return false; }
    std::vector<OptimizerBuffer> buffers() override;

private:
    void findDirection(std::span<const float> weights, std::span<const float> gradients,
                       const OptimizerStep& step);

    std::vector<ParameterSlice> m_slices;
    AdamMoments m_moments;
    AlignedVector<float> m_direction; ///< d; lives for one step
};

} // namespace accumulus
