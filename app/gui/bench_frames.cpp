#include "bench_frames.h"

#include "app/median.h"
#include "bench_live_run.h"
#include "bench_start.h"
#include "bench_training.h"

#include "ui/chart_panel.h"
#include "ui/controls_panel.h"
#include "ui/main_window.h"
#include "ui/run_store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <numeric>
#include <vector>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef Q_OS_LINUX
#include <ctime>
#include <unistd.h>
#endif

namespace accumulus {
namespace {

constexpr int warmUpFrames = 20;
constexpr qint64 msToMeasure = 1500;
constexpr double bytesPerMiB = 1 << 20;

History madeUpHistory(std::int64_t updates)
{
    History history;
    for (std::int64_t update = 1; update <= updates; ++update) {
        const auto t = static_cast<double>(update);
        const double noise = std::fmod(0.6180339887 * t, 1.0); // spread evenly over 0…1
        const double loss = 0.5 + std::exp(-t / 1e5) + 0.2 * noise;
        history.add({.update = update,
                     .microBatches = 4 * update,
                     .samples = 128 * update,
                     .epoch = t / 16.0,
                     .seconds = 1e-5 * t,
                     .accumulationSteps = 4,
                     .microBatchSize = 32,
                     .windowSamples = 128,
                     .learningRate = 0.001,
                     .baseLearningRate = 0.001,
                     .loss = loss,
                     .gradNorm = 2.0 * loss});
    }
    return history;
}

std::vector<ChartSpec> specs(int count)
{
    std::vector<ChartSpec> result;
    result.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        result.push_back(chartSpecs()[static_cast<std::size_t>(i) % chartSpecs().size()]);
    return result;
}

double residentMiB()
{
#ifdef Q_OS_LINUX
    std::ifstream file("/proc/self/statm");
    double total = 0.0;
    double resident = 0.0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / bytesPerMiB;
#else
    return 0.0;
#endif
}

/// Gives back what earlier measurements used, so that residentMiB() is that of the next one.
void returnFreeMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/// Of the calling thread.
double cpuMs()
{
#ifdef Q_OS_LINUX
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
#else
    return 0.0;
#endif
}

/// A window and the runs in it.
class Scene
{
public:
    Scene(const FrameCase& frameCase, const History& past, QSize windowSize)
        : m_window(MainWindow::Memory::Forget, nullptr, specs(frameCase.charts))
    {
        for (int run = frameCase.liveRuns; run < frameCase.runs; ++run)
            m_window.store().addFinished(QStringLiteral("run %1").arg(run), past);
        for (int run = 0; run < frameCase.liveRuns; ++run)
            addLive(run, past);
        m_window.controls().setExperiment(seedWorkload.make());
        showWindow(m_window, windowSize);
    }

    /// From the sessions to the screen. What the timer of the window does, but painting is not left
    /// to the event loop, so that the time of a frame is that of this function.
    void drawFrame()
    {
        for (const auto& run : m_live)
            run->takeReport();
        m_window.refresh();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCoreApplication::sendPostedEvents(&m_window, QEvent::UpdateRequest);
    }

    /// Shows another part of the x axis, as every step of a drag does.
    void pan(std::int64_t updates)
    {
        const double last = 1.5 * static_cast<double>(updates);
        for (ChartPanel* chart : m_window.charts())
            chart->setXView(XRange{0.001 * ++m_pans * last, last});
    }

    void follow()
    {
        for (ChartPanel* chart : m_window.charts())
            chart->follow();
    }

    double historyMiB() const
    {
        double bytes = 0.0;
        for (const auto& run : m_window.store().runs())
            bytes += static_cast<double>(run->history.memoryBytes());
        return bytes / bytesPerMiB;
    }

private:
    void addLive(int run, const History& past)
    {
        Experiment experiment = seedWorkload.make();
        experiment.seed = static_cast<std::uint64_t>(run) + 1; // another curve each
        m_live.push_back(std::make_unique<LiveRun>(m_window.store(), experiment, past));
    }

    MainWindow m_window;
    int m_pans = 0;
    std::vector<std::unique_ptr<LiveRun>> m_live;
};

double msAfterPanning(Scene& scene, std::int64_t updates)
{
    std::vector<double> ms;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer clock;
        clock.start();
        scene.pan(updates);
        scene.drawFrame();
        ms.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    scene.follow();
    return median(ms);
}

/// The times of the frames that a timer asks for.
struct Frames
{
    std::vector<double> ms;
    double cpuMs = 0.0;                          ///< of all frames together
    std::array<double, framePartCount> partMs{}; ///< likewise
    double framesPerSecond = 0.0;
};

Frames drawFrames(Scene& scene)
{
    Frames frames;
    QElapsedTimer clock;
    QEventLoop loop;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    const auto drawFrame = [&] {
        takeFrameTimes(); // What was between the frames does not count.
        const qint64 start = clock.nsecsElapsed();
        const double cpuStart = cpuMs();
        scene.drawFrame();
        frames.cpuMs += cpuMs() - cpuStart;
        frames.ms.push_back(static_cast<double>(clock.nsecsElapsed() - start) / 1e6);
        const auto seconds = takeFrameTimes();
        for (std::size_t part = 0; part < seconds.size(); ++part)
            frames.partMs[part] += 1000.0 * seconds[part];
        if (clock.elapsed() >= msToMeasure)
            loop.quit();
    };
    QObject::connect(&timer, &QTimer::timeout, &loop, drawFrame);
    clock.start();
    timer.start(benchFrameInterval);
    loop.exec();
    frames.framesPerSecond =
        1e9 * static_cast<double>(frames.ms.size()) / static_cast<double>(clock.nsecsElapsed());
    return frames;
}

} // namespace

FrameBench::FrameBench(QSize windowSize)
    : m_windowSize(windowSize)
{}

FrameCosts FrameBench::measure(const FrameCase& frameCase)
{
    returnFreeMemory();
    Scene scene(frameCase, past(frameCase.updates), m_windowSize);
    for (int frame = 0; frame < warmUpFrames; ++frame) {
        scene.drawFrame();
        QCoreApplication::processEvents();
    }
    Frames frames = drawFrames(scene);
    const auto count = static_cast<double>(frames.ms.size());
    FrameCosts costs;
    costs.pannedMs = msAfterPanning(scene, frameCase.updates);
    costs.framesPerSecond = frames.framesPerSecond;
    costs.meanMs = std::accumulate(frames.ms.begin(), frames.ms.end(), 0.0) / count;
    costs.threadMs = frames.cpuMs / count;
    std::sort(frames.ms.begin(), frames.ms.end());
    costs.slowMs = frames.ms[frames.ms.size() * 99 / 100];
    for (std::size_t part = 0; part < costs.partMs.size(); ++part)
        costs.partMs[part] = frames.partMs[part] / count;
    costs.historyMiB = scene.historyMiB();
    costs.residentMiB = residentMiB();
    return costs;
}

const History& FrameBench::past(std::int64_t updates)
{
    auto known = m_pasts.find(updates);
    if (known == m_pasts.end())
        known = m_pasts.emplace(updates, madeUpHistory(updates)).first;
    return known->second;
}

} // namespace accumulus
