#include "core/optim/adagrad.h"

#include <cmath>

namespace accumulus {

Adagrad::Adagrad(const ParameterLayout& layout)
    : m_squares(layout.size)
{}

void Adagrad::step(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step)
{
    const auto scale = static_cast<float>(step.gradientScale);
    const auto rate = static_cast<float>(step.learningRate);
    const auto offset = static_cast<float>(step.options.initialAccumulator + step.options.epsilon);
    float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const squares = m_squares.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float g = scale * accumulated[i];
        squares[i] += g * g;
        w[i] -= rate * g / std::sqrt(squares[i] + offset);
    }
}

std::vector<OptimizerBuffer> Adagrad::buffers()
{
    return {{"squares", m_squares}};
}

} // namespace accumulus
