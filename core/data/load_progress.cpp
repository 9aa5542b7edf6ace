#include "core/data/load_progress.h"

#include <numeric>

namespace accumulus {

std::vector<LoadProgress> splitProgress(const LoadProgress& whole, const std::vector<double>& sizes)
{
    std::vector<LoadProgress> parts(sizes.size());
    const double total = std::accumulate(sizes.begin(), sizes.end(), 0.0);
    if (!whole || total <= 0.0)
        return parts;
    double done = 0.0;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double from = done / total;
        const double length = sizes[i] / total;
        parts[i] = [=](double share) { whole(from + length * share); };
        done += sizes[i];
    }
    return parts;
}

} // namespace accumulus
