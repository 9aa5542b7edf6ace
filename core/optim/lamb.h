#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// LAMB (You et al. 2020), as Keras's: Adam's direction `d = m̂ / (√v̂ + ε) + λw`, and for each
/// parameter tensor `w ← w − η·(|w| / |d|)·d`; the ratio is 1 where a norm is 0. Weight decay is
/// part of the direction, so it cannot be taken apart from the rule.
class Lamb : public Optimizer
{
public:
    explicit Lamb(const ParameterLayout& layout);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    std::vector<ParameterSlice> m_slices;
    AlignedVector<float> m_firstMoment;
    AlignedVector<float> m_secondMoment;
    AlignedVector<float> m_direction;
};

} // namespace accumulus
