#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// Stochastic gradient descent, as Keras's SGD: `v ← μ·v − η·g; w ← w + v`, with Nesterov `w ← w +
/// μ·v − η·g`.
class Sgd : public Optimizer
{
public:
    explicit Sgd(const ParameterLayout& layout);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_velocity;
};

} // namespace accumulus
