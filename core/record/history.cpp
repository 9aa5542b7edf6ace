#include "core/record/history.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace accumulus {

namespace {

/// A last one without a neighbour stays as it is.
void mergeInPairs(std::vector<Bucket>& column)
{
    const std::size_t rows = (column.size() + 1) / 2;
    for (std::size_t i = 0; i < rows; ++i) {
        Bucket merged = column[2 * i];
        if (2 * i + 1 < column.size())
            merged.merge(column[2 * i + 1]);
        column[i] = merged;
    }
    column.resize(rows);
}

} // namespace

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
{
    setCapacity(capacity);
}

void History::setCapacity(std::size_t capacity)
{
    if (capacity < 2 || capacity % 2 != 0)
        throw std::invalid_argument("a history's capacity must be even and at least 2");
    m_capacity = capacity;
    while (m_rows.size() > m_capacity)
        mergePairs();
}

History::Row History::Row::of(const UpdateRecord& record)
{
    const auto bucketOf = [](double value) {
        Bucket bucket;
        if (!std::isnan(value))
            bucket.add(value);
        return bucket;
    };
    Row row{.record = record};
    for (std::size_t m = 0; m < metricCount; ++m)
        row.values[m] = bucketOf(metrics()[m].value(record));
    for (const double value : record.probes.values)
        row.probes.push_back(bucketOf(value));
    return row;
}

void History::add(const UpdateRecord& record)
{
    addRow(Row::of(record));
}

void History::append(const History& later)
{
    // From here on rows are as coarse as what joins them; the finer ones before it stay as they
    // are.
    m_updatesPerRow = std::max(m_updatesPerRow, later.m_updatesPerRow);
    const auto names = std::make_shared<const std::vector<std::string>>(later.m_probeNames);
    for (std::size_t index = 0; index < later.rowCount(); ++index) {
        Row row = later.rowAt(index);
        if (!names->empty())
            row.record.probes.names = names;
        addRow(row);
    }
}

/// Without the names of its probes.
History::Row History::rowAt(std::size_t index) const
{
    Row row{.record = m_rows[index], .updates = m_updatesIn[index]};
    for (std::size_t m = 0; m < metricCount; ++m)
        row.values[m] = m_values[m][index];
    for (const auto& column : m_probes)
        row.probes.push_back(column[index]);
    return row;
}

void History::addRow(const Row& row)
{
    const bool joinsLast = !m_rows.empty() && m_updatesIn.back() + row.updates <= m_updatesPerRow;
    if (!joinsLast && m_rows.size() == m_capacity) {
        mergePairs();
        addRow(row);
        return;
    }
    m_totalUpdates += row.updates;
    if (joinsLast) {
        m_updatesIn.back() += row.updates;
    } else {
        m_rows.emplace_back();
        m_updatesIn.push_back(row.updates);
        for (auto& column : m_x)
            column.emplace_back();
        for (auto& column : m_values)
            column.emplace_back();
        for (auto& column : m_probes)
            column.emplace_back();
    }
    m_rows.back() = row.record;
    m_rows.back().probes = {};
    for (std::size_t a = 0; a < xAxisCount; ++a)
        m_x[a].back() = xAxes()[a].value(row.record);
    for (std::size_t m = 0; m < metricCount; ++m) {
        m_values[m].back().merge(row.values[m]);
        m_totals[m].merge(row.values[m]);
    }
    addProbes(row);
}

void History::addProbes(const Row& row)
{
    const ProbeValues::Names& names = row.record.probes.names;
    if (!names || row.probes.empty())
        return;
    if (names != m_knownNames) {
        m_knownColumns.clear();
        for (const std::string& name : *names)
            m_knownColumns.push_back(probeColumn(name));
        m_knownNames = names;
    }
    for (std::size_t i = 0; i < row.probes.size(); ++i)
        m_probes[m_knownColumns[i]].back().merge(row.probes[i]);
}

/// Made if it is new.
std::size_t History::probeColumn(const std::string& name)
{
    const auto known = std::find(m_probeNames.begin(), m_probeNames.end(), name);
    const auto column = static_cast<std::size_t>(known - m_probeNames.begin());
    if (known == m_probeNames.end()) {
        m_probeNames.push_back(name);
        m_probes.emplace_back(m_rows.size());
    }
    return column;
}

const std::vector<Bucket>* History::probe(std::string_view name) const
{
    const auto known = std::find(m_probeNames.begin(), m_probeNames.end(), name);
    return known == m_probeNames.end()
        ? nullptr
        : &m_probes[static_cast<std::size_t>(known - m_probeNames.begin())];
}

void History::mergePairs()
{
    const std::size_t last = m_rows.size() - 1;
    const std::size_t rows = last / 2 + 1;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t second = std::min(2 * i + 1, last);
        m_rows[i] = m_rows[second];
        m_updatesIn[i] = m_updatesIn[2 * i] + (second > 2 * i ? m_updatesIn[second] : 0);
        for (auto& column : m_x)
            column[i] = column[second];
    }
    m_rows.resize(rows);
    m_updatesIn.resize(rows);
    for (auto& column : m_x)
        column.resize(rows);
    for (auto& column : m_values)
        mergeInPairs(column);
    for (auto& column : m_probes)
        mergeInPairs(column);
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
    for (const auto& column : m_probes)
        bytes += column.capacity() * sizeof(Bucket);
    return bytes;
}

std::size_t History::bytesPerRow(std::size_t probeCount)
{
    return sizeof(UpdateRecord) + sizeof(std::int64_t) + xAxisCount * sizeof(double)
        + (metricCount + probeCount) * sizeof(Bucket);
}

} // namespace accumulus
