#pragma once

#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>

namespace accumulus {

/// Euclidean norm, summed in double. Sixteen independent sums, so that the loop vectorises without
/// -ffast-math.
inline double euclideanNorm(std::span<const float> values)
{
    constexpr std::size_t lanes = 16;
    double sums[lanes] = {};
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const auto value = static_cast<double>(values[i + lane]);
            sums[lane] += value * value;
        }
    }
    for (; i < values.size(); ++i)
        sums[0] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    return std::sqrt(std::accumulate(std::begin(sums), std::end(sums), 0.0));
}

} // namespace accumulus
