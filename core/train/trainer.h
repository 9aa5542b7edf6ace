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
#include "core/train/window_plan.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

    /// Throws ExperimentError if model and data do not fit together, or the run does not fit into
    /// the memory budget. \a sink must outlive the trainer. \a mostThreads: if the experiment
    /// leaves their number open, see chooseThreads().
    Trainer(const Experiment& experiment, TrainingData data, RecordSink& sink,
            int mostThreads = availableCores());
    ~Trainer();

    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// One forward and backward pass, and the update if it completes the window.
    void runMicroBatch();

    /// New settings, taken when the open window is closed, or now if none is open. Throws
    /// ExperimentError, and the run goes on with those it has, if they are not valid, ask for
    /// another optimizer or a schedule as long as a run without an end, or do not fit into the
    /// memory budget.
    void setHyperparameters(const Hyperparameters& hyperparameters);

    /// Asked now and then while something takes long beside the training: true breaks that off, and
    /// it measures nothing. A limit of stop.seconds does so too.
    void setInterrupt(std::function<bool()> isInterrupted);

    State state() const { return m_state; }
    bool hasEnded() const { return m_state != State::Running; }
    const std::string& message() const { return m_message; } ///< why it diverged

    /// Micro-batches of an unfinished window have been added.
    bool isWindowOpen() const { return m_window.isOpen(); }
    const AccumulationWindow& window() const { return m_window; }

    const Hyperparameters& settings() const { return m_settings; } ///< of the open window
    /// Of a schedule as long as the run, in its ticks: as it was when the run began.
    std::int64_t scheduleLength() const { return m_updater.scheduleLength(); }
    bool hasPendingSettings() const { return m_pending.has_value(); }

    std::int64_t updates() const { return m_counters.updates; }
    std::int64_t microBatches() const { return m_counters.microBatches; }
    std::int64_t samples() const { return m_counters.samples; }
    double epoch() const { return static_cast<double>(samples()) / trainingRows(); }
    std::int64_t leftOut() const { return m_leftOut; } ///< micro-batches that were not finite
    double seconds() const { return m_stopwatch.seconds(); }
    /// Why no window can ever be complete with the settings that it has or waits for, a sentence
    /// with what to do; "" if one can. See accumulus::whyNoUpdate().
    std::string whyNoUpdate() const;

    /// What a person should know about the run without asking, a sentence each, as it comes up:
    /// that its schedule has ended, that windows are cut short. Each is said once.
    const std::vector<std::string>& notes() const { return m_notes; }

    /// What an update gets with the settings of now.
    WindowPlan windowPlan() const;

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
    void requireRoom(const Hyperparameters& settings);
    void preparePasses(const Hyperparameters& settings);
    void refuseLargePasses(const Hyperparameters& settings) const;
    bool isInterrupted() const;
    void note(std::string_view topic, const std::string& sentence);
    void noteBeginning();
    void noteShortWindow();
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
    std::int64_t microBatchesLeft() const;
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
    std::optional<std::int64_t> m_plannedUpdates;
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
    std::function<bool()> m_isInterrupted;
    std::vector<std::string> m_notes;
    std::set<std::string, std::less<>> m_noted; ///< what they are about

    State m_state = State::Running;
    std::string m_message;
    Divergence m_divergence;
    std::int64_t m_leftOut = 0;
    int m_leftOutInARow = 0;
    /// Before the micro-batch, to undo one that is left out.
    AlignedVector<float> m_layerStates{MemoryCategory::Workspace};
};

} // namespace accumulus
