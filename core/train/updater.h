#pragma once

#include "core/aligned_vector.h"
#include "core/nn/parameter_arena.h"
#include "core/optim/learning_rate_scaling.h"
#include "core/optim/optimizer.h"
#include "core/train/accumulation_window.h"
#include "core/train/hyperparameters.h"

#include <cstdint>
#include <memory>

namespace accumulus {

/// How far a run is.
struct RunCounters
{
    std::int64_t updates = 0;
    std::int64_t microBatches = 0; ///< the one that is being worked on included
    std::int64_t samples = 0;
};

/// What an update was.
struct UpdateOutcome
{
    double clipCoefficient = 1.0; ///< norm after clipping ÷ before
    double learningRate = 0.0;    ///< schedule and scaling included
};

/// Of a window's gradients as means, whatever its reduction. \a meanSquare: of WindowGradients.
WindowMoments windowMoments(const AccumulationWindow& window, double gradNorm, double meanSquare);

/// Turns the accumulated gradient of a window into new weights: clipping, the learning rate with
/// its schedule and scaling, the optimizer, and what that does between updates. Implements every
/// value of Clipping (but that of each micro-batch, see WindowGradients), ScheduleClock and
/// BetweenUpdates.
class Updater
{
public:
    /// \a arena and \a counters must outlive it. \a scheduleLength: ticks of the schedule if its
    /// options leave that to the run. Throws std::invalid_argument.
    Updater(ParameterArena& arena, const RunCounters& counters, const Hyperparameters& settings,
            std::int64_t scheduleLength);
    ~Updater();

    /// Between windows.
    void configure(const Hyperparameters& settings);

    std::int64_t scheduleLength() const { return m_scheduleLength; }

    /// The learning rate's schedule has come to its end: the next update has its last value.
    bool hasScheduleEnded() const;

    /// Whether it wants every micro-batch's gradient on its own, through addMicroBatch().
    static bool usesMicroBatches(const Hyperparameters& settings);

    /// Bytes of its buffers, the optimizer's included, for weights that fill \a size floats.
    static std::size_t bufferBytes(const Hyperparameters& settings, std::size_t size);

    /// A micro-batch's gradient is in the arena, not yet added to the others. \a share: see
    /// AccumulationWindow::share().
    void addMicroBatch(double share);

    /// Behind every micro-batch that was added. The arena's gradients are 0 if it
    /// usesMicroBatches().
    void afterMicroBatch(const AccumulationWindow& window);

    /// The accumulated gradient of a complete window is in the arena, \a gradNorm its norm, \a
    /// meanSquare that of WindowGradients. The arena's gradients are 0 afterwards.
    UpdateOutcome update(const AccumulationWindow& window, double gradNorm, double meanSquare);

    /// The window makes no update.
    void drop();

    void archive(StateArchive& archive);

private:
    enum class WhenDone {
        KeepWindow,    ///< the step is inside of a window, which goes on
        UseUp,         ///< what the optimizer was told of the window's micro-batches
        ZeroGradients, ///< that too, and the arena's gradients
    };

    bool decaysEachMicroBatch() const;
    double scheduleTick() const;
    double learningRate() const;
    double scalingFactor() const;
    double clip(const AccumulationWindow& window, double gradNorm, double& coefficient);
    void step(std::span<float> weights, double gradientScale, double learningRate,
              WhenDone whenDone);
    void stepAside(double share);
    void applySteps(const AccumulationWindow& window);

    ParameterArena& m_arena;
    const RunCounters& m_counters;
    Hyperparameters m_settings;
    OptimizerOptions m_stepOptions; ///< without decay if that is applied elsewhere
    std::int64_t m_scheduleLength;
    std::unique_ptr<Optimizer> m_optimizer;
    AdaScale m_adaScale;
    double m_scheduleTick = 0.0; ///< on the clock of updates; fractional under AdaScale
    std::int64_t m_steps = 0;    ///< of the optimizer
    /// Weights that the optimizer stepped aside.
    AlignedVector<float> m_stepped{MemoryCategory::OptimizerState};
    /// Of the steps of the open window (StepEachMicroBatch).
    AlignedVector<float> m_sum{MemoryCategory::OptimizerState};
};

} // namespace accumulus
