#pragma once

#include <string_view>
#include <vector>

namespace accumulus {

/// How the learning rate follows accumulation_steps, relative to a base number of them for which it
/// was chosen. No rule is right everywhere; that is what there is to see.
struct LearningRateScaling
{
    std::string_view name;
    std::string_view formula;
    /// Null: it learns from the gradients, see AdaScale.
    double (*factor)(double ratio);
};

const std::vector<LearningRateScaling>& learningRateScalings();

/// What the rule \a name multiplies the learning rate by for \a steps instead of \a base: fixed
/// rules only. Throws std::invalid_argument if there is no such rule.
double learningRateFactor(std::string_view name, int steps, int base);

/// What AdaScale learns from a window: g_i are the mean gradients of its micro-batches, ḡ their
/// mean.
struct WindowMoments
{
    double meanSquare = 0.0; ///< mean of |g_i|²
    double squareMean = 0.0; ///< |ḡ|²
    int microBatches = 0;    ///< N
};

/// AdaScale (Johnson et al. 2020): the gain of a window of N micro-batches over one of `base`,
///
///     r = (G + S/base) / (G + S/N)    in [1, N/base],
///
/// where S is the variance of a micro-batch's gradient and G the squared norm of the true one; both
/// are estimated without bias from the micro-batches of every window,
/// `S̃ = (m2 − M2)·N/(N − 1)` and `G̃ = (N·M2 − m2)/(N − 1)`, and averaged over the last thousand
/// micro-batches or so. Nothing is clamped before it is averaged, which would bias it upwards.
/// Windows of one micro-batch teach nothing. The learning rate is multiplied by r, and a schedule
/// advances by r at an update.
class AdaScale
{
public:
    void add(const WindowMoments& moments);

    /// 1 as long as nothing is known.
    double gain(int steps, int base) const;

    struct State
    {
        double variance = 0.0; ///< average of S̃, not yet corrected
        double square = 0.0;   ///< of G̃
        double weight = 0.0;   ///< what the averages are to be divided by
    };
    const State& state() const { return m_state; }
    void setState(const State& state) { m_state = state; }

private:
    State m_state;
};

} // namespace accumulus
