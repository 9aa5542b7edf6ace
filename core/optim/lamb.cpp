#include "core/optim/lamb.h"

#include "core/vector_norm.h"

#include <cmath>

namespace accumulus {

Lamb::Lamb(const ParameterLayout& layout)
    : m_slices(layout.slices)
    , m_firstMoment(layout.size)
    , m_secondMoment(layout.size)
    , m_direction(layout.size)
{}

void Lamb::step(std::span<float> weights, std::span<const float> gradients,
                const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto t = static_cast<double>(step.step + 1);
    const auto scale = static_cast<float>(step.gradientScale);
    const auto gain1 = static_cast<float>(1.0 - options.beta1);
    const auto gain2 = static_cast<float>(1.0 - options.beta2);
    const auto correction1 = static_cast<float>(1.0 / (1.0 - std::pow(options.beta1, t)));
    const auto correction2 = static_cast<float>(1.0 / (1.0 - std::pow(options.beta2, t)));
    const auto epsilon = static_cast<float>(options.epsilon);
    const auto decay = static_cast<float>(options.weightDecay);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = scale * gradients[i];
        m_firstMoment[i] += gain1 * (g - m_firstMoment[i]);
        m_secondMoment[i] += gain2 * (g * g - m_secondMoment[i]);
        m_direction[i] =
            correction1 * m_firstMoment[i] / (std::sqrt(correction2 * m_secondMoment[i]) + epsilon)
            + decay * weights[i];
    }
    for (const ParameterSlice& slice : m_slices) {
        const std::span<float> w = weights.subspan(slice.offset, slice.size);
        const std::span<const float> d = std::span(m_direction).subspan(slice.offset, slice.size);
        const double weightNorm = euclideanNorm(w);
        const double directionNorm = euclideanNorm(d);
        const double ratio =
            weightNorm > 0.0 && directionNorm > 0.0 ? weightNorm / directionNorm : 1.0;
        const auto rate = static_cast<float>(step.learningRate * ratio);
        for (std::size_t i = 0; i < w.size(); ++i)
            w[i] -= rate * d[i];
    }
}

std::vector<OptimizerBuffer> Lamb::buffers()
{
    return {{"first_moment", m_firstMoment}, {"second_moment", m_secondMoment}};
}

} // namespace accumulus
