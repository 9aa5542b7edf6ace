#include "core/nearest_name.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

/// Optimal string alignment (Damerau 1964).
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before;
    std::vector<std::size_t> last;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before = std::exchange(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({changed, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
    }
    return row[b.size()];
}

} // namespace

std::string nearestName(std::string_view name, std::span<const std::string> names)
{
    constexpr std::size_t longest = 80; // nobody means a name by more
    if (name.size() > longest)
        return {};
    std::string nearest;
    std::size_t least = name.size() / 3 + 1;
    for (const std::string& candidate : names) {
        const auto [shorter, longer] = std::minmax({name.size(), candidate.size()});
        if (longer - shorter >= least)
            continue; // each letter more is an edit
        const std::size_t distance = editDistance(name, candidate);
        if (distance > 0 && distance < least) {
            least = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace accumulus
