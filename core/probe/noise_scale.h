#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// The same for a data set of M rows that are drawn without replacement: a window's gradient is
/// that of the whole set with noise S·(1/B − 1/M), so G̃' = M2 − S̃·(1/B − 1/M) is unbiased for
/// the squared gradient norm of the set. (Without that correction it is biased by −S/M, which on
/// small sets rules late in training.)
NoiseEstimate estimateNoise(const WindowMoments& moments, double trainingRows);

/// Averages of estimates that forget by samples, not by windows: what was seen half_life samples
/// ago counts half. So they mean the same for every N.
class NoiseAverage
{
public:
    explicit NoiseAverage(double halfLife = 1.0)
        : m_halfLife(halfLife)
    {}

    void add(const NoiseEstimate& estimate, double samples);

    /// NaN as long as nothing was added.
    NoiseEstimate mean() const;

    void archive(StateArchive& archive);

private:
    double m_halfLife;
    double m_weight = 0.0; ///< what the sums are to be divided by: corrects for having begun at 0
    NoiseEstimate m_sum;
};

/// What follows from S and G for windows of N micro-batches of b samples, B = N·b (McCandlish et
/// al. 2018; Johnson et al. 2020; Yin et al. 2018; Qiao et al. 2021). One number under four names:
/// the gain is N times Pollux's efficiency, N times the gradient diversity in expectation, and the
/// ratio of updates that small and large windows need.
struct NoiseFigures
{
    double noiseScale = 0.0;     ///< φ = S/G, in samples; NaN if G ≤ 0: larger than can be told
    double snr = 0.0;            ///< of the accumulated gradient, B·G/S: above 1 signal rules
    double gain = 0.0;           ///< r = (G + S/b)/(G + S/B), 1…N
    double efficiency = 0.0;     ///< r/N: progress per sample against N = 1
    double pairwiseCosine = 0.0; ///< expected between two micro-batches, G/(G + S/b)
};

NoiseFigures noiseFigures(const NoiseEstimate& noise, double microBatchSize, double microBatches);

/// √(G + S·(1/B − 1/M)): why the gradient norm falls when N grows.
double expectedGradientNorm(const NoiseEstimate& noise, double samples, double trainingRows);

/// The gradient noise scale of a run, from the norms of its micro-batches' gradients and that of
/// their mean: no pass of its own. Columns:
///
/// - `gradient_trace`, `gradient_signal`: this window's S̃ and G̃', unbiased and noisy;
/// - `noise_scale`, `snr`, `gain`, `efficiency`, `pairwise_cosine`: see NoiseFigures, from
/// averages;
/// - `diversity`: m2/(N·M2) of this window;
/// - `expected_grad_norm` at the window's N (which is no prediction, but the measured norm,
/// averaged), `expected_grad_norm_n1`, `_n4`, `_n16`, `_n64` at
///   others with the same b;
/// - `noise_from_pairs`: 1 where windows have one micro-batch. S and G are then estimated from this
///   window's gradient and that of the one before, as if they were two micro-batches at the same
///   weights (AdaptDL's way): biased, because the weights have moved in between. Only if every
///   update is measured.
///
/// A sample is a row of average weight: a micro-batch has as many as Dataset::effectiveCountOf()
/// says, so the unit of weights does not matter. Samples of a text count by their predictions.
class NoiseScale : public Probe
{
public:
    NoiseScale(const ProbeContext& context, const ProbeOptions& options);

    std::vector<std::string> columns() const override;
    void addMicroBatch(const MicroBatchView& view, std::span<double> values) override;
    void beforeUpdate(const WindowView& view, std::span<double> values) override;
    void endWindow() override;
    void giveWay() override;
    void archive(StateArchive& archive) override;

private:
    WindowMoments unequalMoments(const WindowMoments& moments) const;
    std::optional<WindowMoments> pairWithBefore(const WindowView& view);

    Model& m_model;
    const Dataset& m_training;
    double m_trainingCount; ///< M
    NoiseAverage m_average;
    double m_every; ///< windows between two that are measured, for the average's memory
    // Of the open window, in samples:
    double m_windowCount = 0.0;
    double m_shares = 0.0;
    double m_singleNoise = 0.0;    ///< Σ share/n: noise of the single gradients
    double m_meanNoise = 0.0;      ///< Σ share²/n: noise of their mean
    AlignedVector<float> m_before; ///< gradient of the window before, if that had one micro-batch
    double m_countBefore = 0.0;    ///< samples of it; 0: there is none
};

} // namespace accumulus
