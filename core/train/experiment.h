#pragma once

#include "core/data/data_options.h"
#include "core/onednn/precision.h"
#include "core/train/hyperparameters.h"

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// When a run ends by itself; 0 = never. The first limit that is reached counts.
struct StopOptions
{
    std::int64_t updates = 0;
    std::int64_t epochs = 0;
    double seconds = 0.0; ///< of training; pauses do not count

    bool isSet() const { return updates > 0 || epochs > 0 || seconds > 0.0; }
    bool operator==(const StopOptions&) const = default;
};

struct ComputeOptions
{
    /// Of the oneDNN primitives and our own loops, 1…256; 0: as many as are fastest, see
    /// core/train/compute_choice.h.
    int threads = 0;
    Precision precision = Precision::F32; ///< f32 on a processor that has no other
    /// What a run may take besides its data set, in 10^6 bytes, see MemoryUse::budgeted(); 0: no
    /// limit.
    double memoryMb = 0.0;

    bool operator==(const ComputeOptions&) const = default;
};

/// Everything that defines a run: the same Experiment gives the same curve. The default is the
/// tutorial's program on the `diamonds` data: 10 relu → 1, Adam, mse, accumulation_steps 4,
/// micro_batch_size 32.
///
/// In JSON (`"format": "accumulus-experiment/1"`) it has the sections data, model, loss,
/// initializer, accumulation, optimizer, schedule, compute, stop and seed; keys that are left out
/// keep their default:
///
///     { "format": "accumulus-experiment/1",
///       "data": { "source": "digits" }, "model": "64 relu, 10", "loss": "cross_entropy",
///       "accumulation": { "accumulation_steps": 8 } }
struct Experiment
{
    DataOptions data;
    std::string model = "10 relu, 1";           ///< see core/nn/model_spec.h
    std::string loss = "mse";                   ///< a name of losses()
    std::string initializer = "glorot_uniform"; ///< a name of initializers()
    Hyperparameters hyperparameters;
    ComputeOptions compute;
    StopOptions stop;
    std::uint64_t seed = 1; ///< of the initial weights and of every shuffle, 0…2^53

    bool operator==(const Experiment&) const = default;
};

/// The epochs that a headless run trains for if its experiment has no stop: what its data source
/// suggests.
std::int64_t headlessEpochs(const Experiment& experiment);

/// What is wrong with an experiment, in a sentence that names key, value and what is allowed.
class ExperimentError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// A key of the JSON form, for help texts and messages.
struct ExperimentKey
{
    std::string path;         ///< dotted: "accumulation.accumulation_steps"
    std::string allowed;      ///< "a whole number from 1 to 65536"
    std::string defaultValue; ///< as JSON
};

/// All keys, in the order in which they are written.
std::vector<ExperimentKey> experimentKeys();

/// Reads \a text; \a sourceName (a file name) is where messages say the error is. Relative paths
/// of data stay as they are. Throws ExperimentError for anything that is not a valid experiment:
/// bad JSON, unknown keys, wrong types, values out of range, names that do not exist, a model text
/// that cannot be read.
Experiment experimentFromJson(std::string_view text, std::string_view sourceName = "experiment");

/// Reads a file; relative paths of data are relative to its folder.
Experiment readExperiment(const std::filesystem::path& path);

/// Makes relative paths of data, which start at \a folder, absolute, and remembers which they were.
void resolvePaths(DataOptions& data, const std::filesystem::path& folder);

/// All keys with their values, indented; experimentFromJson() gives the same Experiment back.
/// \a folder: where the text will lie; paths that were given as relative ones become relative to
/// it, so that data and experiment can be moved together. Without it all paths stay absolute.
std::string toJson(const Experiment& experiment, const std::filesystem::path& folder = {});

/// Sets one value from text, as `--set KEY=VALUE` does. \a key is a dotted path or its unambiguous
/// last part. Setting optimizer.name to another optimizer gives its options their defaults. Throws
/// ExperimentError. Call validate() when all values are set.
void setExperimentValue(Experiment& experiment, std::string_view key, std::string_view value);

/// A setting of the command line.
struct KeyValue
{
    std::string key;
    std::string value;
};

/// Sets several values, in the order of the keys in a file, whatever the order given: so names
/// whose choice sets defaults (optimizer, preset) come before what is set beside them.
void setExperimentValues(Experiment& experiment, const std::vector<KeyValue>& settings);

/// Throws ExperimentError if a value is out of range or names something that does not exist.
void validate(const Experiment& experiment);
void validate(const Hyperparameters& hyperparameters);

/// A schedule that runs from a beginning to an end must know where that is: by its own length, or
/// because the run has a limit of updates or epochs. Throws ExperimentError if there is neither.
/// Not part of validate(), because a headless run gets a limit where its experiment has none.
void requireScheduleLength(const ScheduleOptions& schedule, const StopOptions& stop);

/// validate() for settings that a run of \a running is to change to: its optimizer must stay.
void validateChange(const Hyperparameters& running, const Hyperparameters& changed);

} // namespace accumulus
