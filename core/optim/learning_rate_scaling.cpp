#include "core/optim/learning_rate_scaling.h"

#include "core/named_row.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double memory = 1000.0; // micro-batches

} // namespace

const std::vector<LearningRateScaling>& learningRateScalings()
{
    static const std::vector<LearningRateScaling> table{
        {"none", "1", [](double) { return 1.0; }},
        {"sqrt", "√(N / base): keeps the noise of an update (Krizhevsky 2014)",
         [](double ratio) { return std::sqrt(ratio); }},
        {"linear", "N / base: keeps the step per sample (Goyal et al. 2017)",
         [](double ratio) { return ratio; }},
        {"adascale", "r in [1, N / base], measured (Johnson et al. 2020)", nullptr},
    };
    return table;
}

double learningRateFactor(std::string_view name, int steps, int base)
{
    const LearningRateScaling& rule = namedRow(learningRateScalings(), name, "scaling");
    return rule.factor ? rule.factor(static_cast<double>(steps) / base) : 1.0;
}

void AdaScale::add(const WindowMoments& moments)
{
    if (moments.microBatches < 2)
        return;
    const auto n = static_cast<double>(moments.microBatches);
    const double variance = (moments.meanSquare - moments.squareMean) * n / (n - 1.0);
    const double square = (n * moments.squareMean - moments.meanSquare) / (n - 1.0);
    const double keep = std::max(0.0, 1.0 - n / memory);
    m_state.variance = keep * m_state.variance + (1.0 - keep) * variance;
    m_state.square = keep * m_state.square + (1.0 - keep) * square;
    m_state.weight = keep * m_state.weight + (1.0 - keep);
}

double AdaScale::gain(int steps, int base) const
{
    const double ratio = static_cast<double>(steps) / base;
    if (m_state.weight <= 0.0)
        return 1.0;
    // The correction by the weight cancels in the quotient.
    const double square = std::max(m_state.square, 0.0);
    const double variance = std::max(m_state.variance, 0.0);
    const double below = square + variance / steps;
    const double gain = below > 0.0 ? (square + variance / base) / below : 1.0;
    return std::clamp(gain, std::min(1.0, ratio), std::max(1.0, ratio));
}

} // namespace accumulus
