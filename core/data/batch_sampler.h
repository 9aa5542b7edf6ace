#pragma once

#include "core/aligned_vector.h"

#include <cstdint>
#include <span>

namespace accumulus {

class StateArchive;

/// Where a micro-batch stands in its epoch.
struct EpochPlace
{
    std::int64_t before = 0; ///< micro-batches of the epoch before it
    std::int64_t left = 0;   ///< behind it, if they are as large; 0: it ends the epoch
};

/// The samples of one micro-batch.
struct MicroBatch
{
    /// Of the training rows; valid until the next call of next().
    std::span<const std::uint32_t> rows;
    std::int64_t epoch = 0; ///< 0-based
    EpochPlace place;
};

/// Walks through the training rows so that every epoch visits each exactly once. The order depends
/// on seed and epoch alone: however an epoch is cut into micro-batches, its samples come in the
/// same order. A micro-batch never reaches into the next epoch, so the last one of an epoch may be
/// short.
class BatchSampler
{
public:
    enum class Order { AsStored, Shuffled };

    /// \a rowCount: at least 1.
    BatchSampler(std::size_t rowCount, Order order, std::uint64_t seed);

    /// The next \a microBatchSize samples, or what is left of the epoch.
    MicroBatch next(int microBatchSize);

    std::size_t rowCount() const { return m_order.size(); }
    std::size_t rowsLeftInEpoch() const { return m_order.size() - m_position; }
    std::int64_t epoch() const { return m_epoch; } ///< of the last micro-batch, 0-based

    void archive(StateArchive& archive);

private:
    void beginEpoch(std::int64_t epoch);

    Order m_orderKind;
    std::uint64_t m_seed;
    std::int64_t m_epoch = 0;
    std::size_t m_position = 0;
    std::int64_t m_microBatches = 0; ///< of this epoch, so far
    AlignedVector<std::uint32_t> m_order;
};

} // namespace accumulus
