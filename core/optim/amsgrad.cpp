#include "core/optim/amsgrad.h"

namespace accumulus {

AmsGrad::AmsGrad(const ParameterLayout& layout)
    : m_moments(layout)
    , m_largest(layout.size)
{}

void AmsGrad::step(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step)
{
    float* const largest = m_largest.data();
    adamUpdate(
        weights, gradients, m_moments, AdamCoefficients(step, 0.0),
        [](std::size_t, float g) { return g * g; },
        [largest](std::size_t i, float v) {
            const float before = largest[i];
            const float now = before < v ? v : before;
            largest[i] = now;
            return now;
        });
}

std::vector<OptimizerBuffer> AmsGrad::buffers()
{
    return {{"first_moment", m_moments.first},
            {"second_moment", m_moments.second},
            {"largest_second_moment", m_largest}};
}

} // namespace accumulus
