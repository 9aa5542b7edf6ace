#pragma once

#include "core/train/semantics.h"

#include <span>

namespace accumulus {

/// Limits of a gradient; 0 is none.
struct ClipLimits
{
    double norm = 0.0;  ///< of the Euclidean norm of the whole
    double value = 0.0; ///< of every element

    bool isNone() const { return norm <= 0.0 && value <= 0.0; }
};

/// What clipGradients() did.
struct Clipped
{
    double factor = 1.0;      ///< what the gradients are still to be multiplied by
    double coefficient = 1.0; ///< norm after both limits ÷ norm before
};

/// Limits every element of \a gradients in place; then the norm of the whole, which takes a factor
/// that is left to whoever applies them. \a norm: of \a gradients before.
Clipped clipGradients(std::span<float> gradients, double norm, const ClipLimits& limits);

/// Whether every micro-batch is clipped on its own. A window whose optimizer steps at every
/// micro-batch has no other gradient to clip.
constexpr bool clipsEachMicroBatch(const Semantics& semantics)
{
    return semantics.clipping == Clipping::EachMicroBatch
        || semantics.betweenUpdates == BetweenUpdates::StepEachMicroBatch;
}

} // namespace accumulus
