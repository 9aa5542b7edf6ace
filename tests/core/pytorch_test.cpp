#include "tests/core/training_fixture.h"
#include "tests/support.h"

#include "core/data/csv_lines.h"

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

struct Reference
{
    std::vector<double> loss;
    std::vector<double> gradNorm;
};

/// A case of pytorch_trajectories.csv, which pytorch_trajectories.py made.
Reference reference(const std::string& name)
{
    Reference result;
    CsvLines lines(ACCUMULUS_TEST_DATA "/golden/pytorch_trajectories.csv");
    while (lines.nextLine()) {
        const auto& fields = lines.fields(',');
        if (fields[0] != name)
            continue;
        double loss = 0.0;
        double norm = 0.0;
        REQUIRE(parseNumber(fields[2], loss));
        REQUIRE(parseNumber(fields[3], norm));
        result.loss.push_back(loss);
        result.gradNorm.push_back(norm);
    }
    return result;
}

/// The weights that the script begins with.
void setReferenceWeights(ParameterArena& arena)
{
    int k = 0;
    for (std::size_t i = 0; i < arena.parameters().size(); ++i) {
        const double scale = arena.parameters()[i].shape.size() == 2 ? 0.3 : 0.1;
        for (float& weight : arena.weights(i))
            weight = static_cast<float>(scale * std::sin(++k));
    }
}

struct Case
{
    const char* name;
    const char* source;
    const char* model;
    int accumulationSteps;
    int microBatchSize;
    OptimizerOptions optimizer;
    const char* preset = "correct";
};

const std::vector<Case>& cases()
{
    static const std::vector<Case> table{
        {"adam", "diabetes", "10 relu, 1", 4, 32, {.name = "adam"}},
        {"sgd_nesterov",
         "diabetes",
         "10 relu, 1",
         5,
         16,
         {.name = "sgd", .learningRate = 0.01, .momentum = 0.9, .nesterov = true}},
        {"adamw_clip",
         "diabetes",
         "10 tanh, 1",
         3,
         32,
         {.name = "adamw", .weightDecay = 0.004, .clipNorm = 0.5}},
        {"tutorial", "diabetes", "10 relu, 1", 5, 32, {.name = "adam"}, "tutorial"},
        {"amsgrad",
         "diabetes",
         "10 tanh, 1",
         3,
         32,
         {.name = "amsgrad", .learningRate = 0.01, .beta2 = 0.9, .epsilon = 1e-10}},
        {"rmsprop",
         "diabetes",
         "10 tanh, 1",
         3,
         32,
         {.name = "rmsprop", .learningRate = 0.001, .momentum = 0.5, .epsilon = 1e-20}},
        {"adagrad",
         "diabetes",
         "10 tanh, 1",
         3,
         32,
         {.name = "adagrad", .learningRate = 0.1, .epsilon = 1e-20}},
        {"digits_tanh", "digits", "16 tanh, 10", 4, 32, {.name = "sgd", .learningRate = 0.1}},
        {"digits_gelu", "digits", "16 gelu, 10", 2, 64, {.name = "adam"}},
        {"digits_sigmoid",
         "digits",
         "16 sigmoid, 10",
         8,
         16,
         {.name = "sgd", .learningRate = 0.1, .momentum = 0.9}},
        {"digits_conv",
         "digits",
         "conv 6 3x3 batch_norm tanh, avgpool 2, conv 8 3x3 valid stride 2 tanh, flatten "
         "layer_norm, 10",
         4,
         32,
         {.name = "sgd", .learningRate = 0.2}},
    };
    return table;
}

} // namespace

TEST_CASE("200 updates follow PyTorch in loss and gradient norm", "[trainer][reference]")
{
    const auto index = GENERATE(range(std::size_t{0}, cases().size()));
    const Case& c = cases()[index];
    CAPTURE(c.name);

    Experiment experiment;
    experiment.data.source = c.source;
    experiment.data.shuffle = false;
    experiment.model = c.model;
    experiment.loss = std::string(c.source) == "digits" ? "cross_entropy" : "mse";
    experiment.hyperparameters = {.accumulationSteps = c.accumulationSteps,
                                  .microBatchSize = c.microBatchSize,
                                  .optimizer = c.optimizer};
    choosePreset(experiment.hyperparameters, c.preset);
    Run run(experiment);
    setReferenceWeights(run.trainer.model().arena());

    const Reference expected = reference(c.name);
    REQUIRE(expected.loss.size() == 200);
    run.toUpdate(expected.loss.size());
    REQUIRE(run.sink.updates.size() == expected.loss.size());
    for (std::size_t i = 0; i < expected.loss.size(); ++i) {
        CAPTURE(i);
        REQUIRE_THAT(run.sink.updates[i].loss, WithinRel(expected.loss[i], 1e-4));
        REQUIRE_THAT(run.sink.updates[i].gradNorm, WithinRel(expected.gradNorm[i], 1e-4));
    }
}
