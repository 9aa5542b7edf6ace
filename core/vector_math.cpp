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

/// Of \a term(i) for i below \a count.
template <typename Term>
inline double sumOfTerms(std::size_t count, const Term& term)
{
    double sums[lanes] = {};
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            sums[lane] += term(i + lane);
    }
    for (std::size_t lane = 0; i < count; ++i, ++lane)
        sums[lane] += term(i);
    return std::accumulate(std::begin(sums), std::end(sums), 0.0);
}

ACCUMULUS_VECTORISED double sumOfProducts(const float* a, const float* b, std::size_t count)
{
    return sumOfTerms(count, [=](std::size_t i) {
        return static_cast<double>(a[i]) * static_cast<double>(b[i]);
    });
}

/// One conversion to double instead of two, which is what takes the time.
ACCUMULUS_VECTORISED double sumOfSquares(const float* a, std::size_t count)
{
    return sumOfTerms(count, [=](std::size_t i) {
        const auto value = static_cast<double>(a[i]);
        return value * value;
    });
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
    if (values.size() <= valuesOfThread)
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
