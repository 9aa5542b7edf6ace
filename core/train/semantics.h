#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// What an accumulation window does, as seven independent switches. The first value of each is the
/// correct choice and the default; the others exist because real frameworks make them.

/// What the gradients of a window are divided by.
enum class Reduction {
    SampleWeightedMean, ///< sum over samples ÷ samples: what one big batch computes
    MeanOfMeans,        ///< mean of the micro-batch means: over-weights short micro-batches
    Sum,                ///< sum of the micro-batch means: the step grows with N
};

/// What happens to a window that the end of an epoch leaves partly filled.
enum class PartialWindow {
    Flush,           ///< an update with what is there, divided by its real samples
    FlushDividedByN, ///< an update, divided as if the window were full
    CarryOver,       ///< the window stays open and goes on into the next epoch
    Drop,            ///< the gradients are cleared, no update
    Leak,            ///< the counter restarts, the gradients stay (the tutorial's listing)
};

/// Where the gradient norm is limited.
enum class Clipping {
    Mean,           ///< the reduced gradient, once per update
    Sum,            ///< the accumulated sum, before it is divided
    EachMicroBatch, ///< every micro-batch on its own
};

/// What a learning-rate schedule counts.
enum class ScheduleClock { Updates, MicroBatches };

/// What the optimizer does at micro-batches that close no window.
enum class BetweenUpdates { Untouched, ZeroGradientStep, DecayEachMicroBatch };

/// How the gradient accumulator is stored.
enum class AccumulatorPrecision { F32, Bf16, Bf16Kahan, Bf16Stochastic, F64 };

/// The training loss that a record carries.
enum class LoggedLoss { WeightedMean, LastMicroBatch, Sum };

struct Semantics
{
    Reduction reduction = Reduction::SampleWeightedMean;
    PartialWindow partialWindow = PartialWindow::Flush;
    Clipping clipping = Clipping::Mean;
    ScheduleClock scheduleClock = ScheduleClock::Updates;
    BetweenUpdates betweenUpdates = BetweenUpdates::Untouched;
    AccumulatorPrecision precision = AccumulatorPrecision::F32;
    LoggedLoss loggedLoss = LoggedLoss::WeightedMean;

    bool operator==(const Semantics&) const = default;
};

/// A named setting of all seven switches.
struct SemanticsPreset
{
    std::string_view name;
    std::string_view summary; ///< one sentence: what it does and where it differs from `correct`
    Semantics semantics;
};

/// All presets, `correct` first.
const std::vector<SemanticsPreset>& semanticsPresets();

/// The preset called \a name. Throws std::invalid_argument that lists the names there are.
const SemanticsPreset& semanticsPreset(std::string_view name);

} // namespace accumulus
