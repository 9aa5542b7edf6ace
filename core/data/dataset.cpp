#include "core/data/dataset.h"

#include <algorithm>

namespace accumulus {

void Dataset::gather(std::span<const std::uint32_t> rows, float* featuresOut,
                     float* targetsOut) const
{
    for (const std::uint32_t row : rows) {
        const float* from =
            features.data() + std::size_t{row} * static_cast<std::size_t>(featureCount);
        featuresOut = std::copy_n(from, featureCount, featuresOut);
        const float* target =
            targets.data() + std::size_t{row} * static_cast<std::size_t>(targetCount);
        targetsOut = std::copy_n(target, targetCount, targetsOut);
    }
}

} // namespace accumulus
