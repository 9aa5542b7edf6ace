#pragma once

#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>

namespace accumulus {

/// a·b, summed in double. Sixteen independent sums, so that the loop vectorises without
/// -ffast-math.
inline double dotProduct(std::span<const float> a, std::span<const float> b)
{
    assert(a.size() == b.size());
    constexpr std::size_t lanes = 16;
    double sums[lanes] = {};
    std::size_t i = 0;
    for (; i + lanes <= a.size(); i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += static_cast<double>(a[i + lane]) * static_cast<double>(b[i + lane]);
    }
    for (; i < a.size(); ++i)
        sums[0] += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

/// Summed in double.
inline double euclideanNorm(std::span<const float> values)
{
    return std::sqrt(dotProduct(values, values));
}

} // namespace accumulus
