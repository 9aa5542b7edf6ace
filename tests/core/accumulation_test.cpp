#include "tests/core/training_fixture.h"
#include "tests/support.h"

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Experiment tutorialOn(const char* source, int accumulationSteps, int microBatchSize)
{
    Experiment experiment;
    experiment.data.source = source;
    if (std::string(source) == "digits") {
        experiment.model = "24 tanh, 10";
        experiment.loss = "cross_entropy";
    }
    experiment.hyperparameters.accumulationSteps = accumulationSteps;
    experiment.hyperparameters.microBatchSize = microBatchSize;
    return experiment;
}

double relativeDistance(std::span<const float> a, std::span<const float> b)
{
    double difference = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
        size += std::pow(static_cast<double>(b[i]), 2);
    }
    return std::sqrt(difference / size);
}

/// The accumulated mean gradient of the first window, read before its update.
std::vector<float> windowGradient(const Experiment& experiment, int microBatches)
{
    Experiment open = experiment;
    open.hyperparameters.accumulationSteps = 65536; // so that no update comes in between
    Run run(open);
    run.microBatches(microBatches);
    std::vector<float> gradient(run.trainer.model().arena().gradients().begin(),
                                run.trainer.model().arena().gradients().end());
    for (float& g : gradient)
        g /= static_cast<float>(run.trainer.window().samples());
    return gradient;
}

/// The mean gradient of the first epoch at the initial weights: with sgd at learning rate 1, the
/// weights move by it.
std::vector<float> windowGradientOfEpoch(int microBatchSize)
{
    Experiment experiment = tutorialOn("diabetes", 65536, microBatchSize);
    experiment.hyperparameters.optimizer = optimizerKind("sgd").defaults;
    experiment.hyperparameters.optimizer.learningRate = 1.0;
    Run run(experiment);
    const auto weights = run.trainer.model().arena().weights();
    const std::vector<float> before(weights.begin(), weights.end());
    run.toUpdate(1);
    std::vector<float> gradient;
    for (std::size_t i = 0; i < before.size(); ++i)
        gradient.push_back(before[i] - weights[i]);
    return gradient;
}

} // namespace

TEST_CASE("N micro-batches of b give the gradient of one batch of N·b", "[accumulation]")
{
    const std::string source = GENERATE("diabetes", "digits");
    const int n = GENERATE(1, 2, 3, 5);
    constexpr int b = 12;
    CAPTURE(source, n);
    const auto accumulated = windowGradient(tutorialOn(source.c_str(), n, b), n);
    const auto whole = windowGradient(tutorialOn(source.c_str(), 1, n * b), 1);
    CHECK(relativeDistance(accumulated, whole) < 1e-6);
}

TEST_CASE("a partial window at the end of an epoch is the mean of its real samples",
          "[accumulation]")
{
    // 354 training rows: 12 micro-batches of 32, the last of 2 rows. With N = 5 the windows are 5,
    // 5 and 2.
    const int n = GENERATE(1, 2, 3, 5);
    Run accumulated(tutorialOn("diabetes", n, 32));
    accumulated.microBatches(12);
    std::int64_t samples = 0;
    for (const UpdateRecord& update : accumulated.sink.updates)
        samples += update.windowSamples;
    CHECK(samples == 354);
    CHECK(accumulated.sink.updates.size() == static_cast<std::size_t>((12 + n - 1) / n));

    Run whole(tutorialOn("diabetes", 1, 32 * n));
    whole.toUpdate(accumulated.sink.updates.size());
    for (std::size_t i = 0; i < whole.sink.updates.size(); ++i) {
        CAPTURE(n, i);
        CHECK(accumulated.sink.updates[i].windowSamples == whole.sink.updates[i].windowSamples);
        CHECK_THAT(accumulated.sink.updates[i].loss, WithinRel(whole.sink.updates[i].loss, 1e-6));
        CHECK_THAT(accumulated.sink.updates[i].gradNorm,
                   WithinRel(whole.sink.updates[i].gradNorm, 1e-5));
    }
}

TEST_CASE("the gradient of an uneven window is that of one batch of its samples", "[accumulation]")
{
    // A whole epoch of 354 rows as one window: 11 micro-batches of 32 and one of 2, and others as
    // uneven.
    const int size = GENERATE(32, 100, 177, 353);
    CAPTURE(size);
    const auto accumulated = windowGradientOfEpoch(size);
    const auto whole = windowGradientOfEpoch(354);
    CHECK(relativeDistance(accumulated, whole) < 1e-6);
}

TEST_CASE("the window zeroes gradients once, after its update", "[accumulation]")
{
    Run run(tutorialOn("diabetes", 3, 16));
    run.microBatches(2);
    CHECK(run.trainer.isWindowOpen());
    CHECK(run.trainer.model().arena().gradientNorm() > 0.0);
    const std::vector<float> before(run.trainer.model().arena().weights().begin(),
                                    run.trainer.model().arena().weights().end());
    run.microBatches(1);
    CHECK_FALSE(run.trainer.isWindowOpen());
    CHECK(run.trainer.model().arena().gradientNorm() == 0.0);
    const auto after = run.trainer.model().arena().weights();
    CHECK_FALSE(std::equal(before.begin(), before.end(), after.begin()));
}

TEST_CASE("weights do not move between updates", "[accumulation]")
{
    Run run(tutorialOn("diabetes", 6, 8));
    run.toUpdate(3);
    const auto weights = run.trainer.model().arena().weights();
    const std::vector<float> before(weights.begin(), weights.end());
    run.microBatches(5);
    CHECK(std::equal(before.begin(), before.end(), weights.begin()));
}

TEST_CASE("the tutorial's window leaks what the end of an epoch leaves", "[accumulation][tutorial]")
{
    // 12 micro-batches an epoch, N = 5: updates at index 4 and 9; 10 and 11 stay in the
    // accumulator.
    Experiment experiment = tutorialOn("diabetes", 5, 32);
    choosePreset(experiment.hyperparameters, "tutorial");
    Run run(experiment);
    run.microBatches(12);
    REQUIRE(run.sink.updates.size() == 2);
    CHECK_FALSE(run.trainer.isWindowOpen());                 // the counter restarted…
    CHECK(run.trainer.model().arena().gradientNorm() > 0.0); // …the gradients stayed
    CHECK(run.trainer.window().samples() == 32 + 2);

    run.microBatches(5);
    REQUIRE(run.sink.updates.size() == 3);
    CHECK(run.last().windowSamples == 5 * 32 + 34); // seven micro-batches in a window of five
    CHECK(run.sink.microBatches[12].microStep == 0);
    CHECK(run.sink.microBatches[16].microStep == 4);
}

TEST_CASE("the tutorial's gradients are summed, so their norm grows with N",
          "[accumulation][tutorial]")
{
    Experiment mean = tutorialOn("diabetes", 4, 32);
    Experiment sum = mean;
    choosePreset(sum.hyperparameters, "tutorial");
    Run meanRun(mean);
    Run sumRun(sum);
    meanRun.toUpdate(1);
    sumRun.toUpdate(1);
    CHECK_THAT(sumRun.last().gradNorm, WithinRel(4.0 * meanRun.last().gradNorm, 1e-5));
    CHECK_THAT(sumRun.last().loss,
               WithinRel(meanRun.last().loss, 1e-12)); // the loss is a mean in both
}

TEST_CASE("the tutorial never updates if the epoch is shorter than N", "[accumulation][tutorial]")
{
    Experiment experiment = tutorialOn("diabetes", 13, 32);
    choosePreset(experiment.hyperparameters, "tutorial");
    experiment.stop.epochs = 3;
    Run run(experiment);
    run.toUpdate(1);
    CHECK(run.trainer.state() == Trainer::State::Finished);
    CHECK(run.sink.updates.empty());
    CHECK(run.sink.microBatches.size() == 36);
}

TEST_CASE("AccumulationWindow divides as its switches say", "[accumulation]")
{
    const auto filled = [](Semantics semantics) {
        AccumulationWindow window;
        window.open(4, semantics);
        window.add({.sum = 12.0, .weight = 6.0, .samples = 6}, {.before = 0, .left = 1});
        window.add({.sum = 2.0, .weight = 2.0, .samples = 2}, {.before = 1, .left = 0});
        return window;
    };
    using enum PartialWindow;
    SECTION("sample-weighted mean")
    {
        const AccumulationWindow window = filled({});
        CHECK(window.isComplete());
        CHECK(window.divisor() == 8.0);
        CHECK(window.gradientScale(6) == 1.0);
        CHECK(window.loss() == 14.0 / 8.0);
    }
    SECTION("mean of means")
    {
        const AccumulationWindow window = filled({.reduction = Reduction::MeanOfMeans});
        CHECK(window.divisor() == 2.0);
        CHECK(window.gradientScale(6) == 1.0 / 6.0);
    }
    SECTION("flush divided by N counts the missing micro-batches")
    {
        CHECK(filled({.partialWindow = FlushDividedByN}).divisor() == 16.0);
        CHECK(filled({.reduction = Reduction::MeanOfMeans, .partialWindow = FlushDividedByN})
                  .divisor()
              == 4.0);
    }
    SECTION("carry over stays open")
    {
        AccumulationWindow window = filled({.partialWindow = CarryOver});
        CHECK(window.isOpen());
        window.add({.sum = 1.0, .weight = 1.0, .samples = 1}, {.before = 0, .left = 9});
        window.add({.sum = 1.0, .weight = 1.0, .samples = 1}, {.before = 0, .left = 9});
        CHECK(window.isComplete());
        CHECK(window.divisor() == 10.0);
    }
    SECTION("drop asks for zeroing without an update")
    {
        AccumulationWindow window = filled({.partialWindow = Drop});
        CHECK(window.isDropped());
        CHECK_FALSE(window.isComplete());
        window.close();
        CHECK(window.samples() == 0);
    }
    SECTION("logged losses")
    {
        CHECK(filled({.loggedLoss = LoggedLoss::LastMicroBatch}).loss() == 1.0);
        CHECK(filled({.loggedLoss = LoggedLoss::Sum}).loss() == 3.0);
    }
}
