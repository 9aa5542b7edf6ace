#pragma once

namespace CLI {
class App;
}

namespace accumulus {

/// Each adds one subcommand with its options and help to the program. Its callback does the work,
/// throws what goes wrong, and sets \a exitCode if it ends otherwise than finished.
void addTrainCommand(CLI::App& program, int& exitCode);
void addListCommand(CLI::App& program);
void addBenchCommand(CLI::App& program);
void addVerifyCommand(CLI::App& program, int& exitCode);
void addSweepCommand(CLI::App& program);
void addPlanCommand(CLI::App& program);
void addAdviseCommand(CLI::App& program);
void addScenarioCommand(CLI::App& program, int& exitCode);

enum ExitCode {
    exitFinished = 0, ///< also after Ctrl-C: the window was finished and everything written
    exitOther = 1,    ///< also: what was checked does not hold
    exitUsage = 2,    ///< command line or experiment
    exitData = 3,
    exitDiverged = 4, ///< files are written all the same
};

} // namespace accumulus
