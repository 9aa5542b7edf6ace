#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// Lion (Chen et al. 2023), as Keras's: `w ← w − η·λ·w; w ← w − η·sign(β₁m + (1−β₁)g); m ← β₂m +
/// (1−β₂)g`. Every weight moves by η, however small its gradient.
class Lion : public Optimizer
{
public:
    explicit Lion(const ParameterLayout& layout);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_moment;
};

} // namespace accumulus
