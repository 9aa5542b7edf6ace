#include "core/optim/sgd.h"

namespace accumulus {

Sgd::Sgd(std::size_t parameterCount)
    : m_velocity(parameterCount)
{}

void Sgd::step(std::span<float> weights, std::span<const float> gradients,
               const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto scaledRate = static_cast<float>(options.learningRate * step.gradientScale);
    const auto momentum = static_cast<float>(options.momentum);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float descent = scaledRate * gradients[i];
        m_velocity[i] = momentum * m_velocity[i] - descent;
        weights[i] += options.nesterov ? momentum * m_velocity[i] - descent : m_velocity[i];
    }
}

} // namespace accumulus
