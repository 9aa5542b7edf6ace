#pragma once

#include "core/record/metric.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace accumulus {

/// Some consecutive values, without losing their extremes. Values that are NaN because they were
/// not evaluated are not counted; inf is.
struct Bucket
{
    double min = 0.0;
    double max = 0.0;
    double mean = 0.0;
    double first = 0.0;
    double last = 0.0;
    std::int64_t count = 0; ///< 0: no value here, the others mean nothing

    void add(double value);
    void merge(const Bucket& later);
};

/// The curves of one run: a row per update, bounded in memory however long the run is. When
/// `capacity` rows are full, neighbours are merged in pairs, so that from then on a row stands for
/// twice as many updates; every Bucket keeps min, max, mean, first, last and count, so no spike is
/// ever lost. With the default capacity a history takes about 30 MiB and is exact for the first
/// 65,536 updates.
///
/// Stored by column, because drawing reads one metric over many rows. Not thread-safe.
class History
{
public:
    static constexpr std::size_t defaultCapacity = 1u << 16;

    /// \a capacity: rows at most; even, at least 2.
    explicit History(std::size_t capacity = defaultCapacity);

    using Buckets = std::array<Bucket, metricCount>; ///< indexed by Metric

    void add(const UpdateRecord& record);

    /// Adds a row that stands for \a updates updates, the last of which is \a record.
    void addRow(const UpdateRecord& record, std::int64_t updates, const Buckets& buckets);

    /// Adds all rows of \a later, whose updates follow this history's.
    void append(const History& later);

    void clear();

    std::size_t rowCount() const { return m_rows.size(); }
    bool isEmpty() const { return m_rows.empty(); }

    /// Updates that a full row stands for: 1, 2, 4, …
    std::int64_t updatesPerRow() const { return m_updatesPerRow; }

    /// No row stands for more than one update.
    bool isExact() const { return m_totalUpdates == static_cast<std::int64_t>(m_rows.size()); }

    /// Grows whenever rows were merged or cleared, so that a cache over rows knows it is stale.
    std::uint64_t generation() const { return m_generation; }

    /// Number of updates that row \a row stands for.
    std::int64_t updatesIn(std::size_t row) const { return m_updatesIn[row]; }

    /// The row's last update, with all settings; its metrics are those of that last update.
    const UpdateRecord& record(std::size_t row) const { return m_rows[row]; }

    /// x of the row's last update, one value a row, never decreasing.
    const std::vector<double>& x(XAxis axis) const { return m_x[static_cast<std::size_t>(axis)]; }

    /// One bucket a row.
    const std::vector<Bucket>& values(Metric metric) const
    {
        return m_values[static_cast<std::size_t>(metric)];
    }

    /// All values of a metric as one bucket: best, worst, last, how many.
    Bucket total(Metric metric) const { return m_totals[static_cast<std::size_t>(metric)]; }

    /// Bytes that the rows take now.
    std::size_t memoryBytes() const;

private:
    void mergePairs();

    std::size_t m_capacity;
    std::int64_t m_updatesPerRow = 1;
    std::uint64_t m_generation = 0;
    std::int64_t m_totalUpdates = 0;
    std::vector<UpdateRecord> m_rows;
    std::vector<std::int64_t> m_updatesIn;
    std::array<std::vector<double>, xAxisCount> m_x;
    std::array<std::vector<Bucket>, metricCount> m_values;
    std::array<Bucket, metricCount> m_totals;
};

} // namespace accumulus
