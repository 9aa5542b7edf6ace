#include "core/data/dataset.h"

#include "core/parallel_for.h"

#include <algorithm>
#include <numeric>

namespace accumulus {

namespace {

struct WeightSums
{
    double sum = 0.0;
    double squares = 0.0;
};

WeightSums weightSums(const Dataset& data, std::span<const std::uint32_t> rows)
{
    const std::size_t places = data.placesOfRow();
    const auto count = static_cast<double>(rows.size() * places);
    if (data.weights.empty())
        return {count, count};
    WeightSums sums;
    for (const std::uint32_t row : rows) {
        for (std::size_t i = row * places; i < (row + 1) * places; ++i) {
            const auto weight = static_cast<double>(data.weights[i]);
            sums.sum += weight;
            sums.squares += weight * weight;
        }
    }
    return sums;
}

} // namespace

double Dataset::weightOf(std::span<const std::uint32_t> rows) const
{
    return weightSums(*this, rows).sum;
}

double Dataset::effectiveCountOf(std::span<const std::uint32_t> rows) const
{
    const auto [sum, squares] = weightSums(*this, rows);
    return sum == squares ? sum : sum * sum / squares;
}

double Dataset::effectiveCount() const
{
    std::vector<std::uint32_t> rows(rowCount());
    std::iota(rows.begin(), rows.end(), 0u);
    return effectiveCountOf(rows);
}

void Dataset::gather(std::span<const std::uint32_t> rows, float* featuresOut, float* targetsOut,
                     float* weightsOut, int threads) const
{
    const std::size_t places = placesOfRow();
    const std::size_t columns = featuresOfRow();
    const std::size_t width = targetsOfRow();
    if (!weights.empty()) {
        for (const std::uint32_t row : rows)
            weightsOut = std::copy_n(weights.data() + row * places, places, weightsOut);
    }
    parallelFor(threads, rows.size(), valuesOfThread / columns + 1,
                [&](std::size_t begin, std::size_t end) {
                    for (std::size_t i = begin; i < end; ++i)
                        std::copy_n(features.data() + rows[i] * columns, columns,
                                    featuresOut + i * columns);
                });
    if (width == 1) { // nearly always; without a call of memmove for each value
        for (const std::uint32_t row : rows)
            *targetsOut++ = targets[row];
        return;
    }
    for (const std::uint32_t row : rows)
        targetsOut = std::copy_n(targets.data() + row * width, width, targetsOut);
}

} // namespace accumulus
