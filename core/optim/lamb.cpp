#include "core/optim/lamb.h"

#include "core/vector_math.h"

namespace accumulus {

Lamb::Lamb(const ParameterLayout& layout)
    : m_slices(layout.slices)
    , m_moments(layout)
    , m_direction(layout.size)
{}

void Lamb::stepRange(std::span<float> weights, std::span<const float> gradients,
                     const OptimizerStep& step, const ParameterSlice&)
{
    findDirection(weights, gradients, step);
    for (const ParameterSlice& slice : m_slices) {
        const std::span<float> w = weights.subspan(slice.offset, slice.size);
        const std::span<const float> d =
            std::span<const float>(m_direction).subspan(slice.offset, slice.size);
        const double weightNorm = euclideanNorm(w);
        const double directionNorm = euclideanNorm(d);
        const double trust =
            weightNorm > 0.0 && directionNorm > 0.0 ? weightNorm / directionNorm : 1.0;
        const auto rate = static_cast<float>(step.learningRate * trust);
        for (std::size_t i = 0; i < w.size(); ++i)
            w[i] -= rate * d[i];
    }
}

void Lamb::findDirection(std::span<const float> weights, std::span<const float> gradients,
                         const OptimizerStep& step)
{
    const AdamCoefficients c(step, 0.0);
    const double correction1 = AdamCoefficients::correction(step, step.options.beta1);
    const double correction2 = AdamCoefficients::correction(step, step.options.beta2);
    const auto real1 = static_cast<float>(1.0 / correction1);
    const auto real2 = static_cast<float>(1.0 / correction2);
    const auto decay = static_cast<float>(step.options.weightDecay);
    const float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const m = m_moments.first.data();
    float* const v = m_moments.second.data();
    float* const d = m_direction.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float g = c.scale * accumulated[i];
        m[i] += c.gain1 * (g - m[i]);
        v[i] += c.gain2 * (g * g - v[i]);
        d[i] = real1 * m[i] / (std::sqrt(real2 * v[i]) + c.epsilon) + decay * w[i];
    }
}

std::vector<OptimizerBuffer> Lamb::buffers()
{
    return {{"first_moment", m_moments.first}, {"second_moment", m_moments.second}};
}

} // namespace accumulus
