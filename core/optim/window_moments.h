#pragma once

namespace accumulus {

/// What a window says about gradient noise: g_i are the mean gradients of its micro-batches, ḡ
/// their mean, weighted by samples where the micro-batches are unequal.
struct WindowMoments
{
    double meanSquare = 0.0;   ///< m2, weighted mean of |g_i|²
    double squareMean = 0.0;   ///< M2 = |ḡ|²
    double microBatches = 0.0; ///< N
    /// b: samples of the window ÷ N, exact for unequal micro-batches too. Left at 1, everything is
    /// counted in micro-batches, which is the same as long as their size stays what it is.
    double microBatchSize = 1.0;

    double samples() const { return microBatches * microBatchSize; }
};

/// One window's estimates of S, the trace of the covariance of a sample's gradient, and of G, the
/// squared norm of the true gradient:
///
///     S̃ = b·N/(N−1)·(m2 − M2),    G̃ = M2 − S̃/(N·b) = (N·M2 − m2)/(N−1).
///
/// Each is unbiased (McCandlish et al. 2018, arXiv:1812.06162, App. A.1, with all N micro-batches
/// as small batches). G̃ is often negative where noise rules: limit nothing before it is averaged.
struct NoiseEstimate
{
    double trace = 0.0;  ///< S̃
    double signal = 0.0; ///< G̃
};

/// Of at least two micro-batches.
NoiseEstimate estimateNoise(const WindowMoments& moments);

} // namespace accumulus
