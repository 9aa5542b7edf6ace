#pragma once

#include "core/train/experiment.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace accumulus {

/// The experiment that a subcommand is about, as its command line names it: a file, or the default,
/// with settings.
struct ExperimentOptions
{
    std::string file;
    std::vector<std::string> settings; ///< KEY=VALUE

    /// Adds the positional `experiment` and `--set`.
    void addTo(CLI::App& command);

    /// Reads the file, if one is named.
    Experiment base() const;

    /// Applies the settings. Throws ExperimentError. Call validate() when all is set.
    void apply(Experiment& experiment) const;

    /// Both, checked.
    Experiment experiment() const;
};

/// The first Ctrl-C is noted, the second one ends the program at once.
void listenForInterrupt();
bool wasInterrupted();

/// Tells on stderr what of compute.* this machine does not have, see computeNotes().
void sayComputeNotes(const Experiment& experiment);

/// A relative path means the same wherever the experiment is written to.
void makePathsAbsolute(Experiment& experiment);

} // namespace accumulus
