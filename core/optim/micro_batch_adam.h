#pragma once

#include "core/optim/adam_update.h"

namespace accumulus {

/// Adam whose second moment sees every micro-batch, where Adam itself sees only the square of their
/// mean. With the gradients ĝ_i of a window's micro-batches, each as its part of the applied
/// gradient ĝ = Σĝ_i, the rule is Adam's but for what v averages:
///
/// - SumOfSquares: AdamA (Zhang et al. 2023, arXiv:2305.19982), `v ← β₂v + (1−β₂)·Σĝ_i²`.
/// - MeanOfSquares: batch-size-invariant Adam (Wang and Aitchison 2024, arXiv:2402.18824),
///   `v ← β₂v + (1−β₂)·(mean over the window's samples of the square of their micro-batch's mean
///   gradient)`.
///
/// With N equal micro-batches let r = mean of |g_i|² ÷ |mean of g_i|², in [1, N]: the window's gain
/// (AdaScale, gradient diversity). What v averages, summed over the elements, is then Adam's times
/// r/N for AdamA and times r for the other. So where all micro-batches agree (r = 1) AdamA's v is N
/// times smaller and its steps √N times larger than Adam's, and the other is Adam; where they are
/// mere noise (r = N) AdamA is Adam, and the other's steps are √N times smaller.
///
/// Left out is what AdamA was made for, giving the gradient buffer free after every micro-batch by
/// adding to the moments at once: a window may be cut short or dropped, and what its gradients are
/// divided by is known only at its end. The squares are summed in a buffer of their own.
class MicroBatchAdam : public Optimizer
{
public:
    enum class SecondMoment { SumOfSquares, MeanOfSquares };

    MicroBatchAdam(const ParameterLayout& layout, SecondMoment secondMoment);
    void stepRange(std::span<float> weights, std::span<const float> gradients,
                   const OptimizerStep& step, const ParameterSlice& range) override;
    void endStep(const OptimizerStep& step) override;
    bool usesMicroBatches() const override { return true; }
    /// A micro-batch whose \a share is not positive counts for nothing and is passed over.
    void addMicroBatch(std::span<const float> gradients, double share) override;
    void dropMicroBatches() override;
    /// Moments, and what the open window has so far: a checkpoint may fall inside it. "share" has a
    /// single value.
    std::vector<OptimizerBuffer> buffers() override;

private:
    SecondMoment m_secondMoment;
    AdamMoments m_moments;
    AlignedVector<float> m_squares; ///< Σ g_i², or Σ g_i² / share_i
    float m_share = 0.0f;           ///< Σ share_i
};

} // namespace accumulus
