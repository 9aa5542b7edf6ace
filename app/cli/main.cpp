#include "app/cli/commands.h"
#include "app/cli/printable_stream.h"
#include "core/data_error.h"
#include "core/error_text.h"
#include "core/file/process.h"
#include "core/memory_account.h"
#include "core/onednn/version.h"
#include "core/train/experiment.h"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace accumulus;

namespace {

/// CLI11 says of a mistyped command only that one is needed.
void refuseUnknownCommand(CLI::App& program, int argc, char** argv)
{
    CLI::App* command = &program;
    for (int i = 1; i < argc && command->get_require_subcommand_min() > 0 && argv[i][0] != '-';
         ++i) {
        std::string names;
        CLI::App* next = nullptr;
        for (CLI::App* candidate : command->get_subcommands({})) {
            names += (names.empty() ? "" : ", ") + candidate->get_name();
            next = candidate->check_name(argv[i]) ? candidate : next;
        }
        if (!next)
            throw std::invalid_argument("there is no \"" + std::string(argv[i]) + "\" of "
                                        + command->get_name() + "; choose one of: " + names);
        command = next;
    }
}

int run(int argc, char** argv)
{
    int exitCode = exitFinished;
    CLI::App program("Accumulus: see what gradient accumulation does to training.",
                     "accumulus-cli");
    program.require_subcommand(1);
    program.set_version_flag("--version",
                             "accumulus-cli " ACCUMULUS_VERSION ", " + oneDnnVersion());
    program.footer(
        "Example:\n  accumulus-cli train --set accumulation_steps=8 --epochs 50 --out loss.csv\n\n"
        "Exit codes: 0 finished, 2 usage or experiment, 3 data, 4 diverged (files are still\n"
        "written), 1 anything else: something broke, or verify or scenario found a difference.");
    addTrainCommand(program, exitCode);
    addVerifyCommand(program, exitCode);
    addSweepCommand(program);
    addScenarioCommand(program, exitCode);
    addPlanCommand(program);
    addAdviseCommand(program);
    addListCommand(program);
    addBenchCommand(program);
    refuseUnknownCommand(program, argc, argv);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? exitFinished : exitUsage;
    }
    return exitCode;
}

int fail(const std::string& reason, int exitCode)
{
    std::cerr << "accumulus-cli: " << reason << '\n';
    return exitCode;
}

/// The one catch at the top: whatever goes wrong becomes a sentence and an exit code.
int runOrFail(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::invalid_argument& error) { // a name or text that does not exist
        return fail(error.what(), exitUsage);
    } catch (const ExperimentError& error) {
        return fail(error.what(), exitUsage);
    } catch (const MemoryBudgetError& error) {
        return fail(error.what(), exitUsage);
    } catch (const DataError& error) {
        return fail(error.what(), exitData);
    } catch (const std::exception& error) {
        return fail(sentenceOf(error), exitOther);
    }
}

} // namespace

int main(int argc, char** argv)
{
    prepareProcess();
    const PrintableStream out(std::cout);
    const PrintableStream err(std::cerr);
    const int exitCode = runOrFail(argc, argv);
    if (std::cout.flush())
        return exitCode;
    return fail("what was printed could not be written; is the disk full?",
                exitCode == exitFinished ? exitOther : exitCode);
}
