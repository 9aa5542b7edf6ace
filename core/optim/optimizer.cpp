#include "core/optim/optimizer.h"

#include "core/named_row.h"
#include "core/optim/adagrad.h"
#include "core/optim/adam.h"
#include "core/optim/lamb.h"
#include "core/optim/lion.h"
#include "core/optim/rmsprop.h"
#include "core/optim/sgd.h"

namespace accumulus {

namespace {

template <typename T>
std::unique_ptr<Optimizer> make(const ParameterLayout& layout)
{
    return std::make_unique<T>(layout);
}

template <MicroBatchAdam::SecondMoment secondMoment>
std::unique_ptr<Optimizer> makeMicroBatchAdam(const ParameterLayout& layout)
{
    return std::make_unique<MicroBatchAdam>(layout, secondMoment);
}

} // namespace

void Optimizer::addMicroBatch(std::span<const float>, double) {}

void Optimizer::dropMicroBatches() {}

const std::vector<OptimizerKind>& optimizers()
{
    using enum MicroBatchAdam::SecondMoment;
    const std::vector<std::string_view> adamOptions{"beta_1", "beta_2", "epsilon"};
    const std::vector<std::string_view> decayedAdamOptions{"beta_1", "beta_2", "epsilon",
                                                           "weight_decay"};
    static const std::vector<OptimizerKind> table{
        {"sgd",
         "v ← μ·v − η·g; w ← w + v",
         {.name = "sgd", .learningRate = 0.01},
         {"momentum", "nesterov"},
         &make<Sgd>},
        {"adam", "w ← w − η·m̂ / (√v̂ + ε)", {.name = "adam"}, adamOptions, &make<Adam>},
        {"adamw",
         "adam, and w ← w − η·λ·w",
         {.name = "adamw", .weightDecay = 0.004},
         decayedAdamOptions,
         &make<Adam>,
         true},
        {"amsgrad",
         "adam that divides by the largest √v̂ so far",
         {.name = "amsgrad"},
         adamOptions,
         &make<AmsGrad>},
        {"rmsprop",
         "v ← ρ·v + (1−ρ)·g²; w ← w − η·g / √(v + ε)",
         {.name = "rmsprop"},
         {"rho", "momentum", "epsilon"},
         &make<RmsProp>},
        {"adagrad",
         "a ← a + g²; w ← w − η·g / √(a + ε)",
         {.name = "adagrad"},
         {"initial_accumulator", "epsilon"},
         &make<AdaGrad>},
        {"lion",
         "w ← w − η·sign(β₁·m + (1−β₁)·g), and w ← w − η·λ·w",
         {.name = "lion", .beta2 = 0.99},
         {"beta_1", "beta_2", "weight_decay"},
         &make<Lion>,
         true},
        {"lamb",
         "adam with λ·w, scaled to |w| for each parameter tensor",
         {.name = "lamb"},
         decayedAdamOptions,
         &make<Lamb>},
        {"adam_accumulation",
         "adam whose v takes every micro-batch: Σ g_i² instead of (Σ g_i)²",
         {.name = "adam_accumulation"},
         adamOptions,
         &makeMicroBatchAdam<SumOfSquares>},
        {"batch_size_invariant_adam",
         "adam whose v takes the mean of the micro-batches' squared gradients",
         {.name = "batch_size_invariant_adam"},
         adamOptions,
         &makeMicroBatchAdam<MeanOfSquares>},
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
