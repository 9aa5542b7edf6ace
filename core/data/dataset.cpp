#include "core/data/dataset.h"

#include <algorithm>

namespace accumulus {

void Dataset::gather(std::span<const std::uint32_t> rows, float* featuresOut,
                     float* targetsOut) const
{
    const auto columns = static_cast<std::size_t>(featureCount);
    const auto width = static_cast<std::size_t>(targetCount);
    for (const std::uint32_t row : rows)
        featuresOut = std::copy_n(features.data() + row * columns, columns, featuresOut);
    if (width == 1) { // nearly always; without a call of memmove for each value
        for (const std::uint32_t row : rows)
            *targetsOut++ = targets[row];
        return;
    }
    for (const std::uint32_t row : rows)
        targetsOut = std::copy_n(targets.data() + row * width, width, targetsOut);
}

} // namespace accumulus
