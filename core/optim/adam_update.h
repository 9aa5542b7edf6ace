#pragma once

#include "core/optim/optimizer.h"

#include <cmath>

namespace accumulus {

/// What Adam and its relatives remember: running means of the gradient and of its square.
struct AdamMoments
{
    explicit AdamMoments(const ParameterLayout& layout)
        : first(layout.size)
        , second(layout.size)
    {}

    AlignedVector<float> first;
    AlignedVector<float> second;
};

/// The numbers of one update, rounded once.
struct AdamCoefficients
{
    /// \a weightDecay: decoupled; 0 for none.
    AdamCoefficients(const OptimizerStep& step, double weightDecay)
        : scale(static_cast<float>(step.gradientScale))
        , gain1(static_cast<float>(1.0 - step.options.beta1))
        , gain2(static_cast<float>(1.0 - step.options.beta2))
        , rate(
              static_cast<float>(step.learningRate * std::sqrt(correction(step, step.options.beta2))
                                 / correction(step, step.options.beta1)))
        , epsilon(static_cast<float>(step.options.epsilon))
        , keep(static_cast<float>(1.0 - step.learningRate * weightDecay))
    {}

    /// 1 − βᵗ: how much of a running mean that began at 0 is real.
    static double correction(const OptimizerStep& step, double beta)
    {
        return 1.0 - std::pow(beta, static_cast<double>(step.step + 1));
    }

    float scale;
    float gain1;
    float gain2;
    float rate;
    float epsilon;
    float keep;
};

/// One update of Adam, in which its relatives differ in two places: \a square(i, g) is what the
/// second moment averages, `g²` for Adam; \a bound(i, v) is what the step is divided by the root
/// of, `v` for Adam. Both are inlined into one pass without branches, which the compiler
/// vectorises.
template <typename Square, typename Bound>
void adamUpdate(std::span<float> weights, std::span<const float> gradients, AdamMoments& moments,
                const AdamCoefficients c, Square square, Bound bound)
{
    float* const w = weights.data();
    const float* const accumulated = gradients.data();
    float* const m = moments.first.data();
    float* const v = moments.second.data();
    const std::size_t count = weights.size();
    for (std::size_t i = 0; i < count; ++i) {
        const float g = c.scale * accumulated[i];
        m[i] += c.gain1 * (g - m[i]);
        v[i] += c.gain2 * (square(i, g) - v[i]);
        w[i] = c.keep * w[i] - c.rate * m[i] / (std::sqrt(bound(i, v[i])) + c.epsilon);
    }
}

} // namespace accumulus
