#include "core/optim/rmsprop.h"

#include "core/vectorised.h"

#include <cmath>

namespace accumulus {

namespace {

struct Coefficients
{
    float scale;
    float rate;
    float momentum;
    float gain;
    float epsilon;
};

ACCUMULUS_VECTORISED void update(float* weights, const float* gradients, float* secondMoment,
                                 float* velocity, std::size_t count, const Coefficients c)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float g = c.scale * gradients[i];
        const float v = secondMoment[i] + c.gain * (g * g - secondMoment[i]);
        const float u = c.momentum * velocity[i] + c.rate * g / std::sqrt(v + c.epsilon);
        secondMoment[i] = v;
        velocity[i] = u;
        weights[i] -= u;
    }
}

} // namespace

RmsProp::RmsProp(const ParameterLayout& layout)
    : m_secondMoment(layout.size)
    , m_velocity(layout.size)
{}

void RmsProp::stepRange(std::span<float> weights, std::span<const float> gradients,
                        const OptimizerStep& step, const ParameterSlice& range)
{
    update(weights.data() + range.offset, gradients.data() + range.offset,
           m_secondMoment.data() + range.offset, m_velocity.data() + range.offset, range.size,
           {.scale = static_cast<float>(step.gradientScale),
            .rate = static_cast<float>(step.learningRate),
            .momentum = static_cast<float>(step.options.momentum),
            .gain = static_cast<float>(1.0 - step.options.rho),
            .epsilon = static_cast<float>(step.options.epsilon)});
}

std::vector<OptimizerBuffer> RmsProp::buffers()
{
    return {{"second_moment", m_secondMoment}, {"velocity", m_velocity}};
}

} // namespace accumulus
