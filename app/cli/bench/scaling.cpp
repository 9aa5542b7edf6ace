#include "app/cli/bench/scaling.h"

#include "app/cli/bench/measurement.h"
#include "core/record/history.h"
#include "core/study/sweep_table.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <latch>
#include <limits>
#include <thread>

namespace accumulus {

namespace {

using Clock = std::chrono::steady_clock;

/// digits, with other layers.
Workload digitsWith(std::string_view model, int microBatchSize = 32)
{
    return {"", "", model, {64}, 10, microBatchSize};
}

double microBatchTime(const Experiment& experiment, const Workload& workload, double seconds)
{
    return timeMicroBatches(experiment, dataOf(workload, 16), seconds)
        .min; // what other programs disturb least
}

/// 64 → w → w → 10 with about as many parameters as are asked for.
double timeParameters(double parameters, double seconds)
{
    // w² + 76 w + 10 = parameters
    const double width = std::sqrt(38.0 * 38.0 + parameters - 10.0) - 38.0;
    const std::string w = std::to_string(std::max(1L, std::lround(width)));
    const std::string model = w + " relu, " + w + " relu, 10";
    const Workload workload = digitsWith(model);
    return microBatchTime(experimentOf(workload), workload, seconds);
}

double timeMicroBatchSize(double size, double seconds)
{
    const Workload workload = digitsWith("64 relu, 10", static_cast<int>(size));
    return microBatchTime(experimentOf(workload), workload, seconds);
}

/// Of a window.
double timeSteps(double steps, double seconds)
{
    const Workload workload = digitsWith("64 relu, 10");
    Experiment experiment = experimentOf(workload);
    experiment.hyperparameters.accumulationSteps = static_cast<int>(steps);
    return steps * microBatchTime(experiment, workload, seconds);
}

double timeLayers(double layers, double seconds)
{
    std::string model;
    for (int i = 0; i < static_cast<int>(layers); ++i)
        model += "64 relu, ";
    model += "10";
    const Workload workload = digitsWith(model);
    return microBatchTime(experimentOf(workload), workload, seconds);
}

/// Until every one of several runs, each on a thread of its own, has done as many micro-batches;
/// per micro-batch of one of them.
double timeRuns(double runs, double seconds)
{
    const Workload workload = digitsWith("64 relu, 10");
    const TrainingData data = dataOf(workload, 16);
    const Experiment experiment = experimentOf(workload);
    const int microBatches = std::max(1000, static_cast<int>(seconds / 10e-6));
    std::latch ready(static_cast<std::ptrdiff_t>(runs) + 1);
    Clock::time_point start;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < static_cast<int>(runs); ++i) {
            threads.emplace_back([&] {
                RecordSink nobody;
                Trainer trainer(experiment, data, nobody, 1);
                trainer.runMicroBatch(); // makes its primitives
                ready.arrive_and_wait();
                for (int k = 0; k < microBatches; ++k)
                    trainer.runMicroBatch();
            });
        }
        ready.arrive_and_wait();
        start = Clock::now();
    }
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count() / microBatches;
}

double timeRecords(double updates, double)
{
    History history;
    UpdateRecord record{.loss = 1.0, .gradNorm = 1.0};
    const auto start = Clock::now();
    for (std::int64_t i = 1; i <= static_cast<std::int64_t>(updates); ++i) {
        record.update = i;
        record.seconds = 1e-6 * static_cast<double>(i);
        history.add(record);
    }
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

struct Dimension
{
    std::string_view name;
    std::string_view what;
    std::string_view why;
    std::vector<double> sizes;
    double (*time)(double size, double seconds);
};

const std::vector<Dimension>& dimensions()
{
    static const std::vector<Dimension> table{
        {"parameters",
         "a micro-batch of 64→w→w→10, b = 32, N = 4",
         "weights, gradients and Adam's two moments, 16 bytes a parameter, no longer fit into a "
         "cache, and then their update waits for memory",
         {1e2, 1e3, 1e4, 1e5, 1e6, 1e7},
         &timeParameters},
        {"micro_batch_size",
         "a micro-batch of 64→64→10",
         "activations no longer fit into the first cache",
         {1, 4, 16, 64, 256, 1024},
         &timeMicroBatchSize},
        {"accumulation_steps",
         "a window of 64→64→10, b = 32",
         "nothing here depends on N: a slower stretch of the machine",
         {1, 4, 16, 64, 256},
         &timeSteps},
        {"layers",
         "a micro-batch of 64→64→…→10, b = 32, by hidden layers",
         "weights, gradients and moments of all layers no longer fit into a cache",
         {1, 2, 5, 10, 20, 50},
         &timeLayers},
        {"runs",
         "runs of 64→64→10 at once, per micro-batch of each",
         "from as many runs as cores on, they take turns",
         {1, 2, 4, 8, 16},
         &timeRuns},
        {"updates",
         "all records of a run added to its history",
         "tables that grow are copied, and full ones are merged in pairs",
         {1e3, 1e4, 1e5, 1e6, 1e7},
         &timeRecords},
    };
    return table;
}

} // namespace

std::vector<Scaling> measureScaling(double seconds)
{
    std::vector<Scaling> scalings;
    for (const Dimension& dimension : dimensions()) {
        Scaling& scaling =
            scalings.emplace_back(Scaling{dimension.name, dimension.what, dimension.why, {}});
        for (const double size : dimension.sizes) {
            ScalingPoint point{.size = size,
                               .microseconds = dimension.time(size, seconds),
                               .exponent = std::numeric_limits<double>::quiet_NaN()};
            if (!scaling.points.empty()) {
                const ScalingPoint& before = scaling.points.back();
                point.exponent = std::log(point.microseconds / before.microseconds)
                    / std::log(size / before.size);
            }
            scaling.points.push_back(point);
        }
    }
    return scalings;
}

std::string scalingNote(const Scaling& scaling)
{
    std::string places;
    for (std::size_t i = 1; i < scaling.points.size(); ++i) {
        if (scaling.points[i].exponent > superlinear)
            places += (places.empty() ? "" : ", ") + shortText(scaling.points[i - 1].size) + " to "
                + shortText(scaling.points[i].size) + " (exponent "
                + shortText(std::round(100.0 * scaling.points[i].exponent) / 100.0) + ")";
    }
    if (places.empty())
        return "nowhere worse than linear";
    return "worse than linear from " + places + ": " + std::string(scaling.why);
}

} // namespace accumulus
