#pragma once

#include "core/record/metric.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
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
/// Values of probes are columns too, from the first row that has one: 3 MiB each when full.
///
/// Stored by column, because drawing reads one metric over many rows. Not thread-safe.
class History
{
public:
    static constexpr std::size_t defaultCapacity = 1u << 16;

    /// \a capacity: rows at most; even, at least 2.
    explicit History(std::size_t capacity = defaultCapacity);

    /// What a row stands for.
    struct Row
    {
        UpdateRecord record; ///< the last of its updates
        std::int64_t updates = 1;
        std::array<Bucket, metricCount> values; ///< indexed by Metric
        std::vector<Bucket> probes;             ///< one for each of record.probes.names

        /// The row of a single update.
        static Row of(const UpdateRecord& record);
    };

    void add(const UpdateRecord& record);
    void addRow(const Row& row);

    /// Adds all rows of \a later, whose updates follow this history's.
    void append(const History& later);

    void clear();

    /// Rows at most from now on, as the constructor takes it; those that are more are merged.
    void setCapacity(std::size_t capacity);
    std::size_t capacity() const { return m_capacity; }

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

    /// The row's last update, with all settings; its metrics are those of that last update. The
    /// values of probes are in their columns only.
    const UpdateRecord& record(std::size_t row) const { return m_rows[row]; }

    /// x of the row's last update, one value a row, never decreasing.
    const std::vector<double>& x(XAxis axis) const { return m_x[static_cast<std::size_t>(axis)]; }

    /// One bucket a row.
    const std::vector<Bucket>& values(Metric metric) const
    {
        return m_values[static_cast<std::size_t>(metric)];
    }

    /// Values of probes that any row has.
    const std::vector<std::string>& probeNames() const { return m_probeNames; }

    /// One bucket a row, of the \a index-th of probeNames().
    const std::vector<Bucket>& probe(std::size_t index) const { return m_probes[index]; }

    /// The same by name; null if no row has it.
    const std::vector<Bucket>* probe(std::string_view name) const;

    /// All values of a metric as one bucket: best, worst, last, how many.
    Bucket total(Metric metric) const { return m_totals[static_cast<std::size_t>(metric)]; }

    /// Bytes that the rows take now.
    std::size_t memoryBytes() const;

    /// Bytes that a row takes in a history with \a probeCount values of probes.
    static std::size_t bytesPerRow(std::size_t probeCount);

private:
    void mergePairs();
    void addProbes(const Row& row);
    std::size_t probeColumn(const std::string& name);
    Row rowAt(std::size_t index) const;

    std::size_t m_capacity;
    std::int64_t m_updatesPerRow = 1;
    std::uint64_t m_generation = 0;
    std::int64_t m_totalUpdates = 0;
    std::vector<UpdateRecord> m_rows;
    std::vector<std::int64_t> m_updatesIn;
    std::array<std::vector<double>, xAxisCount> m_x;
    std::array<std::vector<Bucket>, metricCount> m_values;
    std::array<Bucket, metricCount> m_totals;
    std::vector<std::string> m_probeNames;
    std::vector<std::vector<Bucket>> m_probes; ///< one column a name
    ProbeValues::Names m_knownNames;           ///< of the last row with values of probes
    std::vector<std::size_t> m_knownColumns;   ///< one for each of them
};

} // namespace accumulus
