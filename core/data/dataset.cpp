#include "core/data/dataset.h"

#include "core/parallel_for.h"

#include <algorithm>

namespace accumulus {

double Dataset::weightOf(std::span<const std::uint32_t> rows) const
{
    const std::size_t places = placesOfRow();
    if (weights.empty())
        return static_cast<double>(rows.size() * places);
    double sum = 0.0;
    for (const std::uint32_t row : rows) {
        for (std::size_t i = row * places; i < (row + 1) * places; ++i)
            sum += static_cast<double>(weights[i]);
    }
    return sum;
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
