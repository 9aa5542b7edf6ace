#include "tests/core/semantics_fixture.h"
#include "tests/support.h"

#include <cmath>
#include <limits>

using namespace accumulus;
using namespace accumulus::testing;

TEST_CASE("every value of every switch trains, on one thread and on two, and can be turned while "
          "training",
          "[semantics]")
{
    const int threads = GENERATE(1, 2);
    Experiment experiment = experimentOf({});
    experiment.compute.threads = threads;
    experiment.hyperparameters.optimizer = optimizerKind("adamw").defaults;
    experiment.hyperparameters.optimizer.clipNorm = 1.0;
    experiment.hyperparameters.optimizer.clipValue = 0.5;
    Run run(experiment, TrainingData{rowsOf(9 * b + 3), {}});
    Hyperparameters settings = run.trainer.settings();
    for (const SemanticsSwitch& row : semanticsSwitches()) {
        for (std::size_t value = 0; value < row.values.size(); ++value) {
            CAPTURE(row.name, row.values[value].name, threads);
            settings.semantics = {};
            row.set(settings.semantics, value);
            run.trainer.setHyperparameters(settings);
            run.microBatches(31);
            CHECK_FALSE(run.trainer.hasEnded());
            CHECK(run.trainer.settings().semantics == settings.semantics);
            for (const float weight : run.trainer.model().arena().weights())
                REQUIRE(std::isfinite(weight));
        }
    }
}

TEST_CASE("a change of the accumulator's precision keeps what an earlier window leaked",
          "[semantics]")
{
    Experiment experiment = standingStill({.partialWindow = PartialWindow::Leak});
    Run run(experiment, TrainingData{rowsOf(7 * b), {}});
    run.microBatches(7); // three micro-batches leak
    const double leaked = run.trainer.model().arena().gradientNorm();
    Hyperparameters settings = run.trainer.settings();
    settings.semantics.precision = AccumulatorPrecision::F64;
    run.trainer.setHyperparameters(settings);
    run.microBatches(4);
    CHECK(run.last().windowSamples == 7 * b);
    CHECK(leaked > 0.0);

    Run plain(experiment, TrainingData{rowsOf(7 * b), {}});
    plain.microBatches(11);
    CHECK_THAT(run.last().gradNorm, WithinRel(plain.last().gradNorm, 1e-5));
}

TEST_CASE("a schedule of accumulation_steps changes N by epoch and by update", "[semantics]")
{
    Experiment experiment = experimentOf({}, 1);
    experiment.hyperparameters.stepsSchedule = "epoch 1: 2, epoch 2: 4, update 15: 3";
    experiment.stop.epochs = 4;
    Run run(experiment, TrainingData{rowsOf(8 * b), {}});
    run.toUpdate(1000);
    std::vector<int> steps;
    for (const UpdateRecord& update : run.sink.updates)
        steps.push_back(update.accumulationSteps);
    CHECK(steps
          == std::vector<int>{1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 3, 3}); // 8, 4, 2 + 4·3…
}

TEST_CASE("schedules of accumulation_steps that cannot be read are refused with an example",
          "[semantics]")
{
    for (const char* text : {"5: 8", "epoch: 8", "epoch 5", "epoch x: 8", "epoch 5: 0", "day 5: 8",
                             "epoch 5: 8,", "update 3: 70000"}) {
        CAPTURE(text);
        CHECK_THROWS_WITH(parseStepsSchedule(text), ContainsSubstring("epoch 5: 8"));
    }
    CHECK(parseStepsSchedule("").empty());
    CHECK(parseStepsSchedule("update 7:2")
          == std::vector<StepsChange>{{StepsChange::Unit::Updates, 7, 2}});
}

TEST_CASE("a schedule without a length takes that of the run, whatever its windows are",
          "[semantics]")
{
    Experiment experiment = experimentOf({}, 3);
    experiment.hyperparameters.schedule = {.name = "linear"};
    experiment.stop.epochs = 5;
    Run run(experiment, TrainingData{rowsOf(8 * b), {}}); // 3 updates an epoch
    run.toUpdate(1000);
    REQUIRE(run.sink.updates.size() == 15);
    CHECK_THAT(run.sink.updates[14].learningRate, WithinRel(0.01 / 15.0, 1e-9));
}

TEST_CASE("the learning rate follows accumulation_steps by the rule that is set", "[semantics]")
{
    const auto rate = [](const char* rule) {
        Experiment experiment = experimentOf({}, 16);
        experiment.hyperparameters.optimizer.learningRateScaling = rule;
        experiment.hyperparameters.optimizer.baseAccumulationSteps = 4;
        return updatesOf(experiment, 64 * b).back().learningRate;
    };
    CHECK(rate("none") == 0.01);
    CHECK_THAT(rate("sqrt"), WithinRel(0.02, 1e-9));
    CHECK_THAT(rate("linear"), WithinRel(0.04, 1e-9));
    CHECK(rate("adascale") > 0.01);
    CHECK(rate("adascale") < 0.04);
}

TEST_CASE("dropout falls on the same units however a batch is cut into micro-batches",
          "[semantics]")
{
    const auto gradNorm = [](int steps, int size) {
        Experiment experiment = standingStill({}, steps, size);
        experiment.model = "32 tanh, dropout 0.5, 1";
        return updatesOf(experiment, 4 * b).at(0).gradNorm;
    };
    const double whole = gradNorm(1, 4 * b);
    CHECK_THAT(gradNorm(4, b), WithinRel(whole, 1e-5));
    CHECK_THAT(gradNorm(32, 1), WithinRel(whole, 1e-5));
}

TEST_CASE("weights of samples count in the mean and a masked sample counts for nothing",
          "[semantics]")
{
    Dataset data = rowsOf(2 * b);
    Dataset doubled = data;
    doubled.weights.assign(2 * b, 1.0f);
    doubled.weights[3] = 2.0f;
    doubled.weights[9] = 0.0f;
    doubled.targets[9] = std::numeric_limits<float>::quiet_NaN();
    // The same by hand: row 3 twice, row 9 away.
    Dataset copied;
    copied.featureCount = 4;
    for (int row = 0; row < 2 * b; ++row) {
        for (int copy = 0; copy < static_cast<int>(doubled.weights[row]); ++copy) {
            copied.features.insert(copied.features.end(), data.features.begin() + row * 4,
                                   data.features.begin() + row * 4 + 4);
            copied.targets.push_back(data.targets[row]);
        }
    }
    Run weighted(standingStill({}, 2, b), TrainingData{doubled, {}});
    Run byHand(standingStill({}, 1, 2 * b), TrainingData{copied, {}});
    weighted.toUpdate(1);
    byHand.toUpdate(1);
    CHECK_THAT(weighted.last().gradNorm, WithinRel(byHand.last().gradNorm, 1e-5));
    CHECK_THAT(weighted.last().loss, WithinRel(byHand.last().loss, 1e-6));
}

namespace {

/// The first window of a character model on the licence's text: 16 samples.
UpdateRecord textWindow(const char* lengths, Reduction reduction, int steps, int size)
{
    Experiment experiment = standingStill({.reduction = reduction}, steps, size);
    experiment.data.source = "gpl3";
    experiment.data.lengths = lengths;
    experiment.data.validationFraction = 0.0;
    experiment.data.shuffle = true;
    experiment.model = "embedding 8, 16 tanh, output";
    experiment.loss = "cross_entropy";
    experiment.stop.updates = 1;
    Run run(experiment);
    run.toUpdate(1);
    return run.last();
}

} // namespace

TEST_CASE(
    "a text of unequal lengths shows what a mean of means does, one of equal lengths does not",
    "[semantics][text]")
{
    const UpdateRecord whole = textWindow("lines", Reduction::SampleWeightedMean, 1, 16);
    const UpdateRecord weighted = textWindow("lines", Reduction::SampleWeightedMean, 16, 1);
    const UpdateRecord naive = textWindow("lines", Reduction::MeanOfMeans, 16, 1);
    CHECK_THAT(weighted.gradNorm, WithinRel(whole.gradNorm, 1e-5));
    CHECK_THAT(weighted.loss, WithinRel(whole.loss, 1e-6));
    CHECK(std::abs(naive.gradNorm / whole.gradNorm - 1.0) > 0.01);

    const UpdateRecord equal = textWindow("equal", Reduction::SampleWeightedMean, 1, 16);
    CHECK_THAT(textWindow("equal", Reduction::MeanOfMeans, 16, 1).gradNorm,
               WithinRel(equal.gradNorm, 1e-5));
}

TEST_CASE("the noisy quadratic problem validates as ½ Σ h θ², and sgd follows its closed form",
          "[semantics]")
{
    Experiment experiment;
    experiment.data.source = "noisy_quadratic";
    experiment.data.features = 20;
    experiment.data.samples = 4096;
    experiment.model = "scale";
    Hyperparameters& settings = experiment.hyperparameters;
    settings.accumulationSteps = 16;
    settings.microBatchSize = 256; // one update an epoch, with the mean of all noise
    settings.optimizer = optimizerKind("sgd").defaults;
    settings.optimizer.learningRate = 0.5;
    experiment.stop.epochs = 10;
    Run run(experiment);
    run.toUpdate(10);
    REQUIRE(run.sink.updates.size() == 10);
    // θ_i begins at 1; without noise it is (1 − η·h_i)^t, h_i = 1/i. The noise of 4096 samples is
    // nearly nothing.
    for (const UpdateRecord& update : run.sink.updates) {
        double expected = 0.0;
        for (int i = 1; i <= 20; ++i)
            expected += 0.5 / i * std::pow(1.0 - 0.5 / i, 2.0 * static_cast<double>(update.update));
        CHECK_THAT(update.validationLoss, WithinRel(expected, 0.05));
    }
}
