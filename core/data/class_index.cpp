#include "core/data/class_index.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace accumulus {

double ClassIndex::add(std::string_view label, double number)
{
    if (std::isnan(number)) {
        const auto known = m_texts.find(label);
        return static_cast<double>(
            (known != m_texts.end() ? known : m_texts.emplace(label, size()).first)->second);
    }
    NumberClass& found = m_numbers.try_emplace(number, NumberClass{size(), {}}).first->second;
    if (found.name.empty() || label.size() < found.name.size())
        found.name = label;
    return static_cast<double>(found.index);
}

void ClassIndex::sortInto(LoadedRows& rows) const
{
    std::vector<std::pair<std::string, std::size_t>> classes; // numbers come in their order
    for (const auto& [number, entry] : m_numbers)
        classes.emplace_back(entry.name, entry.index);
    classes.insert(classes.end(), m_texts.begin(), m_texts.end());
    if (!m_texts.empty())
        std::sort(classes.begin(), classes.end());
    std::vector<double> sorted(classes.size());
    for (const auto& [name, index] : classes) {
        sorted[index] = static_cast<double>(rows.classNames.size());
        rows.classNames.push_back(name);
    }
    ExactNumbers targets;
    for (std::size_t i = 0; i < rows.targets.size(); ++i)
        targets.push_back(sorted[static_cast<std::size_t>(rows.targets[i])]);
    rows.targets = std::move(targets);
}

} // namespace accumulus
