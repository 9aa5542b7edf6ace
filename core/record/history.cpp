#include "core/record/history.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace accumulus {

void Bucket::add(double value)
{
    merge(Bucket{value, value, value, value, value, 1});
}

void Bucket::merge(const Bucket& later)
{
    if (later.count == 0)
        return;
    if (count == 0) {
        *this = later;
        return;
    }
    min = std::min(min, later.min);
    max = std::max(max, later.max);
    // Weighted step towards the later mean; inf − inf would give NaN where the sum is simply inf.
    const double share =
        static_cast<double>(later.count) / static_cast<double>(count + later.count);
    mean = std::isfinite(mean) && std::isfinite(later.mean) ? mean + (later.mean - mean) * share
                                                            : mean + later.mean;
    last = later.last;
    count += later.count;
}

History::History(std::size_t capacity)
    : m_capacity(capacity)
{
    if (capacity < 2 || capacity % 2 != 0)
        throw std::invalid_argument("a history's capacity must be even and at least 2");
}

void History::add(const UpdateRecord& record)
{
    Buckets buckets;
    for (std::size_t m = 0; m < metricCount; ++m) {
        const double value = metrics()[m].value(record);
        if (!std::isnan(value))
            buckets[m].add(value);
    }
    addRow(record, 1, buckets);
}

void History::append(const History& later)
{
    // From here on rows are as coarse as what joins them; the finer ones before it stay as they
    // are.
    m_updatesPerRow = std::max(m_updatesPerRow, later.m_updatesPerRow);
    for (std::size_t row = 0; row < later.rowCount(); ++row) {
        Buckets buckets;
        for (std::size_t m = 0; m < metricCount; ++m)
            buckets[m] = later.m_values[m][row];
        addRow(later.m_rows[row], later.m_updatesIn[row], buckets);
    }
}

void History::addRow(const UpdateRecord& record, std::int64_t updates, const Buckets& buckets)
{
    const bool joinsLast = !m_rows.empty() && m_updatesIn.back() + updates <= m_updatesPerRow;
    if (!joinsLast && m_rows.size() == m_capacity) {
        mergePairs();
        addRow(record, updates, buckets);
        return;
    }
    m_totalUpdates += updates;
    if (joinsLast) {
        m_rows.back() = record;
        m_updatesIn.back() += updates;
    } else {
        m_rows.push_back(record);
        m_updatesIn.push_back(updates);
        for (auto& column : m_x)
            column.emplace_back();
        for (auto& column : m_values)
            column.emplace_back();
    }
    for (std::size_t a = 0; a < xAxisCount; ++a)
        m_x[a].back() = xAxes()[a].value(record);
    for (std::size_t m = 0; m < metricCount; ++m) {
        m_values[m].back().merge(buckets[m]);
        m_totals[m].merge(buckets[m]);
    }
}

void History::mergePairs()
{
    const std::size_t pairs = m_rows.size() / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
        m_rows[i] = m_rows[2 * i + 1];
        m_updatesIn[i] = m_updatesIn[2 * i] + m_updatesIn[2 * i + 1];
        for (auto& column : m_x)
            column[i] = column[2 * i + 1];
        for (auto& column : m_values) {
            Bucket merged = column[2 * i];
            merged.merge(column[2 * i + 1]);
            column[i] = merged;
        }
    }
    m_rows.resize(pairs);
    m_updatesIn.resize(pairs);
    for (auto& column : m_x)
        column.resize(pairs);
    for (auto& column : m_values)
        column.resize(pairs);
    m_updatesPerRow *= 2;
    ++m_generation;
}

void History::clear()
{
    const std::uint64_t generation = m_generation + 1;
    *this = History(m_capacity);
    m_generation = generation;
}

std::size_t History::memoryBytes() const
{
    std::size_t bytes =
        m_rows.capacity() * sizeof(UpdateRecord) + m_updatesIn.capacity() * sizeof(std::int64_t);
    for (const auto& column : m_x)
        bytes += column.capacity() * sizeof(double);
    for (const auto& column : m_values)
        bytes += column.capacity() * sizeof(Bucket);
    return bytes;
}

} // namespace accumulus
