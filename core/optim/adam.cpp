#include "core/optim/adam.h"

namespace accumulus {

Adam::Adam(const ParameterLayout& layout, WeightDecay weightDecay)
    : m_weightDecay(weightDecay)
    , m_moments(layout)
{}

void Adam::step(std::span<float> weights, std::span<const float> gradients,
                const OptimizerStep& step)
{
    const double decay = m_weightDecay == WeightDecay::Decoupled ? step.options.weightDecay : 0.0;
    adamUpdate(
        weights, gradients, m_moments, AdamCoefficients(step, decay),
        [](std::size_t, float g) { return g * g; }, [](std::size_t, float v) { return v; });
}

std::vector<OptimizerBuffer> Adam::buffers()
{
    return {{"first_moment", m_moments.first}, {"second_moment", m_moments.second}};
}

} // namespace accumulus
