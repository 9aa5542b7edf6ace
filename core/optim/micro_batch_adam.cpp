#include "core/optim/micro_batch_adam.h"

#include <algorithm>

namespace accumulus {

namespace {

ACCUMULUS_VECTORISED void update(const AdamRange& range, const AdamCoefficients& coefficients,
                                 const float* squares, float factor)
{
    adamUpdate(
        range, coefficients, [=](std::size_t i, float) { return factor * squares[i]; },
        [](std::size_t, float v) { return v; });
}

} // namespace

MicroBatchAdam::MicroBatchAdam(const ParameterLayout& layout, SecondMoment secondMoment)
    : m_secondMoment(secondMoment)
    , m_moments(layout)
    , m_squares(layout.size)
{}

void MicroBatchAdam::addMicroBatch(std::span<const float> gradients, double share)
{
    if (!(share > 0.0))
        return;
    const bool sums = m_secondMoment == SecondMoment::SumOfSquares;
    const auto factor = static_cast<float>(sums ? 1.0 : 1.0 / share);
    m_share += static_cast<float>(share);
    const float* const g = gradients.data();
    float* const squares = m_squares.data();
    for (std::size_t i = 0; i < m_squares.size(); ++i)
        squares[i] += factor * (g[i] * g[i]);
}

void MicroBatchAdam::stepRange(std::span<float> weights, std::span<const float> gradients,
                               const OptimizerStep& step, const ParameterSlice& range)
{
    const bool sums = m_secondMoment == SecondMoment::SumOfSquares;
    const double weight = sums ? 1.0 : static_cast<double>(m_share);
    const auto factor = static_cast<float>(step.gradientScale * step.gradientScale * weight);
    update({weights, gradients, m_moments, range}, {step, 0.0}, m_squares.data() + range.offset,
           factor);
}

void MicroBatchAdam::endStep(const OptimizerStep& step)
{
    if (step.closesWindow)
        dropMicroBatches();
}

void MicroBatchAdam::dropMicroBatches()
{
    std::fill(m_squares.begin(), m_squares.end(), 0.0f);
    m_share = 0.0f;
}

std::vector<OptimizerBuffer> MicroBatchAdam::buffers()
{
    return {{"first_moment", m_moments.first},
            {"second_moment", m_moments.second},
            {"squares", m_squares},
            {"share", std::span(&m_share, 1)}};
}

} // namespace accumulus
