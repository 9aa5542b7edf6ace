#pragma once

#include "core/optim/optimizer.h"
#include "core/vectorised.h"

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

/// The buffers of one range of an update.
struct AdamRange
{
    AdamRange(std::span<float> allWeights, std::span<const float> allGradients,
              AdamMoments& moments, const ParameterSlice& range)
        : weights(allWeights.data() + range.offset)
        , gradients(allGradients.data() + range.offset)
        , first(moments.first.data() + range.offset)
        , second(moments.second.data() + range.offset)
        , size(range.size)
    {}

    float* weights;
    const float* gradients;
    float* first;
    float* second;
    std::size_t size;
};

/// One update of Adam, in which its relatives differ in two places: \a square(i, g) is what the
/// second moment averages, `g²` for Adam; \a bound(i, v) is what the step is divided by the root
/// of, `v` for Adam. Both count i from the beginning of the range. They are inlined into one pass
/// without branches; a function that is ACCUMULUS_VECTORISED calls it.
template <typename Square, typename Bound>
inline void adamUpdate(const AdamRange& range, const AdamCoefficients& c, Square square,
                       Bound bound)
{
    float* const w = range.weights;
    const float* const accumulated = range.gradients;
    float* const m = range.first;
    float* const v = range.second;
    const std::size_t count = range.size;
    const auto [scale, gain1, gain2, rate, epsilon, keep] = c;
    for (std::size_t i = 0; i < count; ++i) {
        const float g = scale * accumulated[i];
        const float first = m[i] + gain1 * (g - m[i]);
        const float second = v[i] + gain2 * (square(i, g) - v[i]);
        m[i] = first;
        v[i] = second;
        w[i] = keep * w[i] - rate * first / (std::sqrt(bound(i, second)) + epsilon);
    }
}

} // namespace accumulus
