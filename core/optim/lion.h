#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// Lion (Chen et al. 2023, arXiv:2302.06675), as Keras's: `w ← (1 − η·λ)·w;
/// w ← w − η·sign(β₁m + (1−β₁)g); m ← β₂m + (1−β₂)g`, where sign(0) = 0. Every step has the same
/// size, so it wants a learning rate several times smaller than Adam's.
class Lion : public Optimizer
{
public:
    explicit Lion(const ParameterLayout& layout);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_firstMoment;
};

} // namespace accumulus
