#include "core/probe/memory_probe.h"

namespace accumulus {

std::vector<std::string> MemoryProbe::columns() const
{
    std::vector<std::string> names;
    for (const MemoryCategoryInfo& category : memoryCategories())
        names.push_back("memory_" + std::string(category.name));
    names.emplace_back("memory_peak");
    return names;
}

void MemoryProbe::afterUpdate(double, std::span<double> values)
{
    const MemoryUse& use = m_memory.current();
    for (std::size_t i = 0; i < use.bytes.size(); ++i)
        values[i] = static_cast<double>(use.bytes[i]);
    values[use.bytes.size()] = static_cast<double>(m_memory.peak().budgeted());
}

} // namespace accumulus
