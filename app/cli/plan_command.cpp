#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "app/cli/progress.h"
#include "core/record/number_text.h"
#include "core/study/memory_plan.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <iomanip>
#include <iostream>
#include <memory>

namespace accumulus {

namespace {

struct PlanOptions
{
    ExperimentOptions experiment;
    std::int64_t effectiveBatch = 0;
    std::uint64_t memory = 0; ///< bytes
    bool noTrial = false;
    bool quiet = false;
};

std::string cell(std::size_t bytes)
{
    const std::string text = byteText(bytes);
    return std::string(text.size() < 22 ? 22 - text.size() : 0, ' ') + text;
}

void printTable(const MemoryPlan& plan)
{
    std::cout << std::left << std::setw(18) << "" << std::right << std::setw(22) << "whole batch"
              << std::setw(22)
              << std::to_string(plan.microBatchSize) + " × "
            + std::to_string(plan.accumulationSteps)
              << '\n';
    for (const MemoryCategoryInfo& category : memoryCategories()) {
        const auto index = static_cast<std::size_t>(&category - memoryCategories().data());
        if (plan.whole.bytes[index] > 0)
            std::cout << std::left << std::setw(18) << category.name
                      << cell(plan.whole.bytes[index]) << cell(plan.predicted.bytes[index]) << '\n';
    }
    std::cout << std::left << std::setw(18) << "without data" << cell(plan.whole.budgeted())
              << cell(plan.predicted.budgeted()) << "\n\n";
}

void tryOut(const Experiment& experiment, TrainingData data, const MemoryPlan& plan, bool quiet)
{
    RecordSink sink;
    Trainer trainer(experiment, std::move(data), sink);
    Progress progress(Progress::styleFor(quiet));
    while (!trainer.hasEnded() && trainer.epoch() < 1.0 && !wasInterrupted()) {
        trainer.runMicroBatch();
        progress.showShare(trainer.epoch(), "trying it for an epoch");
    }
    progress.finish();
    const std::size_t peak = trainer.memory().peak().budgeted();
    const std::size_t expected = std::min(plan.predicted.budgeted(), trainer.memory().budget());
    std::cout << "Tried for an epoch with an allocator that refuses more than "
              << byteText(trainer.memory().budget()) << ": it peaked at " << byteText(peak);
    if (plan.predicted.budgeted() <= trainer.memory().budget())
        std::cout << ", predicted were " << byteText(expected) << " (" << std::setprecision(2)
                  << 100.0 * std::abs(static_cast<double>(peak) - static_cast<double>(expected))
                / static_cast<double>(expected)
                  << " % off)";
    std::cout << ".\n";
}

void plan(const PlanOptions& options)
{
    listenForInterrupt();
    Experiment experiment = options.experiment.experiment();
    experiment.hyperparameters.probes = ProbeOptions(); // they take more, and are no part of it
    TrainingData data = loadTrainingData(experiment);
    sayIntake(data.intake, options.quiet);
    // The workspace depends on the threads, so what is planned holds for as many as are tried.
    const bool isOpen = experiment.compute.threads == 0;
    experiment.compute.threads = chooseThreads(experiment, data.training, availableCores());
    const MemoryPlan plan = planMemory(experiment, data, options.effectiveBatch, options.memory);
    std::cout << "An effective batch of " << options.effectiveBatch << " within "
              << byteText(options.memory) << ":\n\n  micro_batch_size " << plan.microBatchSize
              << ", accumulation_steps " << plan.accumulationSteps << "\n\n";
    printTable(plan);
    const double saving =
        static_cast<double>(plan.whole.budgeted()) / static_cast<double>(plan.predicted.budgeted());
    if (plan.accumulationSteps > 1)
        std::cout << "The whole batch at once would take " << std::setprecision(3) << saving
                  << " times as much.\n";
    else
        std::cout << "The whole batch fits at once: nothing has to be accumulated.\n";
    if (plan.predicted.budgeted() > options.memory)
        std::cout << "Within the limit, buffers for the epoch's rest and for validation are made "
                     "when they are needed\nand dropped again.\n";
    if (!options.noTrial)
        tryOut(planned(experiment, plan, options.memory), std::move(data), plan, options.quiet);
    std::cout << "\nTo train: --set micro_batch_size=" << plan.microBatchSize
              << " --set accumulation_steps=" << plan.accumulationSteps << " --set memory_mb=";
    writeNumber(std::cout, static_cast<double>(options.memory) / 1e6);
    if (isOpen)
        std::cout << " --set threads=" << experiment.compute.threads;
    std::cout << '\n';
}

} // namespace

void addPlanCommand(CLI::App& program)
{
    auto options = std::make_shared<PlanOptions>();
    CLI::App* command = program.add_subcommand(
        "plan", "Fit an effective batch into a memory limit, and prove it by a run");
    options->experiment.addTo(*command);
    command->add_option("--effective-batch", options->effectiveBatch, "Samples per update")
        ->type_name("B")
        ->required()
        ->transform(wholeNumberFrom(1, std::int64_t{1} << 31));
    command
        ->add_option("--memory", options->memory,
                     "Limit of all buffers of training but the data set: 64MB, 512kB, 1GiB")
        ->type_name("SIZE")
        ->required()
        ->transform(bytesFromSize());
    command->add_flag("--no-trial", options->noTrial, "Only calculate");
    command->add_flag("--quiet", options->quiet, "Do not tell how far the trial is");
    command->footer(
        "Example:\n  accumulus-cli plan --set data=digits --set loss=cross_entropy --set "
        "model=\"conv 16 3x3 relu, flatten, output\" \\\n      --effective-batch 1024 --memory "
        "4MB");
    command->callback([options] { plan(*options); });
}

} // namespace accumulus
