#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "app/cli/progress.h"
#include "core/file/output_file.h"
#include "core/study/scenario.h"
#include "core/study/sweep_table.h"
#include "core/train/checkpoint.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>
#include <memory>
#include <optional>

namespace accumulus {

namespace {

struct ScenarioOptions
{
    std::vector<std::string> names; ///< or files
    bool all = false;
    std::string out;
    bool quiet = false;
};

std::vector<std::filesystem::path> filesOf(const ScenarioOptions& options)
{
    if (options.all)
        return scenarioFiles();
    std::vector<std::filesystem::path> files;
    for (const std::string& name : options.names) {
        const bool isFile = std::filesystem::path(name).extension() == ".json";
        files.push_back(isFile ? std::filesystem::path(name) : scenarioFile(name));
    }
    return files;
}

void printList()
{
    for (const std::filesystem::path& path : scenarioFiles()) {
        const Scenario scenario = readScenario(path);
        std::cout << std::left << std::setw(28) << scenario.name << scenario.title << '\n';
    }
    std::cout << "\nRun one by its name or number: accumulus-cli scenario s5\n";
}

void print(const std::vector<Finding>& findings)
{
    for (const Finding& finding : findings) {
        const Expectation& expectation = *finding.expectation;
        constexpr std::string_view relations[] = {"below", "above", "about"};
        std::cout << (finding.holds ? "  ✓ " : "  ✗ ") << expectation.text << '\n'
                  << "      measured " << finding.measured << ", expected "
                  << relations[static_cast<int>(expectation.relation)] << ' ' << finding.expected;
        if (!finding.where.empty())
            std::cout << ", where it is tightest: " << finding.where;
        std::cout << '\n';
    }
}

/// Whether everything is as expected. \a table: where the table goes, if it is wanted.
bool runScenario(const std::filesystem::path& path, const ScenarioOptions& options,
                 const std::optional<OutputPlace>& table)
{
    const Scenario scenario = readScenario(path);
    std::cout << scenario.name << ": " << scenario.title << '\n'
              << scenario.question << "\n\n"
              << std::flush;
    Progress progress(Progress::styleFor(options.quiet));
    SweepObserver observer;
    observer.onProgress = [&](double share) {
        progress.showShare(share, "training");
        return !wasInterrupted();
    };
    const SweepResult result = runSweep(scenario.sweep, availableCores(), observer);
    progress.finish();
    if (wasInterrupted())
        throw std::runtime_error("interrupted");
    writeSweepText(std::cout, result);
    std::cout << "\nLook at: " << scenario.lookAt << "\nSource: " << scenario.source << "\n\n";
    const std::vector<Finding> findings = judge(scenario, result);
    print(findings);
    const bool allHold = std::all_of(findings.begin(), findings.end(),
                                     [](const Finding& finding) { return finding.holds; });
    std::cout << (allHold ? "as expected\n\n" : "not as expected\n\n") << std::flush;
    if (table) {
        table->expectUnchanged();
        OutputFile file(options.out);
        writeSweepCsv(file.stream(), result);
        file.commit();
    }
    return allHold;
}

int runScenarios(const ScenarioOptions& options)
{
    listenForInterrupt();
    if (options.names.empty() && !options.all) {
        printList();
        return exitFinished;
    }
    const std::vector<std::filesystem::path> files = filesOf(options);
    if (files.size() > 1 && !options.out.empty())
        throw std::invalid_argument("--out is for the table of one scenario, but "
                                    + std::to_string(files.size()) + " are to run");
    InputFiles inputs;
    for (const std::filesystem::path& path : files) {
        inputs.add(path, "the scenario");
        if (!options.out.empty()) {
            for (const SweepPoint& point : sweepPoints(readScenario(path).sweep))
                addData(inputs, point.experiment.data);
        }
    }
    inputs.refuse(options.out);
    CheckpointFolder::refusePart(options.out);
    std::optional<OutputPlace> table;
    if (!options.out.empty())
        table.emplace(options.out);
    bool allHold = true;
    for (const std::filesystem::path& path : files)
        allHold = runScenario(path, options, table) && allHold;
    return allHold ? exitFinished : exitOther;
}

} // namespace

void addScenarioCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<ScenarioOptions>();
    CLI::App* command = program.add_subcommand(
        "scenario", "Run a prepared study and compare what comes out with what is expected");
    command->add_option("name", options->names,
                        "Names or numbers of scenarios, or files; without one they are listed");
    command->add_flag("--all", options->all, "Run all of them");
    addPath(*command, "--out", options->out, "Write the table of one scenario (CSV)");
    command->add_flag("--quiet", options->quiet, "Do not tell how far it is");
    command->footer("Exit code 1 if something is not as expected.\n\nExamples:\n"
                    "  accumulus-cli scenario\n"
                    "  accumulus-cli scenario s5\n"
                    "  accumulus-cli scenario --all");
    command->callback([options, &exitCode] { exitCode = runScenarios(*options); });
}

} // namespace accumulus
