#include "tests/core/semantics_fixture.h"
#include "tests/support.h"

#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <set>

// What goes wrong with gradient accumulation in the wild, as statements that `correct` fulfils and
// each preset with a bug breaks exactly where it should. The numbers are those of the catalogue
// that the presets' knownBug texts quote from.

using namespace accumulus;
using namespace accumulus::testing;

namespace {

bool isClose(double first, double second)
{
    return std::abs(first - second) <= 1e-4 * std::max(std::abs(first), std::abs(second));
}

std::vector<float> weightsAfter(const Experiment& experiment, int rows, std::size_t updates)
{
    Run run(experiment, TrainingData{rowsOf(rows), {}});
    run.toUpdate(updates);
    const auto weights = run.trainer.model().arena().weights();
    return {weights.begin(), weights.end()};
}

bool areClose(const std::vector<float>& found, const std::vector<float>& expected, double tolerance)
{
    double difference = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        difference += std::pow(static_cast<double>(found[i]) - static_cast<double>(expected[i]), 2);
        size += std::pow(static_cast<double>(expected[i]), 2);
    }
    return std::sqrt(difference) <= tolerance * std::sqrt(size);
}

// B1: after an epoch nothing is left in the accumulator and every sample has counted once.
bool tailIsApplied(const Semantics& semantics)
{
    Run run(standingStill(semantics), TrainingData{rowsOf(7 * b), {}});
    run.microBatches(7);
    std::int64_t samples = 0;
    for (const UpdateRecord& update : run.sink.updates)
        samples += update.windowSamples;
    return run.trainer.window().microBatches() == 0 && samples == 7 * b;
}

// B2: a tail's gradient is the mean over its real samples. Vacuous where there is no tail.
bool tailIsAMean(const Semantics& semantics)
{
    const auto updates = updatesOf(standingStill(semantics), 7 * b);
    const auto whole = updatesOf(standingStill({}), 7 * b); // windows of 4 and of 3 micro-batches
    if (updates.size() < 2)
        return true;
    return updates.size() == 2 && isClose(updates[1].gradNorm, whole[1].gradNorm);
}

// B3: a short micro-batch counts by its samples.
bool raggedIsWeighted(const Semantics& semantics)
{
    const auto updates = updatesOf(standingStill(semantics), 3 * b + 2);
    const auto whole = updatesOf(standingStill({}, 1, 3 * b + 2), 3 * b + 2);
    return isClose(updates.at(0).gradNorm, whole.at(0).gradNorm);
}

// B4: N micro-batches of b give the gradient of one batch of N·b.
bool sumIsDivided(const Semantics& semantics)
{
    const auto updates = updatesOf(standingStill(semantics), N * b);
    const auto whole = updatesOf(standingStill({}, 1, N * b), N * b);
    return isClose(updates.at(0).gradNorm, whole.at(0).gradNorm);
}

// B5: only the mean is clipped: a threshold just above its norm changes nothing.
bool clippingIsOnTheMean(const Semantics& semantics)
{
    Experiment free = experimentOf({}, 1, N * b);
    Experiment clipped = experimentOf(semantics);
    clipped.hyperparameters.optimizer.clipNorm =
        1.01 * updatesOf(standingStill({}, 1, N * b), N * b).at(0).gradNorm;
    return areClose(weightsAfter(clipped, N * b, 1), weightsAfter(free, N * b, 1), 1e-5);
}

// B6: Adam's t counts updates and decay is applied once an update.
bool optimizerCountsUpdates(const Semantics& semantics)
{
    const auto adamw = [](Experiment experiment) {
        experiment.hyperparameters.optimizer = optimizerKind("adamw").defaults;
        experiment.hyperparameters.optimizer.learningRate = 0.01;
        experiment.hyperparameters.optimizer.weightDecay = 0.5;
        return experiment;
    };
    // Adam does not see the scale of a gradient, so a sum is as good as a mean here.
    return areClose(weightsAfter(adamw(experimentOf(semantics)), 2 * N * b, 2),
                    weightsAfter(adamw(experimentOf({}, 1, N * b)), 2 * N * b, 2), 1e-4);
}

// B7: between updates the weights stand still.
bool weightsStandStill(const Semantics& semantics)
{
    Experiment experiment = experimentOf(semantics);
    experiment.hyperparameters.optimizer = optimizerKind("adam").defaults;
    Run run(experiment, TrainingData{rowsOf(4 * N * b), {}});
    run.microBatches(N);
    const auto weights = run.trainer.model().arena().weights();
    const std::vector<float> before(weights.begin(), weights.end());
    run.microBatches(N - 1);
    return std::equal(before.begin(), before.end(), weights.begin());
}

// B8: the learning rate is a function of the update.
bool scheduleCountsUpdates(const Semantics& semantics)
{
    Experiment experiment = experimentOf(semantics);
    experiment.hyperparameters.schedule = {.name = "linear", .length = 100};
    const auto updates = updatesOf(experiment, 10 * N * b);
    return isClose(updates.at(9).learningRate, 0.01 * (1.0 - 9.0 / 100.0));
}

// B9: nothing is zeroed inside a window: its micro-steps count 0…N−1 and its gradient grows.
bool windowFills(const Semantics& semantics)
{
    Run run(standingStill(semantics), TrainingData{rowsOf(2 * N * b), {}});
    for (int i = 0; i < 2 * N; ++i) {
        run.microBatches(1);
        const bool isFull = (i + 1) % N == 0;
        if (run.sink.microBatches.back().microStep != i % N
            || run.trainer.window().microBatches() != (isFull ? 0 : i % N + 1))
            return false;
    }
    return true;
}

// B10: a window holds its own micro-batches and none of an older one.
bool windowsAreApart(const Semantics& semantics)
{
    for (const UpdateRecord& update : updatesOf(standingStill(semantics), 7 * b, 3)) {
        if (update.windowSamples > N * b)
            return false;
    }
    return true;
}

// B11: the logged loss does not depend on how the same samples are cut.
bool lossIsOfTheWindow(const Semantics& semantics)
{
    const auto updates = updatesOf(standingStill(semantics), N * b);
    const auto whole = updatesOf(standingStill({}, 1, N * b), N * b);
    return isClose(updates.at(0).loss, whole.at(0).loss);
}

struct Statement
{
    const char* bug;
    bool (*holds)(const Semantics&);
};

constexpr Statement statements[] = {
    {"B1", &tailIsApplied},     {"B2", &tailIsAMean},           {"B3", &raggedIsWeighted},
    {"B4", &sumIsDivided},      {"B5", &clippingIsOnTheMean},   {"B6", &optimizerCountsUpdates},
    {"B7", &weightsStandStill}, {"B8", &scheduleCountsUpdates}, {"B9", &windowFills},
    {"B10", &windowsAreApart},  {"B11", &lossIsOfTheWindow},
};

std::set<std::string> brokenBy(const Semantics& semantics)
{
    std::set<std::string> broken;
    for (const Statement& statement : statements) {
        if (!statement.holds(semantics))
            broken.insert(statement.bug);
    }
    return broken;
}

} // namespace

TEST_CASE("`correct` has no bug of the catalogue, and every preset exactly its own",
          "[semantics][bugs]")
{
    const std::map<std::string_view, std::set<std::string>> expected{
        {"correct", {}},
        {"tutorial", {"B1", "B3", "B4", "B5", "B10"}}, // an epoch's rest leaks
        {"keras3", {"B1", "B3", "B8"}},
        {"lightning", {"B2", "B3", "B11"}},
        {"transformers", {}},
        {"transformers-4.46.0", {"B2", "B3", "B4", "B5", "B11"}},
        {"deepspeed", {"B1", "B3"}},
        {"caffe", {"B1", "B3", "B5"}},
        {"timm", {"B2", "B3"}}, // 7 micro-batches with N = 4 make three updates
        {"optax-multisteps", {"B1", "B3"}},
        {"optax-apply-every", {"B1", "B3", "B4", "B5", "B6", "B8"}},
    };
    for (const SemanticsPreset& preset : semanticsPresets()) {
        CAPTURE(preset.name);
        CHECK(brokenBy(preset.semantics) == expected.at(preset.name));
    }
}

TEST_CASE("each switch that is turned breaks what it is about", "[semantics][bugs]")
{
    using Bugs = std::set<std::string>;
    CHECK(brokenBy({.reduction = Reduction::MeanOfMeans}) == Bugs{"B3"});
    CHECK(brokenBy({.partialWindow = PartialWindow::FlushDividedByN}) == Bugs{"B2"});
    CHECK(brokenBy({.partialWindow = PartialWindow::Drop}) == Bugs{"B1"});
    CHECK(brokenBy({.clipping = Clipping::Sum}) == Bugs{"B5"});
    CHECK(brokenBy({.clipping = Clipping::EachMicroBatch}) == Bugs{"B5"});
    CHECK(brokenBy({.scheduleClock = ScheduleClock::MicroBatches}) == Bugs{"B8"});
    CHECK(brokenBy({.betweenUpdates = BetweenUpdates::ZeroGradientStep}) == Bugs{"B6", "B7"});
    CHECK(brokenBy({.betweenUpdates = BetweenUpdates::DecayEachMicroBatch}) == Bugs{"B6"});
    CHECK(brokenBy({.loggedLoss = LoggedLoss::LastMicroBatch}) == Bugs{"B11"});
    CHECK(brokenBy({.precision = AccumulatorPrecision::F64}) == Bugs{});
}

TEST_CASE("B12: batch_norm makes N micro-batches differ from one batch under every preset, "
          "layer_norm does not",
          "[semantics][bugs]")
{
    const auto gradNorm = [](const char* model, const Semantics& semantics, int steps, int size) {
        Experiment experiment = standingStill(semantics, steps, size);
        experiment.model = model;
        return updatesOf(experiment, N * b).at(0).gradNorm;
    };
    for (const SemanticsPreset& preset : semanticsPresets()) {
        CAPTURE(preset.name);
        if (preset.semantics.reduction == Reduction::Sum)
            continue; // differs anyway
        const double batch = gradNorm("6 batch_norm tanh, 1", preset.semantics, N, b);
        CHECK(std::abs(batch - gradNorm("6 batch_norm tanh, 1", {}, 1, N * b)) > 0.01 * batch);
        const double layer = gradNorm("6 layer_norm tanh, 1", preset.semantics, N, b);
        CHECK_THAT(layer, WithinRel(gradNorm("6 layer_norm tanh, 1", {}, 1, N * b), 1e-5));
    }
}

TEST_CASE("B13: workers' sums and divisors add up to one worker with all their samples",
          "[semantics][bugs]")
{
    // Two workers with 5 and 3 micro-batches: what an all-reduce would add is the accumulated
    // gradient and what it is to be divided by, never two means.
    const Dataset all = rowsOf(8 * b);
    const auto worker = [&](int first, int microBatches) {
        Dataset part = all;
        part.features.assign(all.features.begin() + first * b * 4,
                             all.features.begin() + (first + microBatches) * b * 4);
        part.targets.assign(all.targets.begin() + first * b,
                            all.targets.begin() + (first + microBatches) * b);
        auto run = std::make_unique<Run>(standingStill({}, 1000), TrainingData{part, {}});
        run->microBatches(microBatches - 1); // the last one would close the window
        return run;
    };
    const auto one = worker(0, 8);
    const auto first = worker(0, 5);
    const auto second = worker(4, 4); // overlaps: its first three micro-batches are 4, 5, 6
    const auto gradient = [](Run& run) { return run.trainer.model().arena().gradients(); };
    const double divisor = first->trainer.window().divisor() + second->trainer.window().divisor();
    CHECK(divisor == one->trainer.window().divisor());
    for (std::size_t i = 0; i < gradient(*one).size(); ++i)
        CHECK_THAT(static_cast<double>(gradient(*first)[i] + gradient(*second)[i]),
                   WithinAbs(static_cast<double>(gradient(*one)[i]), 1e-3));
}

namespace {

TrainingData withBrokenRow(int rows, int broken)
{
    Dataset data = rowsOf(rows);
    data.features[static_cast<std::size_t>(broken) * 4] = std::numeric_limits<float>::quiet_NaN();
    return {data, {}};
}

} // namespace

TEST_CASE("B14: a micro-batch that is not finite stops the run, is left out, or costs its window",
          "[semantics][bugs]")
{
    // Micro-batch 2 of 12 is broken; N = 4.
    Experiment experiment = experimentOf({});
    experiment.stop.epochs = 1;
    SECTION("stop")
    {
        Run run(experiment, withBrokenRow(12 * b, 2 * b + 3));
        run.toUpdate(100);
        CHECK(run.trainer.state() == Trainer::State::Diverged);
    }
    SECTION("skip_micro_batch: as if it had never been")
    {
        experiment.hyperparameters.nonFinite = NonFinite::SkipMicroBatch;
        Run run(experiment, withBrokenRow(12 * b, 2 * b + 3));
        run.toUpdate(100);
        CHECK(run.trainer.state() == Trainer::State::Finished);
        CHECK(run.trainer.leftOut() == 1);
        REQUIRE(run.sink.updates.size() == 3);
        CHECK(run.sink.updates[0].microBatches == 5); // the window took one more
        CHECK(run.sink.updates[0].windowSamples == 4 * b);
        CHECK(run.sink.updates[2].windowSamples == 3 * b); // and the epoch's end one less

        Dataset whole = rowsOf(12 * b);
        whole.features.erase(whole.features.begin() + 2 * b * 4,
                             whole.features.begin() + 3 * b * 4);
        whole.targets.erase(whole.targets.begin() + 2 * b, whole.targets.begin() + 3 * b);
        Run without(experiment, TrainingData{whole, {}});
        without.toUpdate(100);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(run.sink.updates[i].gradNorm == without.sink.updates[i].gradNorm);
    }
    SECTION("skip_window: no update")
    {
        experiment.hyperparameters.nonFinite = NonFinite::SkipWindow;
        Run run(experiment, withBrokenRow(12 * b, 2 * b + 3));
        run.toUpdate(100);
        CHECK(run.trainer.state() == Trainer::State::Finished);
        REQUIRE(run.sink.updates.size() == 2);
        CHECK(run.sink.updates[0].microBatches == 8);
    }
    SECTION("a run in which nothing is finite ends all the same")
    {
        experiment.hyperparameters.nonFinite =
            GENERATE(NonFinite::SkipMicroBatch, NonFinite::SkipWindow);
        experiment.hyperparameters.microBatchSize = 12 * b;
        experiment.stop = {.updates = 5};
        Run run(experiment, withBrokenRow(12 * b, 0));
        run.toUpdate(100);
        CHECK(run.trainer.state() == Trainer::State::Diverged);
        CHECK_THAT(run.trainer.message(), ContainsSubstring("no gradient was finite"));
    }
}

TEST_CASE("a broken micro-batch that is left out leaves batch_norm's states alone", "[semantics]")
{
    Experiment experiment = experimentOf({});
    experiment.model = "6 batch_norm tanh, 1";
    experiment.hyperparameters.nonFinite = NonFinite::SkipMicroBatch;
    Run run(experiment, withBrokenRow(12 * b, 1));
    run.microBatches(8);
    CHECK(run.trainer.leftOut() == 1);
    for (const float state : run.trainer.model().arena().stateValues())
        CHECK(std::isfinite(state));
}
