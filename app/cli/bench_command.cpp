#include "app/cli/commands.h"
#include "core/data/data_source.h"
#include "core/probe/probe.h"
#include "core/record/history.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <iomanip>
#include <iostream>
#include <limits>
#include <memory>

namespace accumulus {

namespace {

using Clock = std::chrono::steady_clock;

/// What is trained and timed, with all that a user's run records.
struct Workload
{
    const char* name;
    const char* summary;
    Experiment (*experiment)();
};

Experiment seedWorkload()
{
    Experiment experiment;
    experiment.data.source = "linear_regression";
    experiment.data.features = 8;
    experiment.data.samples = 64 * 32; // as many micro-batches as the peers' benchmark holds
    experiment.data.validationFraction = 0.0;
    return experiment; // 10 relu, 1; adam; mse; N 4; b 32
}

Experiment digitsWorkload()
{
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.data.validationFraction = 0.0;
    experiment.model = "64 relu, 10";
    experiment.loss = "cross_entropy";
    return experiment;
}

constexpr Workload workloads[] = {
    {"seed", "8→10→1, mse, the tutorial's size", &seedWorkload},
    {"digits", "64→64→10, cross_entropy", &digitsWorkload},
};

class HistorySink : public RecordSink
{
public:
    void onMicroBatch(const MicroBatchRecord& record) override { m_lastLoss = record.loss; }
    void onUpdate(const UpdateRecord& record) override { m_history.add(record); }

private:
    History m_history;
    double m_lastLoss = 0.0;
};

struct Timing
{
    double median = 0.0; ///< µs per micro-batch
    double min = 0.0;
    double max = 0.0;
};

Timing measure(const Experiment& experiment, double seconds)
{
    HistorySink sink;
    Trainer trainer(experiment, loadTrainingData(experiment), sink);
    trainer.stopwatch().start();
    const auto run = [&](int microBatches) {
        for (int i = 0; i < microBatches && !trainer.hasEnded(); ++i)
            trainer.runMicroBatch();
    };
    run(64); // primitives are made, caches fill
    const auto first = Clock::now();
    run(64);
    const double each = std::chrono::duration<double>(Clock::now() - first).count() / 64.0;
    // A repeat lasts some milliseconds, however slow the probes are.
    const int repeat = std::clamp(static_cast<int>(5e-3 / each), 16, 2000);
    run(repeat);

    std::vector<double> times;
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (times.empty() || Clock::now() < end) {
        const auto start = Clock::now();
        run(repeat);
        times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count()
                        / repeat);
    }
    if (trainer.hasEnded())
        throw std::runtime_error("the benchmark's run ended early: " + trainer.message());
    std::sort(times.begin(), times.end());
    return {times[times.size() / 2], times.front(), times.back()};
}

/// What each probe adds to a micro-batch, measured alone, at every update. In turns with the run
/// without probes, because the machine's speed drifts.
void benchProbes(const Experiment& experiment, double seconds)
{
    std::cout << "   probes, µs per micro-batch more than without:\n";
    for (std::size_t i = 0; i < probeKinds().size(); ++i) {
        Experiment watched = experiment;
        watched.hyperparameters.probes.every[i] = 1;
        double without = std::numeric_limits<double>::infinity();
        double with = without;
        for (int turn = 0; turn < 3; ++turn) {
            without = std::min(without, measure(experiment, seconds).min);
            with = std::min(with, measure(watched, seconds).min);
        }
        std::cout << "      " << std::left << std::setw(16) << probeKinds()[i].name
                  << std::setprecision(2) << std::setw(10) << with - without << "×"
                  << with / without << std::endl;
    }
}

void bench(const std::vector<std::string>& names, int threads, double seconds, bool withProbes)
{
    std::cout << "workload   threads   µs/micro-batch   min      max      samples/s\n"
              << std::fixed;
    for (const Workload& workload : workloads) {
        if (!names.empty() && std::find(names.begin(), names.end(), workload.name) == names.end())
            continue;
        Experiment experiment = workload.experiment();
        experiment.compute.threads = threads;
        const Timing timing = measure(experiment, seconds);
        const int samples = experiment.hyperparameters.microBatchSize;
        std::cout << std::left << std::setw(11) << workload.name << std::setw(10) << threads
                  << std::setprecision(2) << std::setw(17) << timing.median << std::setw(9)
                  << timing.min << std::setw(9) << timing.max << std::setprecision(0)
                  << samples / timing.median * 1e6 << std::endl;
        if (withProbes)
            benchProbes(experiment, seconds / 20.0);
    }
}

} // namespace

void addBenchCommand(CLI::App& program)
{
    struct Options
    {
        std::vector<std::string> workloads;
        int threads = 1;
        double seconds = 2.0;
        bool noProbes = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = program.add_subcommand("bench", "Measure training speed on this machine");
    std::vector<std::string> names;
    std::string footer =
        "Workloads, each with adam, N = 4 and b = 32, recorded as a user's run is:\n";
    for (const Workload& workload : workloads) {
        names.emplace_back(workload.name);
        footer += std::string("  ") + workload.name + ": " + workload.summary + '\n';
    }
    command->add_option("--workload", options->workloads, "Only these; may be given more than once")
        ->check(CLI::IsMember(names));
    command->add_option("--threads", options->threads, "Threads of the oneDNN primitives")
        ->check(CLI::Range(1, 256));
    command->add_option("--seconds", options->seconds, "How long to measure each workload")
        ->check(CLI::Range(0.01, 3600.0));
    command->add_flag("--no-probes", options->noProbes, "Leave out what each probe costs");
    command->footer(footer + "\nExample:\n  accumulus-cli bench --workload seed --seconds 5");
    command->callback([options] {
        bench(options->workloads, options->threads, options->seconds, !options->noProbes);
    });
}

} // namespace accumulus
