#include "bench.h"

#include "app/median.h"
#include "bench_frames.h"
#include "bench_start.h"
#include "bench_training.h"

#include <QGuiApplication>

#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

namespace accumulus {
namespace {

/// Prints at once, so that a person who waits sees it go on.
[[gnu::format(printf, 1, 2)]] void say(const char* format, ...)
{
    std::va_list arguments;
    va_start(arguments, format);
    std::vprintf(format, arguments);
    va_end(arguments);
    std::fflush(stdout);
}

/// Something the window has to be, and what it was.
struct Target
{
    std::string what;
    double measured = 0.0;
    double limit = 0.0;
    bool isAtLeast = false; ///< else at most
    const char* unit = "";

    bool holds() const { return isAtLeast ? measured >= limit : measured <= limit; }
};
using Targets = std::vector<Target>;

void benchStart(QSize windowSize, Targets& targets)
{
    const double seconds = secondsUntilVisible(windowSize);
    say("first frame painted %.2f s after the process began\n", seconds);
    targets.push_back({"visible after start", seconds, 0.5, false, "s"});
}

void sayFrameTitles()
{
    say("\nframes, timer of %d ms. ms a frame: mean, 99th of 100, the window's thread alone, after "
        "panning,\nand the mean by part. MiB of histories and of the process.\n"
        "charts  runs  live   updates  frames/s possible    mean    99th  thread  panned ",
        static_cast<int>(benchFrameInterval.count()));
    for (const char* part : framePartNames)
        say("%9s", part);
    say("  history process\n");
}

void sayFrames(const FrameCase& frameCase, const FrameCosts& costs)
{
    say("%6d %5d %5d %9.0e %9.1f %8.0f %7.2f %7.2f %7.2f %7.2f ", frameCase.charts, frameCase.runs,
        frameCase.liveRuns, static_cast<double>(frameCase.updates), costs.framesPerSecond,
        1000.0 / costs.meanMs, costs.meanMs, costs.slowMs, costs.threadMs, costs.pannedMs);
    for (const double ms : costs.partMs)
        say("%9.2f", ms);
    say(" %8.0f %7.0f\n", costs.historyMiB, costs.residentMiB);
}

void benchFrames(QSize windowSize, Targets& targets)
{
    sayFrameTitles();
    FrameBench bench(windowSize);
    const auto framesPerSecond = [&](const FrameCase& frameCase) {
        const FrameCosts costs = bench.measure(frameCase);
        sayFrames(frameCase, costs);
        return costs.framesPerSecond;
    };
    for (const int charts : {2, 4}) {
        for (const int runs : {1, 4, 16}) {
            for (const std::int64_t updates : {1'000, 1'000'000, 10'000'000})
                framesPerSecond({charts, runs, 1, updates});
        }
    }
    const auto demand = [&](const char* what, const FrameCase& frameCase, double limit) {
        std::vector<double> rates; // A neighbour on the machine can take any one of them.
        for (int repeat = 0; repeat < 3; ++repeat)
            rates.push_back(framesPerSecond(frameCase));
        targets.push_back({what, median(rates), limit, true, "frames/s"});
    };
    say("the cases with a target, three times\n");
    demand("4 charts, 4 runs, 1 live", {4, 4, 1, 1'000'000}, 60.0);
    demand("4 charts, 16 runs, 1 live", {4, 16, 1, 1'000'000}, 30.0);
    demand("4 charts, 4 runs, all live", {4, 4, 4, 1'000'000}, 30.0);
}

void benchTraining(QSize windowSize, Targets& targets)
{
    say("\ntraining, µs per micro-batch, in turns; the window draws every 33 ms\n"
        "workload    alone  with the window   ratio (median; lowest, highest)\n");
    const std::pair<const Workload*, double> limits[] = {{&seedWorkload, 1.10},
                                                         {&wideWorkload, 1.05}};
    for (const auto& [workload, limit] : limits) {
        const SlowDown slowDown = measureSlowDown(*workload, windowSize);
        say("%-8s %8.2f %16.2f   ×%.3f (×%.3f, ×%.3f)\n", workload->name, slowDown.aloneUs,
            slowDown.inWindowUs, slowDown.ratio, slowDown.lowestRatio, slowDown.highestRatio);
        targets.push_back({std::string("training in the window, ") + workload->name, slowDown.ratio,
                           limit, false, "of alone"});
    }
}

void benchSlider(QSize windowSize, Targets& targets)
{
    const Latency latency = measureSlider(windowSize);
    say("\nfrom a slider's move to a record with the new value: %.1f ms (median), %.1f ms (longest "
        "of %d)\n",
        latency.medianMs, latency.longestMs, latency.count);
    targets.push_back({"slider takes effect", latency.longestMs, 50.0, false, "ms"});
}

void sayTargets(const Targets& targets)
{
    say("\ntargets\n");
    for (const Target& target : targets) {
        say("%-6s %-28s %8.3g %-9s (%s %g)\n", target.holds() ? "holds" : "MISSED",
            target.what.c_str(), target.measured, target.unit,
            target.isAtLeast ? "at least" : "at most", target.limit);
    }
}

} // namespace

void benchWindow(QSize windowSize)
{
    say("window of %d×%d, platform %s, Qt %s\n", windowSize.width(), windowSize.height(),
        qUtf8Printable(QGuiApplication::platformName()), qVersion());
    Targets targets;
    benchStart(windowSize, targets); // first: nothing is warm yet
    benchFrames(windowSize, targets);
    benchTraining(windowSize, targets);
    benchSlider(windowSize, targets);
    sayTargets(targets);
}

} // namespace accumulus
