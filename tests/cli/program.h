#pragma once

#include "tests/temporary_folder.h"

#include <sys/wait.h>

#include <cstdlib>
#include <string>

namespace accumulus::testing {

/// What a call of accumulus-cli ended with.
struct Outcome
{
    int exitCode = -1;
    std::string out;
    std::string err;
};

inline std::string programPath()
{
    const char* chosen = std::getenv("ACCUMULUS_CLI");
    return chosen ? chosen : ACCUMULUS_CLI;
}

/// Runs \a command in \a folder, as a shell takes it.
inline Outcome runCommand(const TemporaryFolder& folder, const std::string& command)
{
    const int status = std::system(("cd '" + folder.path().string() + "' && " + command
                                    + " >stdout.txt 2>stderr.txt </dev/null")
                                       .c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, textOf(folder.path() / "stdout.txt"),
            textOf(folder.path() / "stderr.txt")};
}

/// Runs accumulus-cli with \a arguments.
inline Outcome runProgram(const TemporaryFolder& folder, const std::string& arguments)
{
    return runCommand(folder, "'" + programPath() + "' " + arguments);
}

/// Runs a bash script of the folder. `"$@"` in it is accumulus-cli, which takes signals as if it
/// had been started on a terminal; as a background job of a script it would ignore Ctrl-C.
inline Outcome runScript(const TemporaryFolder& folder, const std::string& script)
{
    return runCommand(folder, "bash " + script + " env --default-signal '" + programPath() + "'");
}

} // namespace accumulus::testing
