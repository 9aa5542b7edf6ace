#include "ui/session_controller.h"

#include "ui/run_store.h"

#include <QTimer>

#include <chrono>
#include <utility>

namespace accumulus {
namespace {

constexpr std::chrono::milliseconds frame{33};

} // namespace

SessionController::SessionController(RunStore& store, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_timer(new QTimer(this))
{
    m_timer->setTimerType(Qt::PreciseTimer);
    m_timer->setInterval(frame);
    connect(m_timer, &QTimer::timeout, this, &SessionController::poll);
}

SessionController::~SessionController() = default;

void SessionController::begin(const Experiment& experiment, AfterLoading afterLoading)
{
    auto session = std::make_unique<TrainingSession>(experiment);
    retire();
    m_session = std::move(session);
    m_state = SessionState::Loading;
    m_wantsTraining = afterLoading == AfterLoading::Train;
    if (const Run* last = m_store.live(); last != nullptr && last->history.isEmpty())
        m_store.remove(last->id); // It trained nothing: there is nothing to compare with.
    m_store.addLive(experiment);
    m_session->setSpeed(m_speed);
    if (m_wantsTraining)
        m_session->start();
    m_timer->start();
    emit polled();
}

void SessionController::start()
{
    if (m_session) {
        m_wantsTraining = true;
        m_session->start();
    }
}

void SessionController::pause()
{
    if (m_session) {
        m_wantsTraining = false;
        m_session->pause();
    }
}

void SessionController::step()
{
    if (m_session) {
        m_wantsTraining = false;
        m_session->stepMicroBatch();
    }
}

void SessionController::setHyperparameters(const Hyperparameters& hyperparameters)
{
    if (m_session)
        m_session->setHyperparameters(hyperparameters);
}

void SessionController::setSpeed(double microBatchesPerSecond)
{
    m_speed = microBatchesPerSecond;
    if (m_session)
        m_session->setSpeed(microBatchesPerSecond);
}

bool SessionController::hasEnded() const
{
    return accumulus::hasEnded(m_state);
}

bool SessionController::isTraining() const
{
    return m_state == SessionState::Training
        || (m_state == SessionState::Loading && m_wantsTraining);
}

void SessionController::poll()
{
    if (!m_session)
        return;
    const SessionReport report = m_session->take();
    m_state = report.status.state;
    m_store.report(report);
    std::erase_if(m_ending, [](const std::future<void>& ending) {
        return ending.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    emit polled();
}

void SessionController::retire()
{
    if (!m_session)
        return;
    m_session->pause();
    m_store.report(m_session->take()); // The run keeps all that it reported.
    m_ending.push_back(std::async(std::launch::async,
                                  [session = std::move(m_session)]() mutable { session.reset(); }));
}

} // namespace accumulus
