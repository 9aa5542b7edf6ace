#include "core/optim/lion.h"

namespace accumulus {

Lion::Lion(const ParameterLayout& layout)
    : m_moment(layout.size)
{}

void Lion::step(std::span<float> weights, std::span<const float> gradients,
                const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto scale = static_cast<float>(step.gradientScale);
    const auto rate = static_cast<float>(step.learningRate);
    const auto gain1 = static_cast<float>(1.0 - options.beta1);
    const auto gain2 = static_cast<float>(1.0 - options.beta2);
    const auto keep = static_cast<float>(1.0 - step.learningRate * options.weightDecay);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = scale * gradients[i];
        const float direction = m_moment[i] + gain1 * (g - m_moment[i]);
        const float sign =
            static_cast<float>(direction > 0.0f) - static_cast<float>(direction < 0.0f);
        weights[i] = keep * weights[i] - rate * sign;
        m_moment[i] += gain2 * (g - m_moment[i]);
    }
}

std::vector<OptimizerBuffer> Lion::buffers()
{
    return {{"moment", m_moment}};
}

} // namespace accumulus
