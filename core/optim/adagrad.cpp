#include "core/optim/adagrad.h"

#include "core/vectorised.h"

#include <cmath>

namespace accumulus {

namespace {

struct Coefficients
{
    float scale;
    float rate;
    float offset;
};

ACCUMULUS_VECTORISED void update(float* weights, const float* gradients, float* squares,
                                 std::size_t count, const Coefficients c)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float g = c.scale * gradients[i];
        const float sum = squares[i] + g * g;
        squares[i] = sum;
        weights[i] -= c.rate * g / std::sqrt(sum + c.offset);
    }
}

} // namespace

Adagrad::Adagrad(const ParameterLayout& layout)
    : m_squares(layout.size)
{}

void Adagrad::stepRange(std::span<float> weights, std::span<const float> gradients,
                        const OptimizerStep& step, const ParameterSlice& range)
{
    update(weights.data() + range.offset, gradients.data() + range.offset,
           m_squares.data() + range.offset, range.size,
           {.scale = static_cast<float>(step.gradientScale),
            .rate = static_cast<float>(step.learningRate),
            .offset = static_cast<float>(step.options.initialAccumulator + step.options.epsilon)});
}

std::vector<OptimizerBuffer> Adagrad::buffers()
{
    return {{"squares", m_squares}};
}

} // namespace accumulus
