#include "ui/run_store.h"

#include "ui/run_names.h"
#include "ui/shown_text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace accumulus {
namespace {

/// The first colour that no run has.
int freeColor(const std::vector<std::unique_ptr<Run>>& runs)
{
    std::set<int> taken;
    for (const auto& run : runs)
        taken.insert(run->colorIndex);
    int color = 0;
    while (taken.contains(color))
        ++color;
    return color;
}

/// What a run from a file looks like to those that ask for its status.
SessionStatus statusOf(const History& history)
{
    SessionStatus status;
    status.state = SessionState::Finished;
    if (!history.isEmpty()) {
        const UpdateRecord& last = history.record(history.rowCount() - 1);
        status.update = last.update;
        status.microBatches = last.microBatches;
        status.samples = last.samples;
        status.epoch = last.epoch;
        status.seconds = last.seconds;
        status.hasClasses = history.total(Metric::ValidationAccuracy).count > 0;
    }
    return status;
}

/// What the name of a run depends on and may change while it trains.
Hyperparameters recordedOrSet(const Run& run)
{
    return run.history.isEmpty()
        ? run.status.settings
        : recordedSettings(run.history.record(run.history.rowCount() - 1), run.status.settings);
}

} // namespace

RunStore::RunStore(QObject* parent)
    : QObject(parent)
{}

Run* RunStore::find(int id)
{
    const auto found =
        std::find_if(m_runs.begin(), m_runs.end(), [id](const auto& run) { return run->id == id; });
    return found == m_runs.end() ? nullptr : found->get();
}

Run* RunStore::live()
{
    return find(m_liveId);
}

Run& RunStore::addLive(const Experiment& experiment)
{
    auto run = std::make_unique<Run>();
    run->id = m_nextId++;
    run->colorIndex = freeColor(m_runs);
    run->experiment = experiment;
    run->status.settings = experiment.hyperparameters;
    m_liveId = run->id;
    m_runs.push_back(std::move(run));
    nameRuns();
    emit liveRunAdded(experiment);
    emit runsChanged();
    return *m_runs.back();
}

Run& RunStore::addFinished(const QString& name, History history)
{
    auto run = std::make_unique<Run>();
    run->id = m_nextId++;
    run->colorIndex = freeColor(m_runs);
    run->name = shownText(name);
    run->fromFile = true;
    run->status = statusOf(history);
    run->history = std::move(history);
    // The live run stays the last one.
    const auto end = live() != nullptr ? m_runs.end() - 1 : m_runs.end();
    Run& added = **m_runs.insert(end, std::move(run));
    nameRuns();
    emit runsChanged();
    return added;
}

void RunStore::setVisible(int id, bool visible)
{
    Run* run = find(id);
    if (run != nullptr && run->visible != visible) {
        run->visible = visible;
        emit runsChanged();
    }
}

void RunStore::rename(int id, const QString& name)
{
    Run* run = find(id);
    const QString trimmed = shownText(name).trimmed();
    if (run == nullptr || run->name == trimmed)
        return;
    // An empty name gives the run back the one that is made for it.
    run->namedByUser = !trimmed.isEmpty();
    if (run->namedByUser)
        run->name = trimmed;
    nameRuns();
    emit runsChanged();
}

void RunStore::remove(int id)
{
    if (std::erase_if(m_runs, [id](const auto& run) { return run->id == id; }) > 0) {
        nameRuns();
        emit runsChanged();
    }
}

void RunStore::report(const SessionReport& report)
{
    Run* run = live();
    if (run == nullptr)
        return;
    const Hyperparameters before = recordedOrSet(*run);
    addRecords(*run, report);
    if (before != recordedOrSet(*run)) {
        const QString name = run->name;
        nameRuns();
        if (run->name != name)
            emit runsChanged();
    }
    emit liveRunGrew();
}

void RunStore::nameRuns()
{
    std::vector<const Run*> runs;
    for (const auto& run : m_runs)
        runs.push_back(run.get());
    const std::vector<QString> names = runNames(runs);
    for (std::size_t i = 0; i < names.size(); ++i)
        m_runs[i]->name = names[i];
}

} // namespace accumulus
