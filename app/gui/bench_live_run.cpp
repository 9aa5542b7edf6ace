#include "bench_live_run.h"

#include "ui/frame_times.h"
#include "ui/run_store.h"

#include <utility>

namespace accumulus {

LiveRun::LiveRun(RunStore& store, const Experiment& experiment, const History& past)
    : m_run(store.addLive(experiment))
    , m_past(past.record(past.rowCount() - 1))
    , m_session(experiment)
{
    m_run.history = past;
    m_session.start();
}

void LiveRun::takeReport()
{
    const FrameScope scope(FramePart::Reports);
    addRecords(m_run, shifted(m_session.take()));
}

UpdateRecord LiveRun::shifted(UpdateRecord record) const
{
    record.update += m_past.update;
    record.microBatches += m_past.microBatches;
    record.samples += m_past.samples;
    record.epoch += m_past.epoch;
    record.seconds += m_past.seconds;
    return record;
}

SessionReport LiveRun::shifted(SessionReport report) const
{
    if (report.backlog) { // only if nothing was taken for long: its last updates will do
        std::vector<UpdateRecord> updates;
        for (std::size_t row = 0; row < report.backlog->rowCount(); ++row)
            updates.push_back(report.backlog->record(row));
        updates.insert(updates.end(), report.updates.begin(), report.updates.end());
        report.updates = std::move(updates);
        report.backlog.reset();
    }
    for (UpdateRecord& record : report.updates)
        record = shifted(std::move(record));
    report.status.update += m_past.update;
    report.status.microBatches += m_past.microBatches;
    report.status.samples += m_past.samples;
    report.status.epoch += m_past.epoch;
    report.status.seconds += m_past.seconds;
    return report;
}

} // namespace accumulus
