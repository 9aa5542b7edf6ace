#include "core/optim/adam.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

Adam::Rule::Rule(const OptimizerStep& step)
{
    const OptimizerOptions& options = step.options;
    const auto t = static_cast<double>(step.step + 1);
    rate = static_cast<float>(step.learningRate * std::sqrt(1.0 - std::pow(options.beta2, t))
                              / (1.0 - std::pow(options.beta1, t)));
    scale = static_cast<float>(step.gradientScale);
    gain1 = static_cast<float>(1.0 - options.beta1);
    gain2 = static_cast<float>(1.0 - options.beta2);
    epsilon = static_cast<float>(options.epsilon);
    const bool decays = optimizerKind(options.name).decoupledDecay;
    keep = static_cast<float>(decays ? 1.0 - step.learningRate * options.weightDecay : 1.0);
}

Adam::Adam(const ParameterLayout& layout)
    : m_firstMoment(layout.size)
    , m_secondMoment(layout.size)
{}

// The loops below are free of branches, so that the compiler vectorises them; each is one pass.

void Adam::step(std::span<float> weights, std::span<const float> gradients,
                const OptimizerStep& step)
{
    const Rule rule(step);
    float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const m = m_firstMoment.data();
    float* const v = m_secondMoment.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float g = rule.scale * accumulated[i];
        m[i] += rule.gain1 * (g - m[i]);
        v[i] += rule.gain2 * (g * g - v[i]);
        w[i] = rule.keep * w[i] - rule.rate * m[i] / (std::sqrt(v[i]) + rule.epsilon);
    }
}

std::vector<OptimizerBuffer> Adam::buffers()
{
    return {{"first_moment", m_firstMoment}, {"second_moment", m_secondMoment}};
}

AmsGrad::AmsGrad(const ParameterLayout& layout)
    : Adam(layout)
    , m_largest(layout.size)
{}

void AmsGrad::step(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step)
{
    const Rule rule(step);
    float* const m = m_firstMoment.data();
    float* const v = m_secondMoment.data();
    float* const largest = m_largest.data();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float g = rule.scale * gradients[i];
        m[i] += rule.gain1 * (g - m[i]);
        v[i] += rule.gain2 * (g * g - v[i]);
        largest[i] = std::max(largest[i], v[i]);
        weights[i] -= rule.rate * m[i] / (std::sqrt(largest[i]) + rule.epsilon);
    }
}

std::vector<OptimizerBuffer> AmsGrad::buffers()
{
    std::vector<OptimizerBuffer> buffers = Adam::buffers();
    buffers.push_back({"largest_second_moment", m_largest});
    return buffers;
}

MicroBatchAdam::MicroBatchAdam(const ParameterLayout& layout, SecondMoment secondMoment)
    : Adam(layout)
    , m_kind(secondMoment)
    , m_squares(layout.size)
{}

void MicroBatchAdam::addMicroBatch(std::span<const float> gradients, double share)
{
    if (share <= 0.0)
        return;
    m_shares[0] += static_cast<float>(share);
    const float weight =
        m_kind == SecondMoment::SumOfSquares ? 1.0f : 1.0f / static_cast<float>(share);
    for (std::size_t i = 0; i < gradients.size(); ++i)
        m_squares[i] += weight * gradients[i] * gradients[i];
}

void MicroBatchAdam::dropMicroBatches()
{
    std::fill(m_squares.begin(), m_squares.end(), 0.0f);
    m_shares[0] = 0.0f;
}

/// With gradientScale = 1/Σ share, scale²·Σ share·Σ g²/share is the mean over the shares of (g /
/// share)²: the square of each micro-batch's mean gradient.
void MicroBatchAdam::step(std::span<float> weights, std::span<const float> gradients,
                          const OptimizerStep& step)
{
    const Rule rule(step);
    const float squareScale =
        rule.scale * rule.scale * (m_kind == SecondMoment::SumOfSquares ? 1.0f : m_shares[0]);
    float* const m = m_firstMoment.data();
    float* const v = m_secondMoment.data();
    for (std::size_t i = 0; i < weights.size(); ++i) {
        m[i] += rule.gain1 * (rule.scale * gradients[i] - m[i]);
        v[i] += rule.gain2 * (squareScale * m_squares[i] - v[i]);
        weights[i] -= rule.rate * m[i] / (std::sqrt(v[i]) + rule.epsilon);
    }
    dropMicroBatches();
}

std::vector<OptimizerBuffer> MicroBatchAdam::buffers()
{
    std::vector<OptimizerBuffer> buffers = Adam::buffers();
    buffers.push_back({"squares_of_window", m_squares});
    buffers.push_back({"shares_of_window", m_shares});
    return buffers;
}

} // namespace accumulus
