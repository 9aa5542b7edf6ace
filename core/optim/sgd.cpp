#include "core/optim/sgd.h"

#include "core/vectorised.h"

namespace accumulus {

namespace {

struct Coefficients
{
    float scaledRate;
    float momentum;
    /// What the step has of the velocity and of the newest descent: v itself, or μ·v − η·g.
    float ofVelocity;
    float ofDescent;
};

ACCUMULUS_VECTORISED void update(float* weights, const float* gradients, float* velocity,
                                 std::size_t count, const Coefficients c)
{
    for (std::size_t i = 0; i < count; ++i) {
        const float descent = c.scaledRate * gradients[i];
        const float v = c.momentum * velocity[i] - descent;
        velocity[i] = v;
        weights[i] += c.ofVelocity * v - c.ofDescent * descent;
    }
}

} // namespace

Sgd::Sgd(const ParameterLayout& layout)
    : m_velocity(layout.size)
{}

void Sgd::stepRange(std::span<float> weights, std::span<const float> gradients,
                    const OptimizerStep& step, const ParameterSlice& range)
{
    const auto momentum = static_cast<float>(step.options.momentum);
    const bool nesterov = step.options.nesterov;
    update(weights.data() + range.offset, gradients.data() + range.offset,
           m_velocity.data() + range.offset, range.size,
           {.scaledRate = static_cast<float>(step.learningRate * step.gradientScale),
            .momentum = momentum,
            .ofVelocity = nesterov ? momentum : 1.0f,
            .ofDescent = nesterov ? 1.0f : 0.0f});
}

std::vector<OptimizerBuffer> Sgd::buffers()
{
    return {{"velocity", m_velocity}};
}

} // namespace accumulus
