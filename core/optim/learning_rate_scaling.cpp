#include "core/optim/learning_rate_scaling.h"

#include "core/named_row.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double microBatchesRemembered = 1000.0; // Johnson et al., App. B.3

} // namespace

const std::vector<LearningRateScaling>& learningRateScalings()
{
    static const std::vector<LearningRateScaling> table{
        {"none", "1", [](double) { return 1.0; }},
        {"sqrt", "√(N / base) (Krizhevsky 2014; Adam: Malladi et al. 2022)",
         [](double ratio) { return std::sqrt(ratio); }},
        {"linear", "N / base (Goyal et al. 2017)", [](double ratio) { return ratio; }},
        {"adascale", "(G + S/base) / (G + S/N), measured (Johnson et al. 2020)", nullptr},
    };
    return table;
}

double learningRateFactor(std::string_view rule, int steps, int base)
{
    const LearningRateScaling& row =
        namedRow(learningRateScalings(), rule, "learning-rate scaling");
    return row.factor ? row.factor(static_cast<double>(steps) / static_cast<double>(base)) : 1.0;
}

void AdaScale::add(const WindowMoments& moments)
{
    if (moments.microBatches < 2.0 || !std::isfinite(moments.meanSquare)
        || !std::isfinite(moments.squareMean))
        return;
    const NoiseEstimate noise = estimateNoise(moments);
    const double keep = std::max(1.0 - moments.microBatches / microBatchesRemembered, 0.0);
    m_state.variance = keep * m_state.variance + (1.0 - keep) * noise.trace;
    m_state.square = keep * m_state.square + (1.0 - keep) * noise.signal;
    m_state.weight = keep * m_state.weight + (1.0 - keep);
    m_state.microBatchSize = moments.microBatchSize;
}

double AdaScale::gain(int steps, int base) const
{
    if (m_state.weight <= 0.0)
        return 1.0;
    const double variance =
        std::max(m_state.variance / m_state.weight, 0.0) / m_state.microBatchSize;
    const double square = std::max(m_state.square / m_state.weight, 0.0);
    const double atBase = square + variance / static_cast<double>(base);
    const double atSteps = square + variance / static_cast<double>(steps);
    return atSteps > 0.0 ? atBase / atSteps : 1.0;
}

} // namespace accumulus
