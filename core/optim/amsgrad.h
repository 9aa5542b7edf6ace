#pragma once

#include "core/optim/adam_update.h"

namespace accumulus {

/// AMSGrad (Reddi, Kale and Kumar 2018), as Keras's Adam(amsgrad=True): Adam that divides by the
/// root of the largest v there was, `v̂ ← max(v̂, v)`, so that steps never grow again after large
/// gradients. The maximum is that of the uncorrected v.
class AmsGrad : public Optimizer
{
public:
    explicit AmsGrad(const ParameterLayout& layout);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AdamMoments m_moments;
    AlignedVector<float> m_largest; ///< v̂
};

} // namespace accumulus
