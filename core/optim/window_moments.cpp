#include "core/optim/window_moments.h"

#include <cassert>

namespace accumulus {

NoiseEstimate estimateNoise(const WindowMoments& moments)
{
    assert(moments.microBatches > 1.0);
    const double n = moments.microBatches;
    return {moments.microBatchSize * n / (n - 1.0) * (moments.meanSquare - moments.squareMean),
            (n * moments.squareMean - moments.meanSquare) / (n - 1.0)};
}

} // namespace accumulus
