#include "core/optim/rmsprop.h"

#include <cmath>

namespace accumulus {

RmsProp::RmsProp(const ParameterLayout& layout)
    : m_meanSquare(layout.size)
    , m_velocity(layout.size)
{}

void RmsProp::step(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto scale = static_cast<float>(step.gradientScale);
    const auto rate = static_cast<float>(step.learningRate);
    const auto gain = static_cast<float>(1.0 - options.rho);
    const auto momentum = static_cast<float>(options.momentum);
    const auto epsilon = static_cast<float>(options.epsilon);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = scale * gradients[i];
        m_meanSquare[i] += gain * (g * g - m_meanSquare[i]);
        m_velocity[i] = momentum * m_velocity[i] + rate * g / std::sqrt(m_meanSquare[i] + epsilon);
        weights[i] -= m_velocity[i];
    }
}

std::vector<OptimizerBuffer> RmsProp::buffers()
{
    return {{"mean_square", m_meanSquare}, {"velocity", m_velocity}};
}

} // namespace accumulus
