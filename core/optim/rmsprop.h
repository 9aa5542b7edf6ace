#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// RMSprop (Hinton 2012), as Keras's, where ε stands under the root:
/// `v ← ρ·v + (1−ρ)·g²; u ← μ·u + η·g / √(v + ε); w ← w − u`. The centered variant is left out.
class RmsProp : public Optimizer
{
public:
    explicit RmsProp(const ParameterLayout& layout);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_secondMoment; ///< v
    AlignedVector<float> m_velocity;     ///< u
};

} // namespace accumulus
