#pragma once

#include "core/aligned_vector.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// All numbers that any optimizer reads. An optimizer uses those its row in optimizers() names.
struct OptimizerOptions
{
    std::string name = "adam";
    double learningRate = 0.001;
    double momentum = 0.0;           ///< sgd, rmsprop
    bool nesterov = false;           ///< sgd
    double beta1 = 0.9;              ///< Adam's relatives, lion
    double beta2 = 0.999;            ///< Adam's relatives, lion
    double epsilon = 1e-7;           ///< all that divide by a root
    double weightDecay = 0.0;        ///< adamw, lion: decoupled; lamb: part of the step
    double rho = 0.9;                ///< rmsprop
    double initialAccumulator = 0.1; ///< adagrad

    // What every optimizer reads; stays when another one is chosen.
    double clipNorm = 0.0;  ///< limit of the global gradient norm; 0 = no limit
    double clipValue = 0.0; ///< limit of every element of the gradient; 0 = no limit
    std::string learningRateScaling = "none"; ///< a name of learningRateScalings()
    int baseAccumulationSteps = 1;            ///< that the learning rate was chosen for

    bool operator==(const OptimizerOptions&) const = default;
};

/// What one update needs besides weights and gradients.
struct OptimizerStep
{
    std::int64_t step = 0; ///< 0-based index of this call; Adam's t is step + 1
    /// Accumulated gradient × this = the gradient to apply (mean, clipping).
    double gradientScale = 1.0;
    double learningRate = 0.001; ///< of this update, whatever the options say
    /// False inside a window: what addMicroBatch() collected is for a later step.
    bool closesWindow = true;
    const OptimizerOptions& options;
};

/// A part of the buffers, such as one parameter tensor.
struct ParameterSlice
{
    std::size_t offset = 0;
    std::size_t size = 0;
};

/// How weights, gradients and moments lie in memory.
struct ParameterLayout
{
    std::size_t size = 0;               ///< floats of a buffer, padding included
    std::vector<ParameterSlice> slices; ///< one a parameter tensor, in order
};

/// A buffer of an optimizer, as a checkpoint keeps it. Most have the size of the layout, but not
/// all.
struct OptimizerBuffer
{
    std::string_view name; ///< "first_moment"
    std::span<float> values;
};

/// Turns an accumulated gradient into new weights. The only side effects are that the weights and
/// the optimizer's own moments change: gradients are read, never written, so that what is recorded
/// as the gradient is the gradient. Weights, gradients and moments have the layout of a
/// ParameterArena; its padding (weight 0, gradient 0) stays 0 under every rule.
class Optimizer
{
public:
    virtual ~Optimizer() = default;

    /// One update of all \a weights; \a gradients has the same size. Uses up the micro-batches that
    /// were added since the last one.
    void step(std::span<float> weights, std::span<const float> gradients,
              const OptimizerStep& step);

    /// The same for one range of the weights, for whoever cuts a step into ranges that fit into a
    /// cache and runs them on several threads. Behind the last one comes endStep(). Both spans are
    /// whole, as for step().
    virtual void stepRange(std::span<float> weights, std::span<const float> gradients,
                           const OptimizerStep& step, const ParameterSlice& range) = 0;
    virtual void endStep(const OptimizerStep& step);

    /// Whether every weight is updated from its own gradient and moments alone, so that ranges may
    /// be anything. If not, the range is always everything.
    virtual bool isElementwise() const { return true; }

    /// Whether it wants every micro-batch's gradient, not only the accumulated one.
    virtual bool usesMicroBatches() const { return false; }

    /// A micro-batch's gradient before it is added to the others, in the same scale; called for
    /// every micro-batch of a window before its step(). \a share: what the micro-batch adds to what
    /// the window is divided by (its samples for a sample-weighted mean, 1 for a mean of means), so
    /// gradients / share is its mean gradient.
    virtual void addMicroBatch(std::span<const float> gradients, double share);

    /// Forgets the micro-batches that were added since the last step(): their window was dropped.
    virtual void dropMicroBatches();

    /// Everything that it remembers from one step to the next, in a fixed order.
    virtual std::vector<OptimizerBuffer> buffers() = 0;
};

/// A row of the table of optimizers.
struct OptimizerKind
{
    std::string_view name;
    std::string_view rule;     ///< the update rule, as a formula
    OptimizerOptions defaults; ///< Keras's
    /// The keys it reads besides those that every optimizer reads.
    std::vector<std::string_view> options;
    std::unique_ptr<Optimizer> (*make)(const ParameterLayout& layout);
    std::size_t bufferCount; ///< that it holds, each of the layout's size
    /// Weight decay is `w ← (1 − η·λ)·w` before the rule and apart from it, so that it can also be
    /// applied by somebody else and step() be called with weightDecay = 0. Not so for lamb, whose
    /// decay is part of the step that the trust ratio scales.
    bool decoupledDecay = false;
};

/// All optimizers that an experiment can name.
const std::vector<OptimizerKind>& optimizers();

/// Options of the optimizer \a name: its defaults, and of \a before what every optimizer reads.
/// Throws std::invalid_argument as optimizerKind() does.
OptimizerOptions optionsFor(std::string_view name, const OptimizerOptions& before);

/// The optimizer called \a name. Throws std::invalid_argument that lists the names there are.
const OptimizerKind& optimizerKind(std::string_view name);

} // namespace accumulus
