#include "core/optim/adagrad.h"

#include <cmath>

namespace accumulus {

AdaGrad::AdaGrad(const ParameterLayout& layout)
    : m_sumOfSquares(layout.size)
{}

void AdaGrad::step(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto scale = static_cast<float>(step.gradientScale);
    const auto rate = static_cast<float>(step.learningRate);
    const auto offset = static_cast<float>(options.initialAccumulator + options.epsilon);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = scale * gradients[i];
        m_sumOfSquares[i] += g * g;
        weights[i] -= rate * g / std::sqrt(m_sumOfSquares[i] + offset);
    }
}

std::vector<OptimizerBuffer> AdaGrad::buffers()
{
    return {{"sum_of_squares", m_sumOfSquares}};
}

} // namespace accumulus
