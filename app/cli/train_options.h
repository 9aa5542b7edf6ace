#pragma once

#include "app/cli/experiment_options.h"

#include <cstdint>
#include <optional>
#include <string>

namespace accumulus {

/// What the command line of `train` asks for. Files that are not asked for are empty.
struct TrainOptions
{
    ExperimentOptions experiment;
    std::optional<std::int64_t> updates;
    std::optional<std::int64_t> epochs;
    std::optional<double> seconds;
    std::string updatesCsv;
    std::string microBatchesCsv;
    std::string saveWeights;
    std::string initialWeights;
    std::string saveExperiment;
    std::string figures;
    std::string checkpoint; ///< folder to write checkpoints to
    std::int64_t every = 1000;
    std::string resume; ///< folder to go on from
    bool withoutCurve = false;
    bool quiet = false;
};

} // namespace accumulus
