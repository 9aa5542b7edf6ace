#include "ui/run.h"

#include "ui/frame_times.h"
#include "ui/setting_texts.h"

#include <cmath>

namespace accumulus {
namespace {

std::array<double, xAxisCount> positionOf(const UpdateRecord& record)
{
    std::array<double, xAxisCount> position{};
    for (std::size_t axis = 0; axis < position.size(); ++axis)
        position[axis] = xAxes()[axis].value(record);
    return position;
}

const UpdateRecord* lastRecord(const History& history)
{
    return history.isEmpty() ? nullptr : &history.record(history.rowCount() - 1);
}

/// Settings changed right after \a last, when the next window opened.
void addEvent(Run& run, const UpdateRecord& last, const QString& label)
{
    const auto position = positionOf(last);
    if (!run.events.empty() && run.events.back().x == position) {
        run.events.back().label += QStringLiteral(", ") + label;
    } else {
        run.events.push_back({position, label});
    }
}

/// The settings that every record carries, compared from record to record.
void noteRecordedChange(Run& run, const UpdateRecord& before, const UpdateRecord& after)
{
    if (before.accumulationSteps == after.accumulationSteps
        && before.microBatchSize == after.microBatchSize
        && (before.baseLearningRate == after.baseLearningRate
            || std::isnan(after.baseLearningRate))) {
        return; // Nearly always, and there may be a million records.
    }
    addEvent(run, before,
             settingsChange(recordedSettings(before, Hyperparameters()),
                            recordedSettings(after, Hyperparameters())));
}

/// Compares \a record with the one before it; the first record says what the run really started
/// with.
void noteRecord(Run& run, const UpdateRecord& record)
{
    if (const UpdateRecord* last = lastRecord(run.history)) {
        noteRecordedChange(run, *last, record);
    } else {
        run.experiment.hyperparameters = recordedSettings(record, run.experiment.hyperparameters);
    }
}

void addBacklog(Run& run, const History& backlog)
{
    for (std::size_t row = 0; row < backlog.rowCount(); ++row) {
        if (row == 0) {
            noteRecord(run, backlog.record(row));
        } else {
            noteRecordedChange(run, backlog.record(row - 1), backlog.record(row));
        }
    }
    run.history.append(backlog);
}

/// The other settings are only known from the status: those of the window that is open now.
void noteOtherChanges(Run& run, const SessionStatus& status)
{
    const UpdateRecord* last = lastRecord(run.history);
    if (status.trainingRows == 0)
        return; // Still loading: no settings were used yet.
    if (last == nullptr) {
        run.experiment.hyperparameters = status.settings;
    } else if (run.status.trainingRows > 0 && run.status.settings != status.settings) {
        const QString change = settingsChange(recordedSettings(*last, run.status.settings),
                                              recordedSettings(*last, status.settings));
        if (!change.isEmpty())
            addEvent(run, *last, change);
    }
}

} // namespace

Hyperparameters recordedSettings(const UpdateRecord& record, Hyperparameters others)
{
    others.accumulationSteps = record.accumulationSteps;
    others.microBatchSize = record.microBatchSize;
    if (!std::isnan(record.baseLearningRate))
        others.optimizer.learningRate = record.baseLearningRate;
    return others;
}

void addRecords(Run& run, const SessionReport& report)
{
    const FrameScope scope(FramePart::History);
    if (report.backlog)
        addBacklog(run, *report.backlog);
    for (const UpdateRecord& record : report.updates) {
        noteRecord(run, record);
        run.history.add(record);
    }
    noteOtherChanges(run, report.status);
    run.status = report.status;
}

} // namespace accumulus
