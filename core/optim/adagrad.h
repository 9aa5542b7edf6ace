#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// Adagrad (Duchi, Hazan and Singer 2011), as Keras's, where ε stands under the root:
/// `a ← a + g²; w ← w − η·g / √(a + ε)`, with a = initial_accumulator at first. The initial value
/// is not stored but added at every update, so it may change while a run goes on, as if it had
/// always been the new one.
class Adagrad : public Optimizer
{
public:
    explicit Adagrad(const ParameterLayout& layout);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_squares; ///< a without its initial value
};

} // namespace accumulus
