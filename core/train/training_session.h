#pragma once

#include "core/data/data_intake.h"
#include "core/record/history.h"
#include "core/record/records.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace accumulus {

enum class SessionState {
    Loading, ///< data and model are being made
    Paused,  ///< ready, nothing runs
    Training,
    Finished, ///< a limit of StopOptions was reached
    Diverged, ///< see SessionStatus::message; the curves stay
    Failed,   ///< the experiment could not be set up or broke; see SessionStatus::message
};

/// Finished, Diverged or Failed: nothing more will come.
constexpr bool hasEnded(SessionState state)
{
    return state == SessionState::Finished || state == SessionState::Diverged
        || state == SessionState::Failed;
}

/// Where a session stands. A value: copy and keep.
struct SessionStatus
{
    SessionState state = SessionState::Loading;
    std::string message; ///< Diverged, Failed: what happened, a sentence in English

    std::int64_t update = 0; ///< updates done
    std::int64_t microBatches = 0;
    std::int64_t samples = 0;
    double epoch = 0.0;
    double seconds = 0.0;           ///< of training, pauses and the speed limit's waiting left out
    double loaded = 0.0;            ///< Loading: share of the data that is read, 0…1
    std::optional<double> progress; ///< 0…1 towards the stop, if one is set

    std::shared_ptr<const DataIntake> intake; ///< what was taken as data; null while loading
    int trainingRows = 0;                     ///< 0 while loading
    int validationRows = 0;
    int parameterCount = 0;
    int threads = 0;                      ///< in use
    Precision precision = Precision::F32; ///< in use; see Trainer::precision()
    bool hasClasses = false;              ///< there is an accuracy
    double targetScale = 1.0; ///< losses are in units of this (mse: its square); 1 = raw units

    /// Why the last settings that were sent were not taken, a sentence in English; "" if they were,
    /// or that is not known yet. The run goes on with `settings`.
    std::string refused;
    /// What a person should know about the run, a sentence in English each; see Trainer::notes().
    std::vector<std::string> notes;

    Hyperparameters settings;             ///< those of the open window
    bool settingsPending = false;         ///< newer ones wait for the window to close
    std::vector<MicroBatchRecord> window; ///< micro-batches in the open window, in order
};

/// What a session reported since the last time it was asked.
struct SessionReport
{
    SessionStatus status;
    /// Older updates in merged form, if the caller was away for long.
    std::optional<History> backlog;
    std::vector<UpdateRecord> updates; ///< newer than the backlog
};

/// A training run on its own thread. If its experiment leaves the number of threads open, one core
/// stays free for the caller, who has a window to draw. The caller is never made to wait for
/// training, training never for the caller: settings go in through a mailbox (the latest wins,
/// taken between windows), reports come out of an outbox that take() swaps empty. If nobody takes
/// them they are merged, never lost and never unbounded. All functions may be called from any
/// thread.
///
///     TrainingSession session(experiment);    // loads, then waits in state Paused
///     session.start();
///     … every 33 ms: SessionReport report = session.take();
class TrainingSession
{
public:
    static constexpr double unlimitedSpeed = std::numeric_limits<double>::infinity();

    /// Checks \a experiment (throws ExperimentError, also if its schedule is to be as long as a run
    /// that has no end) and begins to load. What goes wrong while
    /// loading is reported as SessionState::Failed.
    explicit TrainingSession(Experiment experiment);
    ~TrainingSession(); ///< waits for the current micro-batch to end; a load is broken off

    TrainingSession(const TrainingSession&) = delete;
    TrainingSession& operator=(const TrainingSession&) = delete;

    const Experiment& experiment() const;

    void start();          ///< trains until pause() or the end; no effect on an ended run
    void pause();          ///< after the current micro-batch
    void stepMicroBatch(); ///< one micro-batch, then Paused; several calls add up

    /// Takes effect at the next window. Throws ExperimentError if a value is out of range, the
    /// optimizer is another one than the run's, or a schedule is to be as long as a run that has no
    /// end; no effect on an ended run. What does not fit into the memory budget is found out in the
    /// session's thread: SessionStatus::refused says so, and the run keeps what it has.
    void setHyperparameters(const Hyperparameters& hyperparameters);

    /// Upper limit, in micro-batches per second; unlimitedSpeed for none. At once.
    void setSpeed(double microBatchesPerSecond);

    /// Everything new since the last call. Reports lag behind training by at most a few
    /// milliseconds.
    SessionReport take();

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace accumulus
