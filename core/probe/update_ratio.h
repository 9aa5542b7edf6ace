#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// How far an update moves the weights: `update_ratio` = |Δw| ÷ |w| over all of them, and
/// `update_ratio.PARAMETER` of every tensor. About 1e-3 is usual in healthy training; much larger
/// says that the learning rate is too high for this effective batch. NaN where all weights are 0.
class UpdateRatio : public Probe
{
public:
    explicit UpdateRatio(const ProbeContext& context);

    std::vector<std::string> columns() const override;
    void beforeUpdate(const WindowView& view, std::span<double> values) override;
    void afterUpdate(double learningRate, std::span<double> values) override;

private:
    const ParameterArena& m_arena;
    AlignedVector<float> m_before; ///< weights, then their change
};

} // namespace accumulus
