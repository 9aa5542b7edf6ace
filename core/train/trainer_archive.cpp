// What a checkpoint keeps of a Trainer.

#include "core/data_error.h"
#include "core/record/state_archive.h"
#include "core/train/trainer.h"

namespace accumulus {

void Trainer::archive(StateArchive& archive)
{
    archiveSettings(archive);
    ParameterArena& arena = m_model.arena();
    archive.buffer("weights", arena.weights());
    archive.buffer("states", arena.stateValues());
    arena.weightsChanged();
    if (m_settings.nonFinite == NonFinite::SkipWindow) {
        m_layerStates.resize(arena.stateValues().size());
        archive.buffer("states_before_window", m_layerStates);
    }
    archive.value("updates", m_counters.updates);
    archive.value("micro_batches", m_counters.microBatches);
    archive.value("samples", m_counters.samples);
    archive.value("left_out", m_leftOut);
    archive.value("left_out_in_a_row", m_leftOutInARow);
    archive.value("opened.epochs", m_windowOpened.epochs);
    archive.value("opened.updates", m_windowOpened.updates);
    m_divergence.archive(archive);
    double seconds = m_stopwatch.seconds();
    archive.value("seconds", seconds);
    const auto isCount = [](std::int64_t value) {
        return value >= 0 && value <= std::int64_t{1} << 53;
    };
    if (!(seconds >= 0.0 && seconds <= 1e9) || !isCount(updates()) || !isCount(microBatches())
        || !isCount(samples()))
        throw DataError("the run's counters are out of their range");
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
    const auto read = [](const std::string& json) {
        return experimentFromJson(json, "checkpoint").hyperparameters;
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
