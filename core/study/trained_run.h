#pragma once

#include "core/data/dataset.h"
#include "core/probe/stability.h"
#include "core/record/history.h"
#include "core/train/compute_choice.h"
#include "core/train/experiment.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// A run that was trained to its end, with all that figures are made of.
struct TrainedRun
{
    Experiment experiment; ///< with the threads that were chosen
    History history{History::defaultCapacity};
    StabilityFigures stability;
    std::vector<float> initialWeights; ///< the whole arena
    std::vector<float> weights;
    std::int64_t updates = 0;
    bool hasDiverged = false;
    std::string message; ///< why it diverged, or could never make an update and was not trained
    std::vector<std::string> notes; ///< Trainer::notes()
};

/// Trains \a experiment on this thread. \a progress is told 0…1 now and then and may throw to
/// break it off. \a mostThreads as of Trainer. Without a stop the run ends after headlessEpochs().
/// Throws what Trainer and loadTrainingData() throw.
TrainedRun trainToEnd(const Experiment& experiment,
                      const std::function<void(double)>& progress = {},
                      int mostThreads = availableCores());

/// A number about a run, by a text:
///
/// - a name of stabilityFigures(): `last_tenth_loss`;
/// - a statistic and a column, one of the records' or of its probes: `first`, `last`, `min`, `max`,
///   `mean`,
///   `rms` (root of the mean square), `late` (mean over the second half): `late noise_scale`, `last
///   seconds`;
/// - `at COLUMN U`: its value at update U; `until COLUMN X`: the first update at which it is X or
///   less; `samples_until COLUMN X`;
/// - `theory NAME`, a name of theories(): what is expected of the run; some take a number.
///
/// NaN where the run has no such value. Throws std::invalid_argument if no run could have it, with
/// what there is.
double figureOf(const TrainedRun& run, std::string_view figure);

/// Names of the columns that figures of a run of \a experiment can be about.
std::vector<std::string> columnsOf(const Experiment& experiment);

/// The same with \a data, which has been loaded for the experiment.
std::vector<std::string> columnsOf(const Experiment& experiment, TrainingData data);

/// Throws std::invalid_argument if \a figure does not exist or is about none of \a columns.
void checkFigure(std::string_view figure, const std::vector<std::string>& columns);

/// What a closed form expects of a run, as a row of a table.
struct Theory
{
    std::string_view name;
    std::string_view summary;
    /// What it holds for; "": any.
    std::string_view source;
    std::string_view model;
    /// \a argument: the number behind the name, 0 without one.
    double (*value)(const TrainedRun& run, double argument);
};

const std::vector<Theory>& theories();

} // namespace accumulus
