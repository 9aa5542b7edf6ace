#include "core/optim/optimizer.h"

#include "core/named_row.h"
#include "core/optim/adam.h"
#include "core/optim/sgd.h"

namespace accumulus {

namespace {

std::unique_ptr<Optimizer> makeSgd(const ParameterLayout& layout)
{
    return std::make_unique<Sgd>(layout);
}

template <Adam::WeightDecay weightDecay>
std::unique_ptr<Optimizer> makeAdam(const ParameterLayout& layout)
{
    return std::make_unique<Adam>(layout, weightDecay);
}

} // namespace

void Optimizer::addMicroBatch(std::span<const float>, double) {}

void Optimizer::dropMicroBatches() {}

const std::vector<OptimizerKind>& optimizers()
{
    static const std::vector<OptimizerKind> table{
        {"sgd",
         "v ← μ·v − η·g; w ← w + v",
         {.name = "sgd", .learningRate = 0.01},
         {"momentum", "nesterov"},
         &makeSgd},
        {"adam",
         "w ← w − η·m̂ / (√v̂ + ε)",
         {.name = "adam", .learningRate = 0.001},
         {"beta_1", "beta_2", "epsilon"},
         &makeAdam<Adam::WeightDecay::None>},
        {"adamw",
         "adam, and w ← w − η·λ·w",
         {.name = "adamw", .learningRate = 0.001, .weightDecay = 0.004},
         {"beta_1", "beta_2", "epsilon", "weight_decay"},
         &makeAdam<Adam::WeightDecay::Decoupled>},
    };
    return table;
}

const OptimizerKind& optimizerKind(std::string_view name)
{
    return namedRow(optimizers(), name, "optimizer");
}

} // namespace accumulus
