#pragma once

#include "core/optim/optimizer.h"

namespace accumulus {

/// Adam (Kingma and Ba 2015) in the form that Keras uses, where ε stands beside the uncorrected √v:
///
///     m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)s;  w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m / (√v + ε).
///
/// What the second moment takes, s, makes its variants. AdamW (Loshchilov and Hutter 2019) is the
/// same behind `w ← w − η·λ·w`.
class Adam : public Optimizer
{
public:
    explicit Adam(const ParameterLayout& layout);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    std::vector<OptimizerBuffer> buffers() override;

protected:
    /// What one update does to a value, apart from the second moment.
    struct Rule
    {
        explicit Rule(const OptimizerStep& step);

        float scale; ///< from the accumulated gradient to the one to apply
        float rate;  ///< η with both bias corrections
        float gain1; ///< 1 − β₁
        float gain2;
        float epsilon;
        float keep; ///< 1 − η·λ
    };

    AlignedVector<float> m_firstMoment;
    AlignedVector<float> m_secondMoment;
};

/// AMSGrad (Reddi, Kale, Kumar 2018), as Keras's Adam with `amsgrad`: divides by the largest √v so
/// far.
class AmsGrad : public Adam
{
public:
    explicit AmsGrad(const ParameterLayout& layout);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    AlignedVector<float> m_largest;
};

/// Adam whose second moment takes every micro-batch of the window, not only their mean. With g_i
/// the micro-batches' parts of the applied gradient g = Σ g_i:
///
/// - AdamA (Zhang et al. 2023, arXiv 2305.19982): s = Σ g_i². Against Adam's g² that is r/N, where
/// r
///   in [1, N] is the gain of the window (see AdaScale): N times less where the micro-batches
///   agree, the same where they are noise. What the paper saves, the gradient buffer, is not saved
///   here: a window may be cut short, so its divisor is known only when it closes.
/// - Batch-size-invariant Adam (Wang and Aitchison 2024, arXiv 2402.18824): s is the mean over the
///   samples of the squared mean gradients of the micro-batches, r times Adam's.
class MicroBatchAdam : public Adam
{
public:
    enum class SecondMoment { SumOfSquares, MeanOfSquares };

    MicroBatchAdam(const ParameterLayout& layout, SecondMoment secondMoment);
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step) override;
    bool usesMicroBatches() const override { return true; }
    void addMicroBatch(std::span<const float> gradients, double share) override;
    void dropMicroBatches() override;
    std::vector<OptimizerBuffer> buffers() override;

private:
    SecondMoment m_kind;
    AlignedVector<float> m_squares; ///< Σ g², or Σ g² / share, of the open window
    float m_shares[1] = {0.0f};     ///< a buffer of one, for checkpoints
};

} // namespace accumulus
