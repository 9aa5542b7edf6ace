#pragma once

#include "core/probe/probe.h"

namespace accumulus {

/// Of every micro-batch: `grad_norm` of its mean gradient, and `cosine` between it and the sum of
/// those that the window accumulated before it (NaN for the first). A cosine near 0 says that
/// micro-batches are mostly noise, which accumulation averages away; near 1, that they repeat each
/// other and more of them add little.
class MicroBatchProbe : public Probe
{
public:
    explicit MicroBatchProbe(const ProbeContext& context);

    std::vector<std::string> microBatchColumns() const override { return {"grad_norm", "cosine"}; }
    void addMicroBatch(const MicroBatchView& view, std::span<double> values) override;
    void endWindow() override;
    void archive(StateArchive& archive) override;

private:
    AlignedVector<float> m_sum; ///< of the window so far
    int m_microBatches = 0;
};

} // namespace accumulus
