#include "core/probe/probe_set.h"

#include "core/record/state_archive.h"

#include <algorithm>
#include <limits>
#include <new>

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
    std::erase_if(before, [&](const Entry& entry) { return !keeps(options, entry.kind); });
    m_probes.clear();
    for (std::size_t kind = 0; kind < probeKinds().size(); ++kind) {
        if (options.every[kind] == 0)
            continue;
        const auto known = std::find_if(before.begin(), before.end(), [&](const Entry& entry) {
            return entry.probe && entry.kind == kind;
        });
        m_probes.push_back({kind,
                            known != before.end() ? std::move(known->probe)
                                                  : probeKinds()[kind].make(m_context, options)});
    }
    m_options = options;
    makeNames();
}

/// Whether the probe of this kind goes on, with what it remembers.
bool ProbeSet::keeps(const ProbeOptions& options, std::size_t kind) const
{
    return m_options.every[kind] > 0 && options.every[kind] == m_options.every[kind]
        && options.halfLife == m_options.halfLife
        && options.sharpnessSamples == m_options.sharpnessSamples;
}

std::vector<std::unique_ptr<Probe>> ProbeSet::tryOut(const ProbeOptions& options)
{
    const MemoryScope scope(&m_context.memory, MemoryCategory::Probes);
    std::vector<std::unique_ptr<Probe>> probes;
    for (std::size_t kind = 0; kind < probeKinds().size(); ++kind) {
        if (options.every[kind] > 0 && !keeps(options, kind))
            probes.push_back(probeKinds()[kind].make(m_context, options));
    }
    return probes;
}

void ProbeSet::giveWay()
{
    for (Entry& entry : m_probes) {
        entry.probe->giveWay();
        entry.isOut = true;
    }
}

/// Lets a probe do its \a work, unless there is no memory for it: then it is out until the window
/// ends, because what it has seen of it is not all.
template <typename Work>
void ProbeSet::ask(Entry& entry, std::span<double> values, Work work)
{
    if (entry.isOut)
        return;
    try {
        work(*entry.probe, values);
        return;
    } catch (const MemoryBudgetError& error) {
        m_problem = error.what();
    } catch (const std::bad_alloc&) {
        m_problem = "there is not enough memory";
    }
    m_problem = "probes." + std::string(probeKinds()[entry.kind].name)
        + " measures nothing where there is no room for it: " + m_problem;
    entry.isOut = true;
    std::fill(values.begin(), values.end(), notMeasured);
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
            ask(entry, values.first(entry.microBatchColumns),
                [&](Probe& probe, std::span<double> own) { probe.addMicroBatch(view, own); });
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
            ask(entry, values.first(entry.columns),
                [&](Probe& probe, std::span<double> own) { probe.beforeUpdate(view, own); });
        values = values.subspan(entry.columns);
    }
}

void ProbeSet::afterUpdate(double learningRate)
{
    std::span<double> values = m_update.values;
    for (Entry& entry : m_probes) {
        if (m_updateNow > 0 && isDue(entry, m_updateNow))
            ask(entry, values.first(entry.columns),
                [&](Probe& probe, std::span<double> own) { probe.afterUpdate(learningRate, own); });
        values = values.subspan(entry.columns);
    }
}

void ProbeSet::endWindow()
{
    m_seenInWindow = 0;
    m_problem.clear();
    for (Entry& entry : m_probes) {
        entry.probe->endWindow();
        entry.isOut = false;
    }
}

void ProbeSet::archive(StateArchive& archive)
{
    if (m_probes.empty())
        return;
    archive.count("probes.seen_in_window", m_seenInWindow);
    for (Entry& entry : m_probes) {
        archive.value(std::string(probeKinds()[entry.kind].name) + ".is_out", entry.isOut);
        entry.probe->archive(archive);
    }
}

} // namespace accumulus
