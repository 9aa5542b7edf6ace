#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// AdaGrad (Duchi, Hazan, Singer 2011), as Keras's: `a ← a + g²; w ← w − η·g / √(a + ε)`, where a
/// begins at `initial_accumulator`.
class AdaGrad : public Optimizer
{
public:
    explicit AdaGrad(const ParameterLayout& layout);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_sumOfSquares; ///< without the initial accumulator
};

} // namespace accumulus
