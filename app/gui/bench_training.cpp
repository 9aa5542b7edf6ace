#include "bench_training.h"

#include "app/median.h"
#include "bench_start.h"

#include "core/train/training_session.h"
#include "ui/controls_panel.h"
#include "ui/main_window.h"
#include "ui/number_slider.h"
#include "ui/run_store.h"
#include "ui/session_controller.h"
#include "ui/transport_bar.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSlider>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace accumulus {
namespace {

constexpr int turns = 7;
constexpr double secondsBefore = 0.4; ///< to load and to warm up
constexpr double secondsPerTurn = 1.5;
constexpr int sliderMoves = 20;
constexpr double longestWaitMs = 5000.0;

Experiment makeSeed()
{
    Experiment experiment;
    experiment.data.source = "linear_regression";
    experiment.data.features = 8;
    experiment.data.samples = 64 * 32;
    experiment.data.validationFraction = 0.0;
    return experiment;
}

Experiment makeWide()
{
    Experiment experiment;
    experiment.data.source = "teacher";
    experiment.data.features = 784;
    experiment.data.classes = 10;
    experiment.data.samples = 16 * 128;
    experiment.data.validationFraction = 0.0;
    experiment.model = "1024 relu, 1024 relu, 10";
    experiment.loss = "cross_entropy";
    experiment.hyperparameters.microBatchSize = 128;
    return experiment;
}

void live(double seconds)
{
    QElapsedTimer clock;
    clock.start();
    while (static_cast<double>(clock.elapsed()) < 1000.0 * seconds)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

/// Time per micro-batch while \a wait lets seconds pass; \a count says how many there were.
template <typename Wait, typename Count>
double microsecondsEach(const Wait& wait, const Count& count)
{
    wait(secondsBefore);
    const std::int64_t before = count();
    QElapsedTimer clock;
    clock.start();
    wait(secondsPerTurn);
    const std::int64_t after = count();
    if (after == before)
        throw std::runtime_error("no micro-batch was trained while the window was measured");
    return static_cast<double>(clock.nsecsElapsed()) / 1000.0 / static_cast<double>(after - before);
}

double alone(const Experiment& experiment)
{
    TrainingSession session(experiment);
    session.start();
    const auto drain = [&](double seconds) {
        QElapsedTimer clock;
        clock.start();
        while (static_cast<double>(clock.elapsed()) < 1000.0 * seconds) {
            std::this_thread::sleep_for(std::chrono::milliseconds(33));
            session.take();
        }
    };
    return microsecondsEach(drain, [&] { return session.take().status.microBatches; });
}

/// Shows a window in which \a experiment trains as fast as it can.
void train(MainWindow& window, const Experiment& experiment, QSize windowSize)
{
    window.openExperiment(experiment);
    showWindow(window, windowSize);
    window.transport().setSpeed(TrainingSession::unlimitedSpeed);
    window.start();
}

double inWindow(const Experiment& experiment, QSize windowSize)
{
    MainWindow window(MainWindow::Memory::Forget);
    train(window, experiment, windowSize);
    return microsecondsEach(live, [&] {
        window.session().poll();
        return window.store().live()->status.microBatches;
    });
}

/// Waits until a record says that it was made with \a steps.
double msUntilRecorded(MainWindow& window, int steps)
{
    QElapsedTimer clock;
    clock.start();
    const History& history = window.store().live()->history;
    while (history.isEmpty() || history.record(history.rowCount() - 1).accumulationSteps != steps) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (static_cast<double>(clock.elapsed()) > longestWaitMs)
            throw std::runtime_error("a slider's value did not arrive in any record");
    }
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

} // namespace

const Workload seedWorkload{"seed", makeSeed};
const Workload wideWorkload{"wide", makeWide};

SlowDown measureSlowDown(const Workload& workload, QSize windowSize)
{
    std::vector<double> aloneUs;
    std::vector<double> inWindowUs;
    std::vector<double> ratios;
    for (int turn = 0; turn < turns; ++turn) {
        const bool isWindowFirst = turn % 2 == 1; // Being the second must favour neither.
        if (isWindowFirst)
            inWindowUs.push_back(inWindow(workload.make(), windowSize));
        aloneUs.push_back(alone(workload.make()));
        if (!isWindowFirst)
            inWindowUs.push_back(inWindow(workload.make(), windowSize));
        ratios.push_back(inWindowUs.back() / aloneUs.back());
    }
    const auto [lowest, highest] = std::minmax_element(ratios.begin(), ratios.end());
    return {median(aloneUs), median(inWindowUs), median(ratios), *lowest, *highest};
}

Latency measureSlider(QSize windowSize)
{
    MainWindow window(MainWindow::Memory::Forget);
    train(window, seedWorkload.make(), windowSize);
    live(secondsBefore);
    NumberSlider* steps = window.controls().number(QStringLiteral("accumulation_steps"));
    std::vector<double> ms;
    for (int move = 0; move < sliderMoves; ++move) {
        live(0.1 + 0.007 * move); // at another place between two frames each time
        QElapsedTimer clock;
        clock.start();
        steps->slider()->triggerAction(move % 2 == 0 ? QSlider::SliderPageStepAdd
                                                     : QSlider::SliderPageStepSub);
        const double moved = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        ms.push_back(moved + msUntilRecorded(window, static_cast<int>(steps->value())));
    }
    return {median(ms), *std::max_element(ms.begin(), ms.end()), sliderMoves};
}

} // namespace accumulus
