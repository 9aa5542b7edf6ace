#include "core/optim/sgd.h"

namespace accumulus {

Sgd::Sgd(const ParameterLayout& layout)
    : m_velocity(layout.size)
{}

void Sgd::step(std::span<float> weights, std::span<const float> gradients,
               const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto scaledRate = static_cast<float>(step.learningRate * step.gradientScale);
    const auto momentum = static_cast<float>(options.momentum);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float descent = scaledRate * gradients[i];
        m_velocity[i] = momentum * m_velocity[i] - descent;
        weights[i] += options.nesterov ? momentum * m_velocity[i] - descent : m_velocity[i];
    }
}

std::vector<OptimizerBuffer> Sgd::buffers()
{
    return {{"velocity", m_velocity}};
}

} // namespace accumulus
