#pragma once

#include "core/optim/optimizer.h"
#include "core/optim/schedule.h"
#include "core/probe/probe_options.h"
#include "core/train/semantics.h"

#include <string>
#include <string_view>

namespace accumulus {

/// What happens to a micro-batch whose gradient is not finite.
enum class NonFinite {
    Stop,           ///< it ends the run as diverged
    SkipMicroBatch, ///< it is left out, as if it had never been
    SkipWindow,     ///< its window makes no update; where the optimizer sees micro-batches one by
                    ///< one (BetweenUpdates), they are left out instead
};

struct NonFiniteInfo
{
    std::string_view name;
    std::string_view summary;
};

const std::vector<NonFiniteInfo>& nonFinitePolicies(); ///< indexed by NonFinite

/// The settings of a run that may change while it trains. They take effect between accumulation
/// windows, all at once; every UpdateRecord says which were really used. Everything else that
/// defines a run (data, model, loss, which optimizer, seed) needs a new run.
struct Hyperparameters
{
    int accumulationSteps = 4; ///< N: micro-batches per update, 1…65536
    int microBatchSize = 32;   ///< samples of one forward and backward pass, 1…65536
    /// Changes of N while the run goes on, as parseStepsSchedule() reads them.
    std::string stepsSchedule;
    std::string preset = "correct"; ///< a name of semanticsPresets(): what `semantics` began as
    Semantics semantics;            ///< of the window
    NonFinite nonFinite = NonFinite::Stop;
    OptimizerOptions optimizer; ///< its name must stay that of the run
    ScheduleOptions schedule;   ///< of the learning rate
    ProbeOptions probes;

    bool operator==(const Hyperparameters&) const = default;
};

/// Sets the preset and all its switches. Throws std::invalid_argument if there is none called
/// \a preset.
void choosePreset(Hyperparameters& hyperparameters, std::string_view preset);

} // namespace accumulus
