// What a checkpoint keeps of a Trainer.

#include "core/data_error.h"
#include "core/record/state_archive.h"
#include "core/train/trainer.h"

#include <limits>

namespace accumulus {

namespace {

/// Before the first window both are −1.
void archivePosition(StateArchive& archive, StepsPosition& position)
{
    StepsPosition next{position.epochs + 1, position.updates + 1};
    archive.count("opened.epochs", next.epochs);
    archive.count("opened.updates", next.updates);
    position = {next.epochs - 1, next.updates - 1};
}

void archiveCalls(StateArchive& archive, Model& model)
{
    std::int64_t calls = model.calls();
    archive.count("model.calls", calls);
    model.setCalls(calls);
}

} // namespace

void Trainer::archive(StateArchive& archive)
{
    archiveSettings(archive);
    ParameterArena& arena = m_model.arena();
    archive.buffer("weights", arena.weights());
    archive.buffer("states", arena.stateValues());
    arena.weightsChanged();
    if (m_settings.nonFinite == NonFinite::SkipWindow)
        archive.buffer("states_before_window", m_layerStates);
    archive.count("updates", m_counters.updates);
    archive.count("micro_batches", m_counters.microBatches);
    archive.count("samples", m_counters.samples);
    archive.count("left_out", m_leftOut);
    archive.count("left_out_in_a_row", m_leftOutInARow, std::numeric_limits<int>::max() / 2);
    archivePosition(archive, m_windowOpened);
    archiveCalls(archive, m_model);
    m_divergence.archive(archive);
    double seconds = m_stopwatch.seconds();
    archive.value("seconds", seconds);
    if (!(seconds >= 0.0 && seconds <= 1e9))
        throw DataError("the time that the run has taken is out of its range");
    m_stopwatch.setSeconds(seconds);
    m_sampler.archive(archive);
    m_window.archive(archive);
    m_gradients.archive(archive);
    m_updater.archive(archive);
    m_probes.archive(archive);
    checkStop(); // a run that has reached its limit does not go on
}

/// The settings of the open window and those that wait, as experiments: they have a form in files
/// already. First, because buffers depend on them.
void Trainer::archiveSettings(StateArchive& archive)
{
    const auto text = [&](const Hyperparameters& settings) {
        Experiment experiment = m_experiment;
        experiment.hyperparameters = settings;
        return toJson(experiment);
    };
    const auto read = [this](const std::string& json) {
        const Hyperparameters settings = experimentFromJson(json, "checkpoint").hyperparameters;
        validateChange(m_experiment.hyperparameters, settings);
        return settings;
    };
    const std::string before = text(m_settings);
    std::string settings = before;
    archive.value("settings", settings);
    if (settings != before)
        apply(read(settings));
    std::string pending = m_pending ? text(*m_pending) : "";
    archive.value("pending", pending);
    m_pending = pending.empty() ? std::nullopt : std::optional(read(pending));
}

} // namespace accumulus
