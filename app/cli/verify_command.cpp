#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "core/study/precision_error.h"
#include "core/study/sweep_table.h"
#include "core/study/verification.h"
#include "core/train/compute_choice.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <memory>
#include <utility>

namespace accumulus {

namespace {

void print(const std::vector<VerifiedCase>& cases, VerifiedWindow window)
{
    std::cout << "  micro_batch_size   N       samples   relative L2   cosine      max abs     "
                 "worst parameter (its relative L2)\n";
    for (const VerifiedCase& row : cases) {
        if (row.window != window)
            continue;
        std::cout << "  " << std::left << std::setw(19) << row.microBatchSize << std::setw(8)
                  << row.accumulationSteps << std::setw(10) << row.samples;
        if (row.samples > 0)
            std::cout << std::setw(14) << shortText(row.error) << std::setw(12)
                      << shortText(row.cosine) << std::setw(12) << shortText(row.max)
                      << (row.worstError > 0.0
                              ? row.worstParameter + " (" + shortText(row.worstError) + ')'
                              : "–");
        std::cout << '\n' << "      " << row.verdict << '\n';
    }
}

void printPrecision(const Experiment& experiment)
{
    if (choosePrecision(experiment) != Precision::Bf16)
        return; // all was computed in f32, which has been said
    const PrecisionError error = precisionError(experiment);
    std::cout
        << "In bf16 that limit is wider, because a sum in another order may fall on the other "
           "side of a rounding's edge.\nThe gradient itself is expected to be "
        << shortText(error.least) << " (2^-8 * sqrt(4L/3) for L = " << error.products
        << " layers with products)\nto " << shortText(error.most)
        << " (where rounding moves relu's inputs across 0) from that in f32; measured "
        << shortText(error.measured) << ".\n";
}

int verify(const Experiment& experiment)
{
    TrainingData data = loadTrainingData(experiment);
    sayIntake(data.intake, false);
    const std::vector<VerifiedCase> cases = verifyEquivalence(experiment, std::move(data));
    const auto isOf = [](VerifiedWindow window) {
        return [window](const VerifiedCase& row) { return row.window == window; };
    };
    std::cout << "The accumulated gradient of a window against that of the same samples as one big "
                 "batch,\nat the initial weights of \""
              << experiment.model << "\" on " << experiment.data.source << ", preset "
              << experiment.hyperparameters.preset << ":\n\n";
    print(cases, VerifiedWindow::Full);
    if (std::any_of(cases.begin(), cases.end(), isOf(VerifiedWindow::Partial))) {
        std::cout << "\nThe window that the end of an epoch leaves:\n\n";
        print(cases, VerifiedWindow::Partial);
    }
    const auto equal = std::count_if(cases.begin(), cases.end(),
                                     [](const VerifiedCase& row) { return row.isEqual; });
    std::cout << '\n'
              << equal << " of " << cases.size() << " are equal to rounding (relative L2 up to "
              << shortText(equivalenceLimit(choosePrecision(experiment))) << ").\n";
    if (experiment.compute.precision == Precision::Bf16)
        printPrecision(experiment);
    for (const std::string& caveat : updateCaveats(experiment))
        std::cout << "Even where gradients are equal, updates differ: " << caveat << ".\n";
    return static_cast<std::size_t>(equal) == cases.size() ? exitFinished : exitOther;
}

} // namespace

void addVerifyCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<ExperimentOptions>();
    CLI::App* command = program.add_subcommand(
        "verify", "Check that accumulating equals one big batch, and say why if it does not");
    options->addTo(*command);
    command->footer(
        "Goes through every micro_batch_size whose product with accumulation_steps is that of the "
        "experiment.\nExit code 1 if one of them differs by more than rounding.\n\nExamples:\n"
        "  accumulus-cli verify --set micro_batch_size=16\n"
        "  accumulus-cli verify --set data=digits --set model=\"64 relu, batch_norm, 10\" --set "
        "loss=cross_entropy\n"
        "  accumulus-cli verify --set preset=tutorial");
    command->callback([options, &exitCode] { exitCode = verify(options->experiment()); });
}

} // namespace accumulus
