#pragma once

#include <span>

namespace accumulus {

/// a·b, summed in double.
double dotProduct(std::span<const float> a, std::span<const float> b);

/// Summed in double, on \a threads threads; the result does not depend on their number.
double euclideanNorm(std::span<const float> values, int threads = 1);

} // namespace accumulus
