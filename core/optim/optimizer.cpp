#include "core/optim/optimizer.h"

#include "core/named_row.h"
#include "core/optim/adagrad.h"
#include "core/optim/adam.h"
#include "core/optim/amsgrad.h"
#include "core/optim/lamb.h"
#include "core/optim/lion.h"
#include "core/optim/micro_batch_adam.h"
#include "core/optim/rmsprop.h"
#include "core/optim/sgd.h"

namespace accumulus {

namespace {

/// \a variant: what else the constructor wants to know.
template <typename Rule, auto... variant>
std::unique_ptr<Optimizer> make(const ParameterLayout& layout)
{
    return std::make_unique<Rule>(layout, variant...);
}

} // namespace

void Optimizer::step(std::span<float> weights, std::span<const float> gradients,
                     const OptimizerStep& step)
{
    stepRange(weights, gradients, step, {0, weights.size()});
    endStep(step);
}

void Optimizer::endStep(const OptimizerStep&) {}

void Optimizer::addMicroBatch(std::span<const float>, double) {}

void Optimizer::dropMicroBatches() {}

const std::vector<OptimizerKind>& optimizers()
{
    using enum MicroBatchAdam::SecondMoment;
    static const std::vector<OptimizerKind> table{
        {"sgd",
         "v ← μ·v − η·g; w ← w + v",
         {.name = "sgd", .learningRate = 0.01},
         {"momentum", "nesterov"},
         &make<Sgd>,
         1},
        {"adam",
         "w ← w − η·m̂ / (√v̂ + ε)",
         {.name = "adam", .learningRate = 0.001},
         {"beta_1", "beta_2", "epsilon"},
         &make<Adam, Adam::WeightDecay::None>,
         2},
        {"adamw",
         "adam, and w ← w − η·λ·w",
         {.name = "adamw", .learningRate = 0.001, .weightDecay = 0.004},
         {"beta_1", "beta_2", "epsilon", "weight_decay"},
         &make<Adam, Adam::WeightDecay::Decoupled>,
         2,
         true},
        {"amsgrad",
         "adam with v̂ ← max(v̂, v)",
         {.name = "amsgrad", .learningRate = 0.001},
         {"beta_1", "beta_2", "epsilon"},
         &make<AmsGrad>,
         3},
        {"rmsprop",
         "v ← ρ·v + (1−ρ)·g²; u ← μ·u + η·g / √(v + ε); w ← w − u",
         {.name = "rmsprop", .learningRate = 0.001},
         {"rho", "momentum", "epsilon"},
         &make<RmsProp>,
         2},
        {"adagrad",
         "a ← a + g²; w ← w − η·g / √(a + ε)",
         {.name = "adagrad", .learningRate = 0.001},
         {"initial_accumulator", "epsilon"},
         &make<Adagrad>,
         1},
        {"lion",
         "w ← w − η·λ·w − η·sign(β₁m + (1−β₁)g); m ← β₂m + (1−β₂)g",
         {.name = "lion", .learningRate = 0.001, .beta2 = 0.99},
         {"beta_1", "beta_2", "weight_decay"},
         &make<Lion>,
         1,
         true},
        {"lamb",
         "d = m̂ / (√v̂ + ε) + λ·w; w ← w − η·(|w| / |d|)·d for each tensor",
         {.name = "lamb", .learningRate = 0.001},
         {"beta_1", "beta_2", "epsilon", "weight_decay"},
         &make<Lamb>,
         3},
        {"adam_accumulation",
         "adam with v ← β₂v + (1−β₂)·Σg_i² over the micro-batches",
         {.name = "adam_accumulation", .learningRate = 0.001},
         {"beta_1", "beta_2", "epsilon"},
         &make<MicroBatchAdam, SumOfSquares>,
         3},
        {"batch_size_invariant_adam",
         "adam with v ← β₂v + (1−β₂)·mean of g_i² over the micro-batches",
         {.name = "batch_size_invariant_adam", .learningRate = 0.001},
         {"beta_1", "beta_2", "epsilon"},
         &make<MicroBatchAdam, MeanOfSquares>,
         3},
    };
    return table;
}

OptimizerOptions optionsFor(std::string_view name, const OptimizerOptions& before)
{
    OptimizerOptions options = optimizerKind(name).defaults;
    options.clipNorm = before.clipNorm;
    options.clipValue = before.clipValue;
    options.learningRateScaling = before.learningRateScaling;
    options.baseAccumulationSteps = before.baseAccumulationSteps;
    return options;
}

const OptimizerKind& optimizerKind(std::string_view name)
{
    return namedRow(optimizers(), name, "optimizer");
}

} // namespace accumulus
