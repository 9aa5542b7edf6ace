// What the window costs: how much it slows training, how long a frame takes with long runs, how
// large they are.
//
//     bench_window [SECONDS]        (offscreen by itself if there is no display)

#include "core/data/data_source.h"
#include "core/train/training_session.h"
#include "ui/chart_panel.h"
#include "ui/main_window.h"
#include "ui/run_store.h"
#include "ui/session_controller.h"
#include "ui/transport_bar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QSlider>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

using namespace accumulus;

namespace {

/// The tutorial-size workload of `accumulus-cli bench`: 8→10→1, b 32, N 4, adam.
Experiment seedWorkload()
{
    Experiment experiment;
    experiment.data.source = "linear_regression";
    experiment.data.features = 8;
    experiment.data.samples = 64 * 32;
    experiment.data.validationFraction = 0.0;
    return experiment;
}

void runEvents(double seconds)
{
    QElapsedTimer timer;
    timer.start();
    while (static_cast<double>(timer.elapsed()) < 1000.0 * seconds)
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 5);
}

/// µs per micro-batch of the session alone, drained as often as a window does.
double sessionAlone(double seconds)
{
    TrainingSession session(seedWorkload());
    session.start();
    const auto drainFor = [&](double duration) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(duration);
        while (std::chrono::steady_clock::now() < end) {
            std::this_thread::sleep_for(std::chrono::milliseconds(33));
            session.take();
        }
        return session.take().status.microBatches;
    };
    const auto before = drainFor(0.5);
    const auto start = std::chrono::steady_clock::now();
    const auto after = drainFor(seconds);
    const double elapsed =
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
    return elapsed / static_cast<double>(after - before);
}

/// The same with the window open and drawing.
double sessionInWindow(MainWindow& window, double seconds)
{
    window.openExperiment(seedWorkload());
    window.transport().speedSlider()->setValue(window.transport().speedSlider()->maximum());
    window.start();
    runEvents(0.5);
    window.session().poll();
    const auto before = window.store().live()->status.microBatches;
    QElapsedTimer timer;
    timer.start();
    runEvents(seconds);
    window.session().poll();
    const double elapsed = static_cast<double>(timer.nsecsElapsed()) / 1000.0;
    const auto after = window.store().live()->status.microBatches;
    window.session().pause();
    return elapsed / static_cast<double>(after - before);
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void benchSlowDown(double seconds)
{
    std::vector<double> alone;
    std::vector<double> inWindow;
    MainWindow window(MainWindow::Memory::Forget);
    window.resize(1280, 800);
    window.show();
    for (int repeat = 0; repeat < 5; ++repeat) {
        alone.push_back(sessionAlone(seconds));
        inWindow.push_back(sessionInWindow(window, seconds));
    }
    std::printf("training, µs per micro-batch: alone %.2f, with the window %.2f: ×%.3f\n",
                median(alone), median(inWindow), median(inWindow) / median(alone));
}

SessionReport madeUp(std::int64_t first, int count)
{
    SessionReport report;
    report.status.state = SessionState::Training;
    for (std::int64_t update = first; update < first + count; ++update) {
        const double t = static_cast<double>(update);
        const double loss =
            0.5 + std::exp(-t / 1e5) + 0.2 * std::sin(t * 12.9898) * std::cos(t * 78.233);
        report.updates.push_back({.update = update,
                                  .microBatches = 4 * update,
                                  .samples = 128 * update,
                                  .epoch = t / 16.0,
                                  .seconds = 1e-5 * t,
                                  .accumulationSteps = 4,
                                  .microBatchSize = 32,
                                  .windowSamples = 128,
                                  .learningRate = 0.001,
                                  .loss = loss,
                                  .gradNorm = 2.0 * loss,
                                  .validationLoss = update % 16 == 0 ? loss + 0.1 : std::nan("")});
    }
    report.status.update = first + count - 1;
    return report;
}

void benchFrames(int runs, int updates)
{
    MainWindow window(MainWindow::Memory::Forget);
    window.resize(1280, 800);
    window.show();
    RunStore& store = window.store();
    std::size_t bytes = 0;
    for (int run = 0; run < runs; ++run) {
        store.addLive(Experiment());
        store.report(madeUp(1, updates));
        bytes = std::max(bytes, store.live()->history.memoryBytes());
    }
    window.refresh();
    QCoreApplication::processEvents();

    std::vector<double> frames;
    std::int64_t update = updates + 1;
    for (int frame = 0; frame < 200; ++frame, update += 2000) {
        const SessionReport report = madeUp(update, 2000); // 60,000 updates a second
        QElapsedTimer timer;
        timer.start();
        store.report(report);
        window.refresh();
        for (ChartPanel* chart : window.charts())
            chart->repaint();
        QCoreApplication::processEvents();
        frames.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::sort(frames.begin(), frames.end());
    std::printf("%d runs of %d updates, one live: %.1f ms a frame (median), %.1f ms (99th of 100), "
                "history %.1f MiB a run\n",
                runs, updates, frames[frames.size() / 2], frames[frames.size() * 99 / 100],
                static_cast<double>(bytes) / (1 << 20));
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const double seconds = argc > 1 ? std::max(0.1, std::atof(argv[1])) : 2.0;
    benchSlowDown(seconds);
    for (const int updates : {1'000, 1'000'000})
        benchFrames(4, updates);
    return 0;
}
