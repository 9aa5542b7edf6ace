#include "core/vector_math.h"

#include "core/parallel_for.h"
#include "core/vectorised.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace accumulus {

namespace {

/// Independent sums, so that the loop vectorises without -ffast-math.
constexpr std::size_t lanes = 32;

ACCUMULUS_VECTORISED double sumOfProducts(const float* a, const float* b, std::size_t count)
{
    double sums[lanes] = {};
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += static_cast<double>(a[i + lane]) * static_cast<double>(b[i + lane]);
    }
    for (std::size_t lane = 0; i < count; ++i, ++lane)
        sums[lane] += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

/// The same with itself: one conversion to double instead of two, which is what takes the time.
ACCUMULUS_VECTORISED double sumOfSquares(const float* a, std::size_t count)
{
    double sums[lanes] = {};
    const auto add = [&](std::size_t lane, std::size_t i) {
        const auto value = static_cast<double>(a[i]);
        sums[lane] += value * value;
    };
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            add(lane, i + lane);
    }
    for (std::size_t lane = 0; i < count; ++i, ++lane)
        add(lane, i);
    return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

} // namespace

double dotProduct(std::span<const float> a, std::span<const float> b)
{
    assert(a.size() == b.size());
    return sumOfProducts(a.data(), b.data(), a.size());
}

double euclideanNorm(std::span<const float> values, int threads)
{
    // A fixed number of pieces, each summed by one thread, then added up in order.
    constexpr std::size_t pieces = 64;
    constexpr std::size_t shortest = 1 << 14; // below, one thread is faster
    if (values.size() <= shortest)
        return std::sqrt(sumOfSquares(values.data(), values.size()));
    std::array<double, pieces> sums{};
    const std::size_t length = (values.size() + pieces - 1) / pieces;
    parallelFor(threads, pieces, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end; ++piece) {
            const std::size_t first = std::min(piece * length, values.size());
            const auto part = values.subspan(first, std::min(length, values.size() - first));
            sums[piece] = sumOfSquares(part.data(), part.size());
        }
    });
    return std::sqrt(std::accumulate(sums.begin(), sums.end(), 0.0));
}

} // namespace accumulus
