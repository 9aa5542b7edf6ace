#pragma once

#include "app/cli/signals.h"
#include "core/data/data_files.h"
#include "core/data/data_intake.h"
#include "core/file/input_files.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
class Option;
} // namespace CLI

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

    /// The experiment's file, and the data of \a experiment.
    InputFiles inputs(const Experiment& experiment) const;
};

/// Tells on stderr what of compute.* this machine does not have, see computeNotes().
void sayComputeNotes(const Experiment& experiment);

/// Tells on stderr in a line what was taken as data, unless \a quiet.
void sayIntake(const DataIntake& intake, bool quiet);

/// For options, with messages that name what is allowed. A whole number may be written as 1e3; that
/// one is given to transform(), not to check().
CLI::Validator wholeNumberFrom(std::int64_t min, std::int64_t max = std::int64_t{1} << 53);
CLI::Validator numberFrom(double min, double max);

/// For transform(): a size such as 64MB, 1.5GB, 512kiB or 4096 becomes a number of bytes.
CLI::Validator bytesFromSize();

/// Adds an option that takes a path, which must not be empty (an unset variable of a script).
/// \a typeName: FILE or DIR.
CLI::Option* addPath(CLI::App& command, const std::string& name, std::string& path,
                     const std::string& help, const char* typeName = "FILE");

} // namespace accumulus
