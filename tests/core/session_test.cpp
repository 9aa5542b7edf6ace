#include "tests/core/training_fixture.h"
#include "tests/support.h"

#include "core/train/training_session.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

using namespace std::chrono_literals;

/// Collects a session's reports until \a isDone, or fails after a generous time.
class Watcher
{
public:
    explicit Watcher(TrainingSession& session)
        : m_session(session)
    {}

    const SessionStatus& until(const std::function<bool(const SessionStatus&)>& isDone)
    {
        const auto deadline = std::chrono::steady_clock::now() + 60s;
        while (true) {
            SessionReport report = m_session.take();
            if (report.backlog)
                history.append(*report.backlog);
            for (const UpdateRecord& record : report.updates) {
                history.add(record);
                updates.push_back(record);
            }
            status = report.status;
            if (isDone(status))
                return status;
            if (std::chrono::steady_clock::now() > deadline) {
                FAIL("the session did not get there; update " << status.update << ", "
                                                              << status.message);
            }
            std::this_thread::sleep_for(1ms);
        }
    }

    const SessionStatus& untilState(SessionState state)
    {
        return until([=](const SessionStatus& s) { return s.state == state; });
    }

    const SessionStatus& untilUpdate(std::int64_t update)
    {
        return until([=](const SessionStatus& s) { return s.update >= update; });
    }

    History history;
    std::vector<UpdateRecord> updates;
    SessionStatus status;

private:
    TrainingSession& m_session;
};

} // namespace

TEST_CASE("a session loads, waits, trains and finishes", "[session]")
{
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 300;
    TrainingSession session(experiment);
    Watcher watcher(session);
    const SessionStatus& ready = watcher.untilState(SessionState::Paused);
    REQUIRE(ready.intake);
    CHECK(ready.intake->rows == 442);
    CHECK(ready.intake->target == "progression");
    CHECK(ready.trainingRows == 354);
    CHECK(ready.validationRows == 88);
    CHECK(ready.parameterCount == 10 * 10 + 10 + 10 + 1);
    CHECK(ready.update == 0);
    CHECK(ready.progress == 0.0);
    session.start();
    watcher.untilState(SessionState::Finished);
    CHECK(watcher.updates.size() == 300);
    CHECK(watcher.status.progress == 1.0);
}

TEST_CASE("a session computes exactly what a trainer alone does", "[session]")
{
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 200;
    Run alone(experiment);
    alone.toUpdate(200);
    TrainingSession session(experiment);
    session.start();
    Watcher watcher(session);
    watcher.untilState(SessionState::Finished);
    REQUIRE(watcher.updates.size() == 200);
    for (std::size_t i = 0; i < 200; ++i) {
        REQUIRE(watcher.updates[i].loss == alone.sink.updates[i].loss);
        REQUIRE(watcher.updates[i].gradNorm == alone.sink.updates[i].gradNorm);
    }
}

TEST_CASE("stepping runs one micro-batch at a time and shows the window filling", "[session]")
{
    TrainingSession session{smallExperiment()};
    Watcher watcher(session);
    watcher.untilState(SessionState::Paused);
    for (int step = 1; step <= 4; ++step) {
        session.stepMicroBatch();
        const SessionStatus& status =
            watcher.until([&](const SessionStatus& s) { return s.microBatches == step; });
        watcher.untilState(SessionState::Paused);
        CHECK(status.window.size() == static_cast<std::size_t>(step % 4));
    }
    CHECK(watcher.status.update == 1);
    CHECK(watcher.updates.size() == 1);
    std::this_thread::sleep_for(10ms);
    CHECK(session.take().status.microBatches == 4);
}

TEST_CASE("steps that come faster than micro-batches add up", "[session]")
{
    TrainingSession session{smallExperiment()};
    for (int i = 0; i < 25; ++i)
        session.stepMicroBatch();
    Watcher watcher(session);
    watcher.until([](const SessionStatus& s) { return s.microBatches >= 25; });
    watcher.untilState(SessionState::Paused);
    CHECK(watcher.status.microBatches == 25);
}

TEST_CASE("a paused session stands still and goes on where it was", "[session]")
{
    TrainingSession session{smallExperiment()};
    session.start();
    Watcher watcher(session);
    watcher.untilUpdate(50);
    session.pause();
    watcher.untilState(SessionState::Paused);
    const auto microBatches = watcher.status.microBatches;
    const double seconds = watcher.status.seconds;
    std::this_thread::sleep_for(30ms);
    watcher.untilState(SessionState::Paused);
    CHECK(watcher.status.microBatches == microBatches);
    CHECK(watcher.status.seconds == seconds); // pauses do not count
    session.start();
    watcher.untilUpdate(watcher.status.update + 10);
    for (std::size_t i = 0; i < watcher.updates.size(); ++i)
        REQUIRE(watcher.updates[i].update == static_cast<std::int64_t>(i) + 1);
}

TEST_CASE("settings reach a training session and come back with the records", "[session]")
{
    TrainingSession session{smallExperiment()};
    session.start();
    Watcher watcher(session);
    watcher.untilUpdate(20);
    Hyperparameters settings = session.experiment().hyperparameters;
    settings.accumulationSteps = 7;
    settings.optimizer.learningRate = 0.005;
    session.setHyperparameters(settings);
    watcher.until([](const SessionStatus& s) { return s.settings.accumulationSteps == 7; });
    watcher.untilUpdate(watcher.status.update + 10);
    CHECK(watcher.updates.back().accumulationSteps == 7);
    CHECK(watcher.updates.back().learningRate == 0.005);
    CHECK_FALSE(watcher.status.settingsPending);
    bool changed = false; // from one record to the next, once and for good
    for (const UpdateRecord& update : watcher.updates) {
        changed = changed || update.accumulationSteps == 7;
        REQUIRE(update.accumulationSteps == (changed ? 7 : 4));
        REQUIRE(update.learningRate == (changed ? 0.005 : 0.001));
    }
    settings.microBatchSize = 0;
    CHECK_THROWS_AS(session.setHyperparameters(settings), ExperimentError);
    settings.microBatchSize = 1;
    settings.optimizer = optimizerKind("sgd").defaults;
    CHECK_THROWS_WITH(session.setHyperparameters(settings), ContainsSubstring("adam"));
}

TEST_CASE("settings of an open window wait, and a paused session says so", "[session]")
{
    TrainingSession session{smallExperiment()};
    Watcher watcher(session);
    watcher.untilState(SessionState::Paused);
    session.stepMicroBatch();
    watcher.until([](const SessionStatus& s) { return s.microBatches == 1; });
    Hyperparameters settings = session.experiment().hyperparameters;
    settings.accumulationSteps = 2;
    session.setHyperparameters(settings);
    std::this_thread::sleep_for(10ms);
    watcher.untilState(SessionState::Paused);
    CHECK(watcher.status.settingsPending);
    CHECK(watcher.status.settings.accumulationSteps == 4);
    for (int step = 2; step <= 4; ++step) {
        session.stepMicroBatch();
        watcher.until([&](const SessionStatus& s) { return s.microBatches == step; });
    }
    session.stepMicroBatch();
    watcher.until([](const SessionStatus& s) { return s.microBatches == 5; });
    CHECK_FALSE(watcher.status.settingsPending);
    CHECK(watcher.status.settings.accumulationSteps == 2);
}

TEST_CASE("the speed limit holds and can be lifted at once", "[session]")
{
    TrainingSession session{smallExperiment()};
    Watcher watcher(session);
    watcher.untilState(SessionState::Paused);
    session.setSpeed(200.0);
    const auto start = std::chrono::steady_clock::now();
    session.start();
    std::this_thread::sleep_for(300ms);
    watcher.untilUpdate(1);
    // A loaded machine may do fewer than are due, but never many more.
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    CHECK(static_cast<double>(watcher.status.microBatches) <= 200.0 * elapsed.count() + 20.0);
    session.setSpeed(TrainingSession::unlimitedSpeed);
    watcher.untilUpdate(2000);
    session.setSpeed(1.0);
    std::this_thread::sleep_for(200ms);
    const auto before = session.take().status.microBatches;
    std::this_thread::sleep_for(100ms);
    CHECK(session.take().status.microBatches <= before + 2);
    session.pause(); // wakes it from its sleep
    watcher.untilState(SessionState::Paused);
}

TEST_CASE("what goes wrong in the thread becomes a state with a sentence", "[session]")
{
    Experiment experiment;
    experiment.data.source = "csv";
    experiment.data.file = "/nowhere/data.csv";
    TrainingSession noFile(experiment);
    Watcher watcher(noFile);
    watcher.untilState(SessionState::Failed);
    CHECK_THAT(watcher.status.message, ContainsSubstring("/nowhere/data.csv"));
    noFile.start();
    noFile.setHyperparameters(experiment.hyperparameters);
    CHECK(noFile.take().status.state == SessionState::Failed);

    Experiment diverging = smallExperiment();
    diverging.hyperparameters.optimizer = optimizerKind("sgd").defaults;
    diverging.hyperparameters.optimizer.learningRate = 1000.0;
    TrainingSession session(diverging);
    session.start();
    Watcher diverged(session);
    diverged.untilState(SessionState::Diverged);
    CHECK_THAT(diverged.status.message, ContainsSubstring("diverged at update"));
    CHECK_FALSE(diverged.updates.empty());

    experiment.hyperparameters.accumulationSteps = 0;
    CHECK_THROWS_AS(TrainingSession(experiment), ExperimentError);
}

TEST_CASE("a session that nobody listens to keeps its curve in bounded memory", "[session]")
{
    Experiment experiment;
    experiment.data.source = "linear_regression";
    experiment.data.samples = 8;
    experiment.data.features = 1;
    experiment.model = "1";
    experiment.hyperparameters.accumulationSteps = 1;
    experiment.hyperparameters.microBatchSize = 8;
    experiment.stop.updates = 150'000;
    TrainingSession session(experiment);
    session.start();
    // Reading the status alone would drain it: wait by the clock of the experiment's own end.
    std::this_thread::sleep_for(1500ms);
    Watcher watcher(session);
    watcher.untilState(SessionState::Finished);
    CHECK(watcher.history.total(Metric::Loss).count == 150'000);
    CHECK(watcher.history.record(watcher.history.rowCount() - 1).update == 150'000);
}

TEST_CASE("a session under load from many callers loses no update and ends cleanly", "[session]")
{
    auto session = std::make_unique<TrainingSession>(smallExperiment());
    std::atomic<int> calls = 0;
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < 3; ++caller) {
        callers.emplace_back([&, caller](const std::stop_token& stop) {
            Hyperparameters settings = session->experiment().hyperparameters;
            for (int i = 0; !stop.stop_requested(); ++i, ++calls) {
                settings.accumulationSteps = 1 + (i + caller) % 8;
                settings.microBatchSize = 1 + (7 * i + caller) % 40;
                session->setHyperparameters(settings);
                if (i % 5 == 0)
                    session->pause();
                if (i % 7 == 0)
                    session->stepMicroBatch();
                if (i % 11 == 0)
                    session->setSpeed(i % 2 ? 1e4 : TrainingSession::unlimitedSpeed);
                session->start();
                std::this_thread::yield();
            }
        });
    }
    Watcher watcher(*session);
    watcher.until([&](const SessionStatus& s) { return s.update > 3000 && calls > 1000; });
    callers.clear(); // asks each to stop and joins it
    session->pause();
    watcher.untilState(SessionState::Paused);
    for (std::size_t i = 0; i < watcher.updates.size(); ++i)
        REQUIRE(watcher.updates[i].update == static_cast<std::int64_t>(i) + 1);
    session->start();
    session.reset(); // in the middle of training
}

TEST_CASE("a run that goes over its memory budget fails with a sentence", "[session]")
{
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.microBatchSize = 300;
    experiment.compute.memoryMb = 0.02;
    TrainingSession session(experiment);
    session.start();
    Watcher watcher(session);
    CHECK_THAT(watcher.untilState(SessionState::Failed).message,
               ContainsSubstring("the memory budget of 0.02 MB is too small"));
}

TEST_CASE("a setting that does not fit the budget is refused and the session trains on",
          "[session]")
{
    Experiment experiment;
    experiment.data.source = "diabetes";
    experiment.compute.memoryMb = 0.06;
    TrainingSession session(experiment);
    session.start();
    Watcher watcher(session);
    watcher.until([](const SessionStatus& s) { return s.update > 100; });

    Hyperparameters settings = experiment.hyperparameters;
    settings.microBatchSize = 512;
    session.setHyperparameters(settings);
    watcher.until([](const SessionStatus& s) { return !s.refused.empty(); });
    CHECK_THAT(watcher.status.refused, ContainsSubstring("the memory budget of 0.06 MB"));
    CHECK_FALSE(watcher.status.settingsPending);
    CHECK(watcher.status.settings == experiment.hyperparameters);
    const std::int64_t update = watcher.status.update;
    watcher.until([&](const SessionStatus& s) { return s.update > update + 100; });
    CHECK(watcher.status.state == SessionState::Training);

    settings.microBatchSize = 16;
    session.setHyperparameters(settings);
    watcher.until([](const SessionStatus& s) { return s.settings.microBatchSize == 16; });
    CHECK(watcher.status.refused.empty());
}

TEST_CASE("a session refuses a schedule as long as a run that has no end", "[session]")
{
    Experiment experiment;
    experiment.data.source = "diabetes";
    TrainingSession session(experiment);
    Hyperparameters settings = experiment.hyperparameters;
    settings.schedule.name = "cosine";
    CHECK_THROWS_WITH(session.setHyperparameters(settings),
                      ContainsSubstring("schedule.length") && ContainsSubstring("stop.epochs"));
    settings.schedule.length = 100;
    CHECK_NOTHROW(session.setHyperparameters(settings));
    experiment.hyperparameters.schedule.name = "linear";
    CHECK_THROWS_AS(TrainingSession(experiment), ExperimentError);
    experiment.stop.epochs = 10;
    CHECK_NOTHROW(TrainingSession(experiment));
}

TEST_CASE("a session carries the notes of its run", "[session]")
{
    Experiment experiment;
    experiment.data.source = "diabetes";
    experiment.hyperparameters.accumulationSteps = 50;
    experiment.compute.threads = 256;
    TrainingSession session(experiment);
    session.start();
    Watcher watcher(session);
    watcher.until([](const SessionStatus& s) { return s.notes.size() == 2; });
    CHECK_THAT(watcher.status.notes[0], ContainsSubstring("compute.threads is 256"));
    CHECK_THAT(watcher.status.notes[1], ContainsSubstring("only 12 micro-batches"));
}
