#include "core/optim/adam.h"

namespace accumulus {

namespace {

ACCUMULUS_VECTORISED void update(const AdamRange& range, const AdamCoefficients& coefficients)
{
    adamUpdate(
        range, coefficients, [](std::size_t, float g) { return g * g; },
        [](std::size_t, float v) { return v; });
}

} // namespace

Adam::Adam(const ParameterLayout& layout, WeightDecay weightDecay)
    : m_weightDecay(weightDecay)
    , m_moments(layout)
{}

void Adam::stepRange(std::span<float> weights, std::span<const float> gradients,
                     const OptimizerStep& step, const ParameterSlice& range)
{
    const double decay = m_weightDecay == WeightDecay::Decoupled ? step.options.weightDecay : 0.0;
    update({weights, gradients, m_moments, range}, {step, decay});
}

std::vector<OptimizerBuffer> Adam::buffers()
{
    return {{"first_moment", m_moments.first}, {"second_moment", m_moments.second}};
}

} // namespace accumulus
