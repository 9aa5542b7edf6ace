#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// What the run's buffers take: `memory_parameters`, `memory_gradients`, … of every row of
/// memoryCategories() at the time of the update, and `memory_peak`, the largest total so far but
/// for the data set; bytes. What is predicted says MemoryModel.
class MemoryProbe : public Probe
{
public:
    explicit MemoryProbe(const ProbeContext& context)
        : m_memory(context.memory)
    {}

    std::vector<std::string> columns() const override;
    void afterUpdate(double learningRate, std::span<double> values) override;

private:
    const MemoryAccount& m_memory;
};

} // namespace accumulus
