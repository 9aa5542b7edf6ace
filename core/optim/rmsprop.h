#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// RMSprop (Tieleman and Hinton 2012), as Keras's: `v ← ρv + (1−ρ)g²; u ← μ·u + η·g / √(v + ε); w ←
/// w − u`.
class RmsProp : public Optimizer
{
public:
    explicit RmsProp(const ParameterLayout& layout);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_meanSquare;
    AlignedVector<float> m_velocity;
};

} // namespace accumulus
