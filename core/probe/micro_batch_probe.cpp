#include "core/probe/micro_batch_probe.h"

#include "core/record/state_archive.h"
#include "core/vector_math.h"

#include <algorithm>
#include <limits>

namespace accumulus {

MicroBatchProbe::MicroBatchProbe(const ProbeContext& context)
    : m_sum(context.model.arena().gradients().size())
{}

void MicroBatchProbe::addMicroBatch(const MicroBatchView& view, std::span<double> values)
{
    values[0] = view.norm;
    if (m_microBatches > 0)
        values[1] = dotProduct(view.gradients, m_sum)
            / (euclideanNorm(view.gradients) * euclideanNorm(m_sum));
    for (std::size_t i = 0; i < m_sum.size(); ++i)
        m_sum[i] += view.gradients[i];
    ++m_microBatches;
}

void MicroBatchProbe::endWindow()
{
    std::fill(m_sum.begin(), m_sum.end(), 0.0f);
    m_microBatches = 0;
}

void MicroBatchProbe::archive(StateArchive& archive)
{
    archive.count("micro_batch.micro_batches", m_microBatches, std::numeric_limits<int>::max() / 2);
    if (m_microBatches > 0)
        archive.buffer("micro_batch.sum", m_sum);
}

} // namespace accumulus
