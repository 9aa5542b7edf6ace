#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

inline constexpr int maxAccumulationSteps = 65536; ///< the largest N

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
    /// Flushed and divided by the tail's length, which also moves where its windows end: a tail of
    /// three after windows of four is cut into two and one (timm).
    SplitTail,
};

/// Where gradients are limited.
enum class Clipping {
    Mean,           ///< the reduced gradient, once per update
    Sum,            ///< the sum of the micro-batches' gradients, before it is divided
    EachMicroBatch, ///< every micro-batch on its own
};

/// What a learning-rate schedule counts.
enum class ScheduleClock { Updates, MicroBatches };

/// What the optimizer does at micro-batches that close no window.
enum class BetweenUpdates {
    Untouched,           ///< nothing: a window is one step
    ZeroGradientStep,    ///< steps with gradients of zero, which move moments, counters and weights
    DecayEachMicroBatch, ///< decoupled weight decay is applied at every micro-batch
    StepEachMicroBatch,  ///< steps with every micro-batch's gradient; the window adds up the steps
};

/// How the gradient accumulator is stored.
enum class AccumulatorPrecision {
    F32,
    Bf16,           ///< rounded to nearest: 256 equal addends are the end of it
    Bf16Kahan,      ///< with a second buffer for what rounding lost (Kahan 1965)
    Bf16Stochastic, ///< rounded up or down at random, right on average
    F64,
};

/// The training loss that a record carries.
enum class LoggedLoss {
    WeightedMean,   ///< over the samples of the window
    LastMicroBatch, ///< the mean of its last micro-batch
    Sum,            ///< of the micro-batch means
};

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

/// A value of a switch, as files call it.
struct SwitchValue
{
    std::string_view name;
    std::string_view summary;
};

/// A switch as a row of a table: its key in an experiment and what it can be.
struct SemanticsSwitch
{
    std::string_view name; ///< "partial_window"
    std::string_view summary;
    std::vector<SwitchValue> values; ///< indexed by the enumerator
    std::size_t (*get)(const Semantics&);
    void (*set)(Semantics&, std::size_t value);

    const SwitchValue& valueIn(const Semantics& semantics) const { return values[get(semantics)]; }
};

/// The seven switches.
const std::vector<SemanticsSwitch>& semanticsSwitches();

/// A named setting of all seven switches.
struct SemanticsPreset
{
    std::string_view name;
    std::string_view summary; ///< one sentence: what it does and where it differs from `correct`
    Semantics semantics;
    std::string_view source; ///< where that behaviour is documented
    std::string_view
        knownBug; ///< what goes wrong with it, and where that was reported; may be empty
};

/// All presets, `correct` first.
const std::vector<SemanticsPreset>& semanticsPresets();

/// The preset called \a name. Throws std::invalid_argument that lists the names there are.
const SemanticsPreset& semanticsPreset(std::string_view name);

} // namespace accumulus
