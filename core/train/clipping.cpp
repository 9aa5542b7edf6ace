#include "core/train/clipping.h"

#include "core/vector_math.h"

#include <algorithm>

namespace accumulus {

Clipped clipGradients(std::span<float> gradients, double norm, const ClipLimits& limits)
{
    double limited = norm;
    if (limits.value > 0.0) {
        const auto most = static_cast<float>(limits.value);
        for (float& gradient : gradients)
            gradient = std::clamp(gradient, -most, most);
        limited = euclideanNorm(gradients);
    }
    Clipped clipped;
    if (limits.norm > 0.0 && limited > limits.norm)
        clipped.factor = limits.norm / limited;
    if (limited * clipped.factor != norm)
        clipped.coefficient = limited * clipped.factor / norm;
    return clipped;
}

} // namespace accumulus
