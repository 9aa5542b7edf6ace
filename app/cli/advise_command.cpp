#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "app/cli/progress.h"
#include "core/study/advice.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <utility>

namespace accumulus {

namespace {

struct AdviseOptions
{
    ExperimentOptions experiment;
    int workers = 1;
    double latencyMicroseconds = 50.0;
    double gigabits = 10.0;
    bool quiet = false;
};

void adviseOn(const AdviseOptions& options)
{
    listenForInterrupt();
    const Experiment experiment = options.experiment.experiment();
    TrainingData data = loadTrainingData(experiment);
    sayIntake(data.intake, options.quiet);
    Progress progress(Progress::styleFor(options.quiet));
    const AdviceInputs inputs = measureAdviceInputs(
        experiment, std::move(data),
        {options.workers, options.latencyMicroseconds * 1e-6, options.gigabits * 1e9 / 8.0},
        [&](double share) {
            progress.showShare(share, "measuring the noise scale");
            if (wasInterrupted())
                throw std::runtime_error("interrupted while measuring");
        });
    progress.finish();
    const Advice advice = advise(inputs);
    for (const std::string& sentence : adviceText(advice))
        std::cout << sentence << '\n';
    if (advice.bestSteps > 65536.0)
        return;
    std::cout << "\naccumulation_steps   progress per second, relative to the best\n";
    for (int steps = 1; steps <= std::min(256, inputs.microBatchesPerEpoch); steps *= 2)
        std::cout << std::left << std::setw(21) << steps << std::fixed << std::setprecision(3)
                  << advice.relativeProgress(steps) << '\n';
}

} // namespace

void addAdviseCommand(CLI::App& program)
{
    auto options = std::make_shared<AdviseOptions>();
    CLI::App* command = program.add_subcommand(
        "advise", "Measure what the best accumulation_steps depends on, and say which it is");
    options->experiment.addTo(*command);
    command->add_option("--workers", options->workers, "Machines that would train together")
        ->type_name("W")
        ->transform(wholeNumberFrom(1, 65536));
    command
        ->add_option("--latency", options->latencyMicroseconds,
                     "Of a message between them, microseconds")
        ->type_name("US")
        ->check(numberFrom(0.0, 1e12));
    command->add_option("--bandwidth", options->gigabits, "Between them, Gbit/s")
        ->type_name("GBIT")
        ->check(numberFrom(1e-9, 1e9));
    command->add_flag("--quiet", options->quiet, "Do not tell how far it is");
    command->footer(
        "Examples:\n  accumulus-cli advise --set data=digits --set loss=cross_entropy --set "
        "model=\"64 relu, output\"\n"
        "  accumulus-cli advise --workers 8 --bandwidth 1 --latency 200");
    command->callback([options] { adviseOn(*options); });
}

} // namespace accumulus
