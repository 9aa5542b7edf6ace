#pragma once

#include "core/data/batch_sampler.h"
#include "core/data/data_source.h"
#include "core/memory_account.h"
#include "core/nn/model.h"
#include "core/optim/optimizer.h"
#include "core/probe/probe_set.h"
#include "core/record/records.h"
#include "core/stopwatch.h"
#include "core/train/accumulation_window.h"
#include "core/train/compute_choice.h"
#include "core/train/divergence.h"
#include "core/train/experiment.h"
#include "core/train/steps_schedule.h"
#include "core/train/updater.h"
#include "core/train/window_gradients.h"

#include <memory>
#include <optional>
#include <string>

namespace accumulus {

/// The data of an experiment, as its loss needs it. Throws DataError.
TrainingData loadTrainingData(const Experiment& experiment, const LoadProgress& progress = {});

/// Trains one experiment, a micro-batch at a time: forward, backward, accumulate, and when the
/// window is complete, update. Runs on the caller's thread and must be made on it; TrainingSession
/// puts one on a thread of its own.
///
///     Trainer trainer(experiment, loadTrainingData(experiment), sink);
///     while (!trainer.hasEnded())
///         trainer.runMicroBatch();
class Trainer
{
public:
    enum class State {
        Running,
        Finished, ///< a limit of StopOptions was reached
        Diverged, ///< see Divergence and message()
    };

    /// Throws ExperimentError if model and data do not fit together, or the model does not fit into
    /// the memory budget. \a sink must outlive the trainer. \a mostThreads: if the experiment
    /// leaves their number open, see chooseThreads().
    Trainer(const Experiment& experiment, TrainingData data, RecordSink& sink,
            int mostThreads = availableCores());
    ~Trainer();

    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// One forward and backward pass, and the update if it completes the window. Throws
    /// MemoryBudgetError if the first micro-batch of its size does not fit into the budget.
    void runMicroBatch();

    /// New settings, taken when the open window is closed, or now if none is open.
    void setHyperparameters(const Hyperparameters& hyperparameters);

    State state() const { return m_state; }
    bool hasEnded() const { return m_state != State::Running; }
    const std::string& message() const { return m_message; } ///< why it diverged

    /// Micro-batches of an unfinished window have been added.
    bool isWindowOpen() const { return m_window.isOpen(); }
    const AccumulationWindow& window() const { return m_window; }

    const Hyperparameters& settings() const { return m_settings; } ///< of the open window
    bool hasPendingSettings() const { return m_pending.has_value(); }

    std::int64_t updates() const { return m_counters.updates; }
    std::int64_t microBatches() const { return m_counters.microBatches; }
    std::int64_t samples() const { return m_counters.samples; }
    double epoch() const { return static_cast<double>(samples()) / trainingRows(); }
    std::int64_t leftOut() const { return m_leftOut; } ///< micro-batches that were not finite
    double seconds() const { return m_stopwatch.seconds(); }
    /// False if no window can ever be complete with these settings: an epoch is shorter than one,
    /// and its rest makes no update.
    bool canUpdate() const;

    std::optional<double> progress() const; ///< 0…1 towards the nearest stop, if one is set

    int trainingRows() const { return static_cast<int>(m_data.training.rowCount()); }
    std::size_t parameterCount() const { return m_model.arena().parameterCount(); }
    const TrainingData& data() const { return m_data; }
    const MemoryAccount& memory() const { return m_memory; } ///< of all its buffers

    /// Counts training time; stop it while waiting, so that `seconds` is time spent training.
    Stopwatch& stopwatch() { return m_stopwatch; }

    /// Of the values that probes add to the records.
    const std::vector<std::string>& probeNames() const { return *m_probes.names(); }
    const std::vector<std::string>& microBatchProbeNames() const
    {
        return *m_probes.microBatchNames();
    }

    Model& model() { return m_model; }
    /// With the threads that were chosen, so that who resumes from it continues bit for bit.
    const Experiment& experiment() const { return m_experiment; }

    /// What it computes in; not what the experiment asks for if the processor has not got that.
    Precision precision() const;

    /// Everything that decides how the run goes on, the open window included: a trainer of the same
    /// experiment that reads this continues bit for bit.
    void archive(StateArchive& archive);

private:
    void openWindow();
    void takePendingSettings();
    void apply(const Hyperparameters& settings);
    bool takeGradients(const MicroBatch& batch, double share);
    WindowView windowView(double gradNorm) const;
    void closeWindow();
    void dropWindow();
    UpdateRecord update(double gradNorm);
    int stepsOfNextWindow() const;
    void keepLayerStates();
    void restoreLayerStates();
    void countLeftOut();
    void archiveSettings(StateArchive& archive);
    void diverge(std::int64_t update, const std::string& reason);
    bool isLastUpdateOfEpoch() const;
    void evaluate(UpdateRecord& record);
    void checkStop();

    MemoryAccount m_memory;                ///< before everything that it counts
    std::optional<MemoryScope> m_counting; ///< while the trainer is being made
    Experiment m_experiment;
    TrainingData m_data;
    MemoryReservation m_dataMemory;
    RecordSink& m_sink;
    std::unique_ptr<onednn::Engine> m_engine;
    Model m_model;
    RunCounters m_counters;
    Updater m_updater;
    ProbeSet m_probes;
    WindowGradients m_gradients;
    BatchSampler m_sampler;
    AccumulationWindow m_window;
    Hyperparameters m_settings;
    std::vector<StepsChange> m_stepsSchedule;
    StepsPosition m_windowOpened; ///< where the run was then
    std::optional<Hyperparameters> m_pending;
    Stopwatch m_stopwatch;

    State m_state = State::Running;
    std::string m_message;
    Divergence m_divergence;
    std::int64_t m_leftOut = 0;
    int m_leftOutInARow = 0;
    /// Before the micro-batch, to undo one that is left out.
    AlignedVector<float> m_layerStates{MemoryCategory::Workspace};
};

} // namespace accumulus
