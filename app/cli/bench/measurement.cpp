#include "app/cli/bench/measurement.h"

#include "app/cli/bench/allocations.h"
#include "app/median.h"
#include "core/onednn/primitive_recording.h"
#include "core/probe/probe.h"
#include "core/record/history.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>

namespace accumulus {

namespace {

using Clock = std::chrono::steady_clock;

double microseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::micro>(duration).count();
}

class HistorySink : public RecordSink
{
public:
    /// As after many updates: its tables have grown to their full size.
    void fill()
    {
        for (std::size_t i = 1; i <= History::defaultCapacity; ++i)
            m_history.add({.update = static_cast<std::int64_t>(i)});
    }

    void onMicroBatch(const MicroBatchRecord& record) override { m_lastLoss = record.loss; }
    void onUpdate(const UpdateRecord& record) override { m_history.add(record); }

private:
    History m_history;
    double m_lastLoss = 0.0;
};

/// A run that is timed window by window.
class TimedRun
{
public:
    TimedRun(const Experiment& experiment, const TrainingData& data)
        : m_trainer(experiment, data, m_sink)
        , m_perWindow(experiment.hyperparameters.accumulationSteps)
    {
        m_trainer.stopwatch().start();
        const auto first = Clock::now();
        run(1); // primitives are made
        if (Clock::now() - first > tooSlow) {
            m_slowWindow = microseconds(Clock::now() - first) / m_perWindow;
            return;
        }
        const auto start = Clock::now();
        run(1);
        const double each = microseconds(Clock::now() - start) / m_perWindow;
        // A repeat lasts some milliseconds, however slow a micro-batch is.
        m_windows = static_cast<int>(std::clamp(5e3 / each / m_perWindow, 1.0, 512.0));
        run(m_windows); // caches fill
    }

    void fillHistory() { m_sink.fill(); }

    Trainer& trainer() { return m_trainer; }
    int windows() const { return m_windows; } ///< of a repeat
    int microBatches() const { return m_windows * m_perWindow; }

    void run(int windows)
    {
        for (int i = 0; i < windows * m_perWindow; ++i)
            m_trainer.runMicroBatch();
        if (m_trainer.hasEnded())
            throw std::runtime_error("the benchmark's run ended early: " + m_trainer.message());
    }

    /// µs per micro-batch of the first window if that took so long that it is enough (sharpness of
    /// a large model does); else 0.
    double timeOfSlowWindow() const { return m_slowWindow; }

    /// µs per micro-batch of one repeat.
    double time()
    {
        const auto start = Clock::now();
        run(m_windows);
        return microseconds(Clock::now() - start) / microBatches();
    }

private:
    HistorySink m_sink;
    Trainer m_trainer;
    int m_perWindow;
    int m_windows = 1;
    double m_slowWindow = 0.0;

    static constexpr auto tooSlow = std::chrono::milliseconds(500);
};

/// Calls \a repeat until \a seconds are over, at least three times.
template <typename Repeat>
void repeatFor(double seconds, Repeat repeat)
{
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    for (int i = 0; i < 3 || Clock::now() < end; ++i)
        repeat();
}

} // namespace

Timing timingOf(std::vector<double> times)
{
    const auto [least, most] = std::minmax_element(times.begin(), times.end());
    return {.median = median(times), .min = *least, .max = *most};
}

Measurement measure(const Experiment& experiment, const TrainingData& data, double seconds)
{
    TimedRun run(experiment, data);
    run.fillHistory();
    onednn::PrimitiveRecording primitives; // of a window, so that what it does once is in it
    primitives.start();
    run.run(1);
    primitives.stop();
    const auto replay = [&] {
        for (int i = 0; i < run.windows(); ++i)
            primitives.replay();
    };

    std::vector<double> times;
    std::vector<double> fractions;
    const AllocationCount allocations;
    std::int64_t ours = 0;
    std::int64_t microBatches = 0;
    repeatFor(seconds, [&] {
        const std::int64_t before = allocations.value();
        const double time = run.time();
        const std::int64_t between = allocations.value();
        const auto start = Clock::now();
        replay();
        const double bare = microseconds(Clock::now() - start) / run.microBatches();
        const std::int64_t after = allocations.value();
        run.trainer().model().arena().zeroGradients();
        times.push_back(time);
        fractions.push_back(bare / time);
        ours += (between - before) - (after - between);
        microBatches += run.microBatches();
    });

    const Trainer& trainer = run.trainer();
    const double samples = experiment.hyperparameters.microBatchSize;
    Measurement result{.threads = trainer.experiment().compute.threads,
                       .precision = trainer.precision(),
                       .microBatch = timingOf(times),
                       .fractionOfLimit = primitives.count() > 0
                           ? median(fractions)
                           : std::numeric_limits<double>::quiet_NaN(),
                       .allocations = static_cast<double>(ours) / static_cast<double>(microBatches),
                       .memory = trainer.memory().current()};
    result.samplesPerSecond = samples / result.microBatch.median * 1e6;
    result.gflops = 2e-3 * samples * static_cast<double>(run.trainer().model().multiplyAdds())
        / result.microBatch.median;
    return result;
}

Timing timeMicroBatches(const Experiment& experiment, const TrainingData& data, double seconds)
{
    TimedRun run(experiment, data);
    if (run.timeOfSlowWindow() > 0.0)
        return timingOf({run.timeOfSlowWindow()});
    std::vector<double> times;
    repeatFor(seconds, [&] { times.push_back(run.time()); });
    return timingOf(std::move(times));
}

namespace {

/// Adds up the time from the beginning of a micro-batch to where its gradient is added, which is
/// what there is besides updates.
class PassClock : public RecordSink
{
public:
    void onMicroBatch(const MicroBatchRecord&) override
    {
        m_time += Clock::now() - m_start;
        ++m_count;
    }

    /// µs per micro-batch over \a count of them.
    double time(Trainer& trainer, int count)
    {
        m_time = {};
        m_count = 0;
        while (m_count < count) {
            m_start = Clock::now();
            trainer.runMicroBatch();
        }
        return microseconds(m_time) / count;
    }

private:
    Clock::time_point m_start;
    Clock::duration m_time{};
    int m_count = 0;
};

} // namespace

double measureAccumulating(Experiment experiment, const TrainingData& data, double seconds)
{
    constexpr int steps = 16;
    PassClock manyClock;
    PassClock oneClock;
    experiment.hyperparameters.accumulationSteps = steps;
    Trainer many(experiment, data, manyClock);
    experiment.hyperparameters.accumulationSteps = 1;
    Trainer one(experiment, data, oneClock);
    for (Trainer* trainer : {&many, &one})
        trainer->stopwatch().start();

    manyClock.time(many, 4 * steps);
    const double each = manyClock.time(many, steps);
    const int count = steps * static_cast<int>(std::clamp(5e3 / each / steps, 1.0, 100.0));
    oneClock.time(one, count);
    std::vector<double> ratios;
    repeatFor(seconds, [&] {
        const double accumulated = manyClock.time(many, count);
        ratios.push_back(accumulated / oneClock.time(one, count) - 1.0);
    });
    return median(ratios);
}

/// Each alone, in turns with the run without probes, because the machine's speed drifts.
std::vector<ProbeCost> measureProbes(const Experiment& experiment, const TrainingData& data,
                                     double seconds)
{
    std::vector<ProbeCost> costs;
    for (std::size_t i = 0; i < probeKinds().size(); ++i) {
        Experiment watched = experiment;
        watched.hyperparameters.probes.every[i] = 1;
        double without = std::numeric_limits<double>::infinity();
        double with = without;
        for (int turn = 0; turn < 3; ++turn) {
            without = std::min(without, timeMicroBatches(experiment, data, seconds).min);
            with = std::min(with, timeMicroBatches(watched, data, seconds).min);
        }
        costs.push_back({std::string(probeKinds()[i].name), with - without, with / without});
    }
    return costs;
}

} // namespace accumulus
