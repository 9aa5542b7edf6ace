#include "core/train/training_session.h"

#include "core/data/data_source.h"
#include "core/error_text.h"
#include "core/nn/loss.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>

#ifdef __linux__
#include <sys/resource.h>
#endif

namespace accumulus {

namespace {

using Clock = std::chrono::steady_clock;

/// How long reports may lag behind. A window redraws every 33 ms; a lock every 5 ms costs training
/// nothing.
constexpr auto publishInterval = std::chrono::milliseconds(5);

/// Reports that nobody took beyond this many go into a bounded history.
constexpr std::size_t maxWaitingRecords = 1 << 16;

/// A limited speed sleeps only when it is ahead by this much, so that thousands of micro-batches a
/// second do not mean thousands of sleeps.
constexpr auto shortestSleep = std::chrono::milliseconds(2);

/// Ends a load that nobody waits for.
struct LoadCancelled
{};

} // namespace

/// Everything that the two sides share is behind m_mutex; the trainer and the lists in between
/// belong to the thread alone.
class TrainingSession::Worker : public RecordSink
{
public:
    static constexpr std::int64_t allowedForever = std::numeric_limits<std::int64_t>::max();

    explicit Worker(Experiment experiment)
        : m_experiment(std::move(experiment))
    {
        m_status.settings = m_experiment.hyperparameters;
        m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }

    const Experiment& experiment() const { return m_experiment; }

    /// From now on: 0 pauses, allowedForever trains.
    void allow(std::int64_t microBatches)
    {
        const std::lock_guard lock(m_mutex);
        m_allowed = microBatches;
        m_steps = 0;
        m_mailChanged = true;
        m_wake.notify_all();
    }

    /// One more micro-batch, then a pause; several calls add up.
    void allowStep()
    {
        const std::lock_guard lock(m_mutex);
        ++m_steps;
        m_mailChanged = true;
        m_wake.notify_all();
    }

    void setHyperparameters(const Hyperparameters& hyperparameters)
    {
        validateChange(m_experiment.hyperparameters, hyperparameters);
        requireScheduleLength(hyperparameters.schedule, m_experiment.stop);
        const std::lock_guard lock(m_mutex);
        if (hasEnded(m_status.state))
            return;
        m_mailbox = hyperparameters;
        m_status.refused.clear();
        m_status.settingsPending = hyperparameters != m_status.settings;
        m_mailChanged = true;
        m_wake.notify_all();
    }

    void setSpeed(double microBatchesPerSecond)
    {
        const std::lock_guard lock(m_mutex);
        m_speed = std::max(microBatchesPerSecond, 1e-3);
        m_mailChanged = true;
        m_wake.notify_all();
    }

    SessionReport take()
    {
        const std::lock_guard lock(m_mutex);
        SessionReport report{m_status, std::exchange(m_backlog, std::nullopt), {}};
        report.updates.swap(m_outbox);
        return report;
    }

private:
    // --- the worker's thread

    /// Behind the caller's thread where cores are short, so that a window stays smooth. In Linux
    /// this is of a thread, and those that it starts for its loops have it too. Failing is no harm.
    static void stepBack()
    {
#ifdef __linux__
        constexpr int nice = 5;
        setpriority(PRIO_PROCESS, 0, std::max(getpriority(PRIO_PROCESS, 0), nice));
#endif
    }

    /// The one catch at the top: whatever goes wrong becomes a state with a sentence.
    void run(const std::stop_token& stop)
    {
        stepBack();
        try {
            load(stop);
            train(stop);
        } catch (const LoadCancelled&) { // nobody waits for this session any more
        } catch (const std::exception& error) {
            const std::lock_guard lock(m_mutex);
            if (m_trainer) { // a failed run keeps its curves
                m_trainer->stopwatch().stop();
                publishLocked(SessionState::Failed);
            }
            m_status.state = SessionState::Failed;
            m_status.message = sentenceOf(error);
        }
    }

    void load(const std::stop_token& stop)
    {
        const auto report = [&](double share) {
            if (stop.stop_requested())
                throw LoadCancelled();
            const std::lock_guard lock(m_mutex);
            m_status.loaded = share;
        };
        TrainingData data = loadTrainingData(m_experiment, report);
        {
            const std::lock_guard lock(m_mutex);
            m_status.intake = std::make_shared<const DataIntake>(data.intake);
        }
        m_trainer = std::make_unique<Trainer>(m_experiment, std::move(data), *this,
                                              std::max(1, availableCores() - 1));
        m_trainer->setInterrupt([stop] { return stop.stop_requested(); });
    }

    void train(const std::stop_token& stop)
    {
        while (waitUntilAllowed(stop)) {
            m_trainer->runMicroBatch();
            if (m_trainer->hasEnded())
                break;
            if (Clock::now() - m_lastPublished >= publishInterval)
                publish(SessionState::Training);
        }
        m_trainer->stopwatch().stop();
        publish(m_trainer->state() == Trainer::State::Diverged ? SessionState::Diverged
                    : m_trainer->hasEnded()                    ? SessionState::Finished
                                                               : SessionState::Paused);
    }

    /// Waits while paused or ahead of the set speed, and takes the mail. False when the session is
    /// to end.
    bool waitUntilAllowed(const std::stop_token& stop)
    {
        if (m_trainer->hasEnded() || stop.stop_requested())
            return false;
        std::unique_lock lock(m_mutex, std::defer_lock);
        if (!m_isRunning || m_mailChanged.load(std::memory_order_relaxed) || isAhead()) {
            lock.lock();
            while (takeMail(lock), !mayRun()) {
                m_trainer->stopwatch().stop();
                publishLocked(m_isRunning ? SessionState::Training : SessionState::Paused);
                const auto changed = [this] { return m_mailChanged.load(); };
                if (m_isRunning)
                    m_wake.wait_until(lock, stop, m_due, changed);
                else
                    m_wake.wait(lock, stop, changed);
                if (stop.stop_requested())
                    return false;
            }
        }
        m_trainer->stopwatch().start();
        countMicroBatch();
        return true;
    }

    bool isAhead() const
    {
        return std::isfinite(m_ownSpeed) && m_due - Clock::now() > shortestSleep;
    }
    bool mayRun() const
    {
        return m_isRunning && !isAhead();
    }

    /// Call with the lock held.
    void takeMail(std::unique_lock<std::mutex>& lock)
    {
        if (!m_mailChanged.exchange(false))
            return;
        if (const auto settings = std::exchange(m_mailbox, std::nullopt))
            takeSettings(*settings, lock);
        if (m_allowed || m_steps > 0)
            m_due = Clock::now();
        if (m_allowed)
            m_ownAllowed = *std::exchange(m_allowed, std::nullopt);
        if (m_steps > 0) {
            const std::int64_t left = m_ownAllowed == allowedForever ? 0 : m_ownAllowed;
            m_ownAllowed = left + std::exchange(m_steps, 0);
        }
        if (m_speed != m_ownSpeed) {
            m_ownSpeed = m_speed;
            m_due = Clock::now();
        }
        m_isRunning = m_ownAllowed > 0;
    }

    /// Without the lock as long as it is being found out whether there is room for them, so that
    /// nobody waits for that.
    void takeSettings(const Hyperparameters& settings, std::unique_lock<std::mutex>& lock)
    {
        lock.unlock();
        std::string refused;
        try {
            m_trainer->setHyperparameters(settings);
        } catch (const ExperimentError& error) {
            refused = error.what();
        }
        lock.lock();
        m_status.refused = refused;
        m_status.settings = m_trainer->settings();
        m_status.settingsPending = m_trainer->hasPendingSettings() || m_mailbox.has_value();
    }

    void countMicroBatch()
    {
        if (m_ownAllowed != allowedForever)
            --m_ownAllowed;
        m_isRunning = m_ownAllowed > 0;
        if (!std::isfinite(m_ownSpeed))
            return;
        const auto now = Clock::now();
        const auto period = std::chrono::duration_cast<Clock::duration>(
            std::chrono::duration<double>(1.0 / m_ownSpeed));
        // Time that was lost is not made up for beyond a tenth of a second.
        m_due = std::max(m_due, now - std::chrono::milliseconds(100)) + period;
    }

    void onMicroBatch(const MicroBatchRecord& record) override
    {
        if (record.microStep == 0) // a leaking window restarts without an update
            m_window.clear();
        m_window.push_back(record);
    }

    void onUpdate(const UpdateRecord& record) override
    {
        m_window.clear();
        m_updates.push_back(record);
    }

    void publish(SessionState state)
    {
        const std::lock_guard lock(m_mutex);
        publishLocked(state);
    }

    /// Moves what is new to the outbox and brings the status up to date.
    void publishLocked(SessionState state)
    {
        m_outbox.insert(m_outbox.end(), std::make_move_iterator(m_updates.begin()),
                        std::make_move_iterator(m_updates.end()));
        m_updates.clear();
        if (m_outbox.size() > maxWaitingRecords) {
            if (!m_backlog)
                m_backlog.emplace();
            for (const UpdateRecord& record : m_outbox)
                m_backlog->add(record);
            m_outbox.clear();
        }
        const Trainer& trainer = *m_trainer;
        m_status.state = state;
        m_status.message = trainer.message();
        m_status.update = trainer.updates();
        m_status.microBatches = trainer.microBatches();
        m_status.samples = trainer.samples();
        m_status.epoch = trainer.epoch();
        m_status.seconds = trainer.seconds();
        m_status.progress = trainer.progress();
        m_status.trainingRows = trainer.trainingRows();
        m_status.validationRows = static_cast<int>(trainer.data().validation.rowCount());
        m_status.parameterCount = static_cast<int>(trainer.parameterCount());
        m_status.threads = trainer.experiment().compute.threads;
        m_status.precision = trainer.precision();
        m_status.hasClasses = trainer.data().training.isClassification();
        m_status.targetScale = trainer.data().targetScale;
        m_status.notes = m_computeNotes;
        m_status.notes.insert(m_status.notes.end(), trainer.notes().begin(), trainer.notes().end());
        m_status.settings = trainer.settings();
        m_status.settingsPending = trainer.hasPendingSettings() || m_mailbox.has_value();
        m_status.window = m_window;
        m_lastPublished = Clock::now();
    }

    const Experiment m_experiment;
    const std::vector<std::string> m_computeNotes = computeNotes(m_experiment);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::atomic<bool> m_mailChanged = false; ///< lets the thread look without locking
    std::optional<Hyperparameters> m_mailbox;
    std::optional<std::int64_t> m_allowed; ///< micro-batches from now on; 0 = pause
    std::int64_t m_steps = 0;              ///< single micro-batches asked for since
    double m_speed = unlimitedSpeed;
    SessionStatus m_status;
    std::optional<History> m_backlog;
    std::vector<UpdateRecord> m_outbox;

    std::unique_ptr<Trainer> m_trainer;
    std::vector<UpdateRecord> m_updates;    ///< not yet published
    std::vector<MicroBatchRecord> m_window; ///< of the open window
    bool m_isRunning = false;
    std::int64_t m_ownAllowed = 0;
    double m_ownSpeed = unlimitedSpeed;
    Clock::time_point m_due; ///< when the next micro-batch may begin, at a limited speed
    Clock::time_point m_lastPublished;

    std::jthread m_thread; ///< last: it is joined before anything it uses goes
};

TrainingSession::TrainingSession(Experiment experiment)
{
    validate(experiment);
    requireScheduleLength(experiment.hyperparameters.schedule, experiment.stop);
    m_worker = std::make_unique<Worker>(std::move(experiment));
}

TrainingSession::~TrainingSession() = default;

const Experiment& TrainingSession::experiment() const
{
    return m_worker->experiment();
}

void TrainingSession::start()
{
    m_worker->allow(Worker::allowedForever);
}

void TrainingSession::pause()
{
    m_worker->allow(0);
}

void TrainingSession::stepMicroBatch()
{
    m_worker->allowStep();
}

void TrainingSession::setHyperparameters(const Hyperparameters& hyperparameters)
{
    m_worker->setHyperparameters(hyperparameters);
}

void TrainingSession::setSpeed(double microBatchesPerSecond)
{
    m_worker->setSpeed(microBatchesPerSecond);
}

SessionReport TrainingSession::take()
{
    return m_worker->take();
}

} // namespace accumulus
