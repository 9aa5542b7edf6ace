#pragma once

#include <functional>
#include <vector>

namespace accumulus {

/// Called with the share of a long load that is done, 0…1. May throw, which ends the load. An empty
/// one is never called.
using LoadProgress = std::function<void(double)>;

/// For a load in parts of the given sizes, one behind the other: for each part the progress that
/// reports it as its share of \a whole.
std::vector<LoadProgress> splitProgress(const LoadProgress& whole,
                                        const std::vector<double>& sizes);

} // namespace accumulus
