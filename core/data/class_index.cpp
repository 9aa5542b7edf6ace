#include "core/data/class_index.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace accumulus {

namespace {

/// NaN if it is not a finite number.
double numberOf(const std::string& text)
{
    double value = 0.0;
    return parseNumber(text, value) && std::isfinite(value) ? value : std::nan("");
}

} // namespace

void ClassIndex::sortInto(Dataset& data) const
{
    std::vector<std::pair<std::string, std::size_t>> classes(m_indices.begin(), m_indices.end());
    const bool byNumber = std::none_of(classes.begin(), classes.end(), [](const auto& entry) {
        return std::isnan(numberOf(entry.first));
    });
    std::stable_sort(classes.begin(), classes.end(), [&](const auto& a, const auto& b) {
        return byNumber ? numberOf(a.first) < numberOf(b.first) : a.first < b.first;
    });
    std::vector<float> sorted(classes.size());
    for (const auto& [name, index] : classes) {
        sorted[index] = static_cast<float>(data.classNames.size());
        data.classNames.push_back(name);
    }
    for (float& target : data.targets)
        target = sorted[static_cast<std::size_t>(target)];
}

} // namespace accumulus
