#include "core/probe/noise_scale.h"

#include "core/record/state_archive.h"
#include "core/vector_math.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace accumulus {

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

constexpr std::array otherSteps{1, 4, 16, 64};

enum Column {
    Trace,
    Signal,
    Scale,
    Snr,
    Gain,
    Efficiency,
    PairwiseCosine,
    Diversity,
    FromPairs,
    ExpectedNorm,
    FirstOther,
};

} // namespace

NoiseEstimate estimateNoise(const WindowMoments& moments, double trainingRows)
{
    NoiseEstimate estimate = estimateNoise(moments);
    estimate.signal += estimate.trace / trainingRows;
    return estimate;
}

void NoiseAverage::add(const NoiseEstimate& estimate, double samples)
{
    const double keep = std::exp2(-samples / m_halfLife);
    m_weight = keep * m_weight + (1.0 - keep);
    m_sum.trace = keep * m_sum.trace + (1.0 - keep) * estimate.trace;
    m_sum.signal = keep * m_sum.signal + (1.0 - keep) * estimate.signal;
}

NoiseEstimate NoiseAverage::mean() const
{
    if (m_weight <= 0.0)
        return {notKnown, notKnown};
    return {m_sum.trace / m_weight, m_sum.signal / m_weight};
}

void NoiseAverage::archive(StateArchive& archive)
{
    archive.value("noise_scale.weight", m_weight);
    archive.value("noise_scale.trace", m_sum.trace);
    archive.value("noise_scale.signal", m_sum.signal);
}

NoiseFigures noiseFigures(const NoiseEstimate& noise, double microBatchSize, double microBatches)
{
    // Limited here, at the end, and nowhere before: averages of limited values would be biased.
    const double signal = std::max(noise.signal, 0.0);
    const double trace = std::max(noise.trace, 0.0);
    const double atOne = signal + trace / microBatchSize;
    const double atWindow = signal + trace / (microBatchSize * microBatches);
    return {.noiseScale = noise.signal > 0.0 ? trace / noise.signal : notKnown,
            .snr = trace > 0.0 ? microBatchSize * microBatches * signal / trace : notKnown,
            .gain = atOne / atWindow,
            .efficiency = atOne / atWindow / microBatches,
            .pairwiseCosine = signal / atOne};
}

double expectedGradientNorm(const NoiseEstimate& noise, double samples, double trainingRows)
{
    return std::sqrt(
        std::max(noise.signal + noise.trace * (1.0 / samples - 1.0 / trainingRows), 0.0));
}

NoiseScale::NoiseScale(const ProbeContext& context, const ProbeOptions& options)
    : m_model(context.model)
    , m_training(context.training)
    , m_trainingCount(context.training.effectiveCount())
    , m_average(options.halfLife > 0 ? static_cast<double>(options.halfLife)
                                     : m_trainingCount / 2.0)
    , m_every(options.interval("noise_scale"))
{}

std::vector<std::string> NoiseScale::columns() const
{
    std::vector<std::string> names{"gradient_trace",
                                   "gradient_signal",
                                   "noise_scale",
                                   "snr",
                                   "gain",
                                   "efficiency",
                                   "pairwise_cosine",
                                   "diversity",
                                   "noise_from_pairs",
                                   "expected_grad_norm"};
    for (const int steps : otherSteps)
        names.push_back("expected_grad_norm_n" + std::to_string(steps));
    return names;
}

void NoiseScale::addMicroBatch(const MicroBatchView& view, std::span<double>)
{
    const double count = m_training.effectiveCountOf(view.batch.rows);
    if (!(count > 0.0))
        return;
    m_windowCount += count;
    m_shares += view.share;
    m_singleNoise += view.share / count;
    m_meanNoise += view.share * view.share / count;
}

void NoiseScale::beforeUpdate(const WindowView& view, std::span<double> values)
{
    if (!view.moments || m_windowCount <= 0.0)
        return;
    const bool isPair = view.moments->microBatches < 2.0;
    const std::optional<WindowMoments> moments =
        isPair ? pairWithBefore(view) : unequalMoments(*view.moments);
    // Shares that differ by many orders, or a checkpoint's, may be no more than one micro-batch's.
    if (moments && moments->microBatches > 1.0 && moments->microBatchSize > 0.0) {
        const NoiseEstimate estimate = estimateNoise(*moments, m_trainingCount);
        if (std::isfinite(estimate.trace) && std::isfinite(estimate.signal))
            m_average.add(estimate, m_every * m_windowCount);
        values[Trace] = estimate.trace;
        values[Signal] = estimate.signal;
        values[Diversity] = moments->meanSquare / (moments->microBatches * moments->squareMean);
        values[FromPairs] = isPair ? 1.0 : 0.0;
    }
    const double samples = m_shares * m_shares / m_meanNoise; // that count in the mean
    const double size = m_windowCount / view.moments->microBatches;
    const NoiseEstimate mean = m_average.mean();
    const NoiseFigures figures = noiseFigures(mean, size, samples / size);
    values[Scale] = figures.noiseScale;
    values[Snr] = figures.snr;
    values[Gain] = figures.gain;
    values[Efficiency] = figures.efficiency;
    values[PairwiseCosine] = figures.pairwiseCosine;
    values[ExpectedNorm] = expectedGradientNorm(mean, samples, m_trainingCount);
    for (std::size_t i = 0; i < otherSteps.size(); ++i)
        values[FirstOther + i] = expectedGradientNorm(mean, otherSteps[i] * size, m_trainingCount);
}

/// Gradients of n_i samples have the noise S/n_i. With shares p_i that add up to 1,
///
///     E m2 = G + S·Σ p_i/n_i,   E M2 = G + S·Σ p_i²/n_i,
///
/// as of micro-batches of the size 1/Σ(p_i/n_i), as many as make the second sum. For a
/// sample-weighted mean these are the plain b and N; for a mean of means b is the harmonic mean.
WindowMoments NoiseScale::unequalMoments(const WindowMoments& moments) const
{
    const double single = m_singleNoise / m_shares;
    const double mean = m_meanNoise / (m_shares * m_shares);
    return {.meanSquare = moments.meanSquare,
            .squareMean = moments.squareMean,
            .microBatches = single / mean,
            .microBatchSize = 1.0 / single};
}

std::optional<WindowMoments> NoiseScale::pairWithBefore(const WindowView& view)
{
    const auto gradients = m_model.arena().gradients();
    std::optional<WindowMoments> moments;
    // The epoch's short last one pairs with nobody.
    if (m_every == 1.0 && m_countBefore == m_windowCount) {
        const double now = view.gradNorm * view.gradNorm;
        const double before = dotProduct(m_before, m_before);
        const double product = dotProduct(gradients, m_before) / view.divisor;
        moments = {.meanSquare = (now + before) / 2.0,
                   .squareMean = (now + before + 2.0 * product) / 4.0,
                   .microBatches = 2.0,
                   .microBatchSize = m_windowCount};
    }
    const auto scale = static_cast<float>(1.0 / view.divisor);
    m_before.resize(gradients.size());
    std::transform(gradients.begin(), gradients.end(), m_before.begin(),
                   [scale](float gradient) { return gradient * scale; });
    m_countBefore = m_windowCount;
    return moments;
}

void NoiseScale::endWindow()
{
    m_windowCount = 0.0;
    m_shares = 0.0;
    m_singleNoise = 0.0;
    m_meanNoise = 0.0;
}

void NoiseScale::archive(StateArchive& archive)
{
    m_average.archive(archive);
    archive.value("noise_scale.window_count", m_windowCount);
    archive.value("noise_scale.shares", m_shares);
    archive.value("noise_scale.single_noise", m_singleNoise);
    archive.value("noise_scale.mean_noise", m_meanNoise);
    archive.value("noise_scale.count_before", m_countBefore);
    if (!(m_countBefore > 0.0))
        return;
    m_before.resize(m_model.arena().gradients().size());
    archive.buffer("noise_scale.before", m_before);
}

void NoiseScale::giveWay()
{
    m_before.clear();
    m_before.shrink_to_fit();
    m_countBefore = 0.0;
}

} // namespace accumulus
