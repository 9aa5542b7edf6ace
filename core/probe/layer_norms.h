#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// Norms of the gradient of every parameter tensor, `grad_norm.layers.0.kernel` and so on: of every
/// micro-batch's mean gradient, and of the window's before clipping. Their squares add up to that
/// of grad_norm.
class LayerNorms : public Probe
{
public:
    explicit LayerNorms(const ProbeContext& context);

    std::vector<std::string> columns() const override;
    std::vector<std::string> microBatchColumns() const override { return columns(); }
    void addMicroBatch(const MicroBatchView& view, std::span<double> values) override;
    void beforeUpdate(const WindowView& view, std::span<double> values) override;

private:
    void norms(std::span<const float> gradients, double divisor, std::span<double> values) const;

    const ParameterArena& m_arena;
};

} // namespace accumulus
