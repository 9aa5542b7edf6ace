#pragma once

#include "core/optim/window_moments.h"

#include <string_view>
#include <vector>

namespace accumulus {

/// How the learning rate follows accumulation_steps, relative to a base number of them for which it
/// was chosen. No rule is right everywhere; that is what there is to see.
struct LearningRateScaling
{
    std::string_view name;
    std::string_view formula;
    /// Of N / base. Null: the rule learns from the gradients, see AdaScale.
    double (*factor)(double ratio);
};

/// All rules that an experiment can name.
const std::vector<LearningRateScaling>& learningRateScalings();

/// What \a rule multiplies the learning rate by for \a steps (N) instead of \a base; 1 for
/// adascale, whose factor is AdaScale::gain(). Throws std::invalid_argument if there is no such
/// rule.
double learningRateFactor(std::string_view rule, int steps, int base);

/// AdaScale (Johnson et al. 2020, arXiv:2007.05105): the gain of windows of N micro-batches over
/// those of `base`,
///
///     r = (G + S/(base·b)) / (G + S/(N·b)),   in [1, N/base] for N ≥ base,
///
/// where S is the trace of the covariance of a sample's gradient and G the squared norm of the true
/// one. Both are estimated from every window without bias, see NoiseEstimate, and averaged over
/// about a thousand micro-batches: decay 1 − N/1000, corrected for having begun at 0. Nothing is
/// limited before it is averaged, which would bias G upwards (App. B.3 and fairscale do that).
///
/// The caller multiplies the learning rate by r and lets a schedule advance by r at an update.
/// A window of one micro-batch teaches nothing: there is no difference estimator over two windows.
class AdaScale
{
public:
    /// Passes over windows of one micro-batch and moments that are not finite.
    void add(const WindowMoments& moments);

    /// 1 as long as nothing is known. If G is not positive: N / base.
    double gain(int steps, int base) const;

    /// All that it remembers.
    struct State
    {
        double variance = 0.0;       ///< average of S̃, not yet corrected
        double square = 0.0;         ///< of G̃
        double weight = 0.0;         ///< what the averages are to be divided by
        double microBatchSize = 1.0; ///< of the last window

        bool operator==(const State&) const = default;
    };
    const State& state() const { return m_state; }
    void setState(const State& state) { m_state = state; }

private:
    State m_state;
};

} // namespace accumulus
