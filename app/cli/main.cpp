#include "app/cli/commands.h"
#include "core/data_error.h"
#include "core/onednn/version.h"
#include "core/train/experiment.h"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace accumulus;

namespace {

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
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? exitFinished : exitUsage;
    }
    return exitCode;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return run(argc, argv);
    } catch (const std::invalid_argument& error) { // a name or text that does not exist
        std::cerr << "accumulus-cli: " << error.what() << '\n';
        return exitUsage;
    } catch (const ExperimentError& error) {
        std::cerr << "accumulus-cli: " << error.what() << '\n';
        return exitUsage;
    } catch (const DataError& error) {
        std::cerr << "accumulus-cli: " << error.what() << '\n';
        return exitData;
    } catch (const std::exception& error) {
        std::cerr << "accumulus-cli: " << error.what() << '\n';
        return exitOther;
    }
}
