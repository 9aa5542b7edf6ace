#pragma once

#include "core/train/training_session.h"

#include <QObject>

#include <future>
#include <memory>
#include <vector>

class QTimer;

namespace accumulus {

class RunStore;

/// Owns the training session of the window. Thirty times a second it moves what the session
/// reported into the live run of the store and says so; nothing here ever waits for training: a
/// session that is replaced ends on a thread of its own.
class SessionController : public QObject
{
    Q_OBJECT
public:
    enum class AfterLoading { Train, Wait };

    explicit SessionController(RunStore& store, QObject* parent = nullptr);
    ~SessionController() override;

    /// Ends the current run, which stays in the store if it trained at all, and begins one of
    /// \a experiment. Throws ExperimentError, and then nothing changes.
    void begin(const Experiment& experiment, AfterLoading afterLoading);

    /// Without effect before begin().
    void start();
    void pause();
    void step();
    /// Throws ExperimentError if a value is out of range.
    void setHyperparameters(const Hyperparameters& hyperparameters);

    /// Micro-batches per second, also for runs to come.
    void setSpeed(double microBatchesPerSecond);

    bool hasEnded() const;   ///< finished, diverged or failed: starting needs a new run
    bool isTraining() const; ///< or will, once it has loaded

    /// Takes what the session has to report now; the timer does it by itself.
    void poll();

signals:
    void polled(); ///< the store is up to date: time to draw

private:
    void retire();

    RunStore& m_store;
    std::unique_ptr<TrainingSession> m_session;
    std::vector<std::future<void>> m_ending; ///< sessions that were replaced
    QTimer* m_timer;
    SessionState m_state = SessionState::Loading;
    bool m_wantsTraining = false;
    double m_speed = TrainingSession::unlimitedSpeed;
};

} // namespace accumulus
