#pragma once

#include "core/aligned_vector.h"
#include "core/optim/optimizer.h"

namespace accumulus {

/// Stochastic gradient descent, as Keras's SGD: `v ← μ·v − η·g; w ← w + v`, with Nesterov `w ← w +
/// μ·v − η·g`.
class Sgd : public Optimizer
{
public:
    explicit Sgd(std::size_t parameterCount);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;

private:
    AlignedVector<float> m_velocity;
};

} // namespace accumulus
