#include "core/optim/amsgrad.h"

namespace accumulus {

namespace {

ACCUMULUS_VECTORISED void update(const AdamRange& range, const AdamCoefficients& coefficients,
                                 float* largest)
{
    adamUpdate(
        range, coefficients, [](std::size_t, float g) { return g * g; },
        [largest](std::size_t i, float v) {
            const float before = largest[i];
            const float now = before < v ? v : before;
            largest[i] = now;
            return now;
        });
}

} // namespace

AmsGrad::AmsGrad(const ParameterLayout& layout)
    : m_moments(layout)
    , m_largest(layout.size)
{}

void AmsGrad::stepRange(std::span<float> weights, std::span<const float> gradients,
                        const OptimizerStep& step, const ParameterSlice& range)
{
    update({weights, gradients, m_moments, range}, {step, 0.0}, m_largest.data() + range.offset);
}

std::vector<OptimizerBuffer> AmsGrad::buffers()
{
    return {{"first_moment", m_moments.first},
            {"second_moment", m_moments.second},
            {"largest_second_moment", m_largest}};
}

} // namespace accumulus
