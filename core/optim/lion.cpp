#include "core/optim/lion.h"

namespace accumulus {

Lion::Lion(const ParameterLayout& layout)
    : m_firstMoment(layout.size)
{}

void Lion::step(std::span<float> weights, std::span<const float> gradients,
                const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto scale = static_cast<float>(step.gradientScale);
    const auto rate = static_cast<float>(step.learningRate);
    const auto keep = static_cast<float>(1.0 - step.learningRate * options.weightDecay);
    const auto gain1 = static_cast<float>(1.0 - options.beta1);
    const auto gain2 = static_cast<float>(1.0 - options.beta2);
    float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const m = m_firstMoment.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float g = scale * accumulated[i];
        const float direction = m[i] + gain1 * (g - m[i]);
        const int sign = static_cast<int>(direction > 0.0f) - static_cast<int>(direction < 0.0f);
        w[i] = keep * w[i] - rate * static_cast<float>(sign);
        m[i] += gain2 * (g - m[i]);
    }
}

std::vector<OptimizerBuffer> Lion::buffers()
{
    return {{"first_moment", m_firstMoment}};
}

} // namespace accumulus
