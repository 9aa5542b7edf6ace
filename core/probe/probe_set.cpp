#include "core/probe/probe_set.h"

#include <algorithm>
#include <limits>

namespace accumulus {

namespace {

constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

} // namespace

ProbeSet::ProbeSet(const ProbeContext& context)
    : m_context(context)
{
    makeNames();
}

ProbeSet::~ProbeSet() = default;

void ProbeSet::configure(const ProbeOptions& options)
{
    if (options == m_options)
        return;
    const MemoryScope scope(&m_context.memory, MemoryCategory::Probes);
    std::vector<Entry> before = std::move(m_probes);
    m_probes.clear();
    for (std::size_t kind = 0; kind < probeKinds().size(); ++kind) {
        if (options.every[kind] == 0)
            continue;
        const auto known = std::find_if(before.begin(), before.end(), [&](const Entry& entry) {
            return entry.probe && entry.kind == kind;
        });
        const bool keeps = known != before.end() && options.every[kind] == m_options.every[kind]
            && options.halfLife == m_options.halfLife
            && options.sharpnessSamples == m_options.sharpnessSamples;
        m_probes.push_back(
            {kind, keeps ? std::move(known->probe) : probeKinds()[kind].make(m_context, options)});
    }
    m_options = options;
    makeNames();
}

void ProbeSet::makeNames()
{
    std::vector<std::string> names;
    std::vector<std::string> microBatchNames;
    for (Entry& entry : m_probes) {
        const std::vector<std::string> columns = entry.probe->columns();
        const std::vector<std::string> microBatchColumns = entry.probe->microBatchColumns();
        entry.columns = columns.size();
        entry.microBatchColumns = microBatchColumns.size();
        names.insert(names.end(), columns.begin(), columns.end());
        microBatchNames.insert(microBatchNames.end(), microBatchColumns.begin(),
                               microBatchColumns.end());
    }
    m_update.values.assign(names.size(), notMeasured);
    m_microBatch.values.assign(microBatchNames.size(), notMeasured);
    m_update.names = std::make_shared<const std::vector<std::string>>(std::move(names));
    m_microBatch.names =
        std::make_shared<const std::vector<std::string>>(std::move(microBatchNames));
}

bool ProbeSet::isDue(const Entry& entry, std::int64_t update) const
{
    return (update - 1) % m_options.every[entry.kind] == 0;
}

void ProbeSet::beginMicroBatch()
{
    std::fill(m_microBatch.values.begin(), m_microBatch.values.end(), notMeasured);
}

void ProbeSet::passOver()
{
    ++m_seenInWindow;
}

void ProbeSet::addMicroBatch(std::int64_t update, const MicroBatchView& view)
{
    ++m_seenInWindow;
    std::span<double> values = m_microBatch.values;
    for (Entry& entry : m_probes) {
        if (isDue(entry, update))
            entry.probe->addMicroBatch(view, values.first(entry.microBatchColumns));
        values = values.subspan(entry.microBatchColumns);
    }
}

void ProbeSet::beforeUpdate(std::int64_t update, const WindowView& view, std::int64_t microBatches)
{
    std::fill(m_update.values.begin(), m_update.values.end(), notMeasured);
    m_updateNow = m_seenInWindow == microBatches ? update : 0;
    std::span<double> values = m_update.values;
    for (Entry& entry : m_probes) {
        if (m_updateNow > 0 && isDue(entry, update))
            entry.probe->beforeUpdate(view, values.first(entry.columns));
        values = values.subspan(entry.columns);
    }
}

void ProbeSet::afterUpdate(double learningRate)
{
    std::span<double> values = m_update.values;
    for (Entry& entry : m_probes) {
        if (m_updateNow > 0 && isDue(entry, m_updateNow))
            entry.probe->afterUpdate(learningRate, values.first(entry.columns));
        values = values.subspan(entry.columns);
    }
}

void ProbeSet::endWindow()
{
    m_seenInWindow = 0;
    for (Entry& entry : m_probes)
        entry.probe->endWindow();
}

void ProbeSet::archive(StateArchive& archive)
{
    for (Entry& entry : m_probes)
        entry.probe->archive(archive);
}

} // namespace accumulus
