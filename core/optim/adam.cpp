#include "core/optim/adam.h"

#include <cmath>

namespace accumulus {

Adam::Adam(const ParameterLayout& layout, WeightDecay weightDecay)
    : m_weightDecay(weightDecay)
    , m_firstMoment(layout.size)
    , m_secondMoment(layout.size)
{}

void Adam::step(std::span<float> weights, std::span<const float> gradients,
                const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto t = static_cast<double>(step.step + 1);
    const auto rate =
        static_cast<float>(step.learningRate * std::sqrt(1.0 - std::pow(options.beta2, t))
                           / (1.0 - std::pow(options.beta1, t)));
    const auto scale = static_cast<float>(step.gradientScale);
    const auto gain1 = static_cast<float>(1.0 - options.beta1);
    const auto gain2 = static_cast<float>(1.0 - options.beta2);
    const auto epsilon = static_cast<float>(options.epsilon);
    const double decay = m_weightDecay == WeightDecay::Decoupled ? options.weightDecay : 0.0;
    const auto keep = static_cast<float>(1.0 - step.learningRate * decay);

    float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const m = m_firstMoment.data();
    float* const v = m_secondMoment.data();
    const std::size_t count = weights.size();
    // One pass, free of branches: the compiler vectorises it.
    for (std::size_t i = 0; i < count; ++i) {
        const float g = scale * accumulated[i];
        m[i] += gain1 * (g - m[i]);
        v[i] += gain2 * (g * g - v[i]);
        w[i] = keep * w[i] - rate * m[i] / (std::sqrt(v[i]) + epsilon);
    }
}

std::vector<OptimizerBuffer> Adam::buffers()
{
    return {{"first_moment", m_firstMoment}, {"second_moment", m_secondMoment}};
}

} // namespace accumulus
