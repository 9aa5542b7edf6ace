#pragma once

#include "core/train/semantics.h"

#include <cstdint>
#include <memory>
#include <span>

namespace accumulus {

class StateArchive;

/// Adds up gradients in the precision of AccumulatorPrecision. Rounding happens where a framework
/// with such an accumulator rounds: after every addition.
///
/// Only what needs the micro-batches' gradients one by one goes through here; else layers add
/// straight into the ParameterArena, which is f32 at no cost.
class GradientAccumulator
{
public:
    virtual ~GradientAccumulator() = default;

    /// accumulated += \a factor · \a gradient, element by element.
    virtual void add(std::span<const float> gradient, float factor) = 0;

    /// accumulated → \a out.
    virtual void read(std::span<float> out) const = 0;

    virtual void zero() = 0;

    virtual void archive(StateArchive& archive) = 0;
};

/// For \a size values. \a seed keys the random numbers of stochastic rounding.
std::unique_ptr<GradientAccumulator> makeGradientAccumulator(AccumulatorPrecision precision,
                                                             std::size_t size, std::uint64_t seed);

/// Bytes of such an accumulator.
std::size_t gradientAccumulatorBytes(AccumulatorPrecision precision, std::size_t size);

} // namespace accumulus
