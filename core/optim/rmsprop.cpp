#include "core/optim/rmsprop.h"

#include <cmath>

namespace accumulus {

RmsProp::RmsProp(const ParameterLayout& layout)
    : m_secondMoment(layout.size)
    , m_velocity(layout.size)
{}

void RmsProp::step(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step)
{
    const auto scale = static_cast<float>(step.gradientScale);
    const auto rate = static_cast<float>(step.learningRate);
    const auto momentum = static_cast<float>(step.options.momentum);
    const auto gain = static_cast<float>(1.0 - step.options.rho);
    const auto epsilon = static_cast<float>(step.options.epsilon);
    float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const v = m_secondMoment.data();
    float* const u = m_velocity.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float g = scale * accumulated[i];
        v[i] += gain * (g * g - v[i]);
        u[i] = momentum * u[i] + rate * g / std::sqrt(v[i] + epsilon);
        w[i] -= u[i];
    }
}

std::vector<OptimizerBuffer> RmsProp::buffers()
{
    return {{"second_moment", m_secondMoment}, {"velocity", m_velocity}};
}

} // namespace accumulus
