#include "core/data/batch_sampler.h"

#include "core/data_error.h"
#include "core/random.h"
#include "core/record/state_archive.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace accumulus {

BatchSampler::BatchSampler(std::size_t rowCount, Order order, std::uint64_t seed)
    : m_orderKind(order)
    , m_seed(seed)
    , m_order(rowCount, MemoryCategory::Data)
{
    assert(rowCount >= 1);
    beginEpoch(0);
}

MicroBatch BatchSampler::next(int microBatchSize)
{
    assert(microBatchSize >= 1);
    if (m_position == m_order.size())
        beginEpoch(m_epoch + 1);
    const std::size_t count = std::min(static_cast<std::size_t>(microBatchSize), rowsLeftInEpoch());
    const auto rows = std::span<const std::uint32_t>(m_order).subspan(m_position, count);
    m_position += count;
    const auto size = static_cast<std::size_t>(microBatchSize);
    const auto left = static_cast<std::int64_t>((rowsLeftInEpoch() + size - 1) / size);
    return {rows, m_epoch, {m_microBatches++, left}};
}

void BatchSampler::beginEpoch(std::int64_t epoch)
{
    m_epoch = epoch;
    m_position = 0;
    m_microBatches = 0;
    if (epoch > 0 && m_orderKind == Order::AsStored)
        return;
    std::iota(m_order.begin(), m_order.end(), 0u);
    if (m_orderKind == Order::Shuffled)
        shuffle(
            m_order,
            CounterRandom(m_seed, RandomPurpose::EpochOrder, static_cast<std::uint64_t>(epoch)));
}

/// The order follows from seed and epoch, so it need not be kept.
void BatchSampler::archive(StateArchive& archive)
{
    std::int64_t epoch = m_epoch;
    auto position = static_cast<std::int64_t>(m_position);
    std::int64_t microBatches = m_microBatches;
    archive.count("sampler.epoch", epoch);
    archive.count("sampler.position", position);
    archive.count("sampler.micro_batches", microBatches);
    if (position > static_cast<std::int64_t>(m_order.size()) || microBatches > position)
        throw DataError("the position in the data lies outside of it");
    if (epoch != m_epoch)
        beginEpoch(epoch);
    m_position = static_cast<std::size_t>(position);
    m_microBatches = microBatches;
}

} // namespace accumulus
