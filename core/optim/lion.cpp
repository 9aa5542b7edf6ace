#include "core/optim/lion.h"

#include "core/vectorised.h"

namespace accumulus {

namespace {

struct Coefficients
{
    float scale;
    float rate;
    float keep;
    float gain1;
    float gain2;
};

ACCUMULUS_VECTORISED void update(float* weights, const float* gradients, float* firstMoment,
                                 std::size_t count, const Coefficients c)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float m = firstMoment[i];
        const float g = c.scale * gradients[i];
        const float direction = m + c.gain1 * (g - m);
        const int sign = static_cast<int>(direction > 0.0f) - static_cast<int>(direction < 0.0f);
        weights[i] = c.keep * weights[i] - c.rate * static_cast<float>(sign);
        firstMoment[i] = m + c.gain2 * (g - m);
    }
}

} // namespace

Lion::Lion(const ParameterLayout& layout)
    : m_firstMoment(layout.size)
{}

void Lion::stepRange(std::span<float> weights, std::span<const float> gradients,
                     const OptimizerStep& step, const ParameterSlice& range)
{
    const OptimizerOptions& options = step.options;
    update(weights.data() + range.offset, gradients.data() + range.offset,
           m_firstMoment.data() + range.offset, range.size,
           {.scale = static_cast<float>(step.gradientScale),
            .rate = static_cast<float>(step.learningRate),
            .keep = static_cast<float>(1.0 - step.learningRate * options.weightDecay),
            .gain1 = static_cast<float>(1.0 - options.beta1),
            .gain2 = static_cast<float>(1.0 - options.beta2)});
}

std::vector<OptimizerBuffer> Lion::buffers()
{
    return {{"first_moment", m_firstMoment}};
}

} // namespace accumulus
