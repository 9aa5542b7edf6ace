// Loops of our own: what several threads make is what one makes, and what is fast is also right.

#include "core/nn/column_sums.h"
#include "core/nn/exponential.h"
#include "core/nn/model.h"
#include "core/onednn/engine.h"
#include "core/parallel_for.h"
#include "core/train/compute_choice.h"
#include "core/vector_math.h"
#include "tests/core/layer_fixture.h"
#include "tests/core/training_fixture.h"
#include "tests/support.h"

#include <atomic>
#include <limits>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Large enough for its passes over parameters to be cut into ranges.
Experiment largeNet()
{
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.model = "300 relu, 200 relu, output";
    experiment.loss = "cross_entropy";
    return experiment;
}

} // namespace

TEST_CASE("a parallel loop covers its range once, in multiples of its grain", "[parallel]")
{
    const int threads = GENERATE(1, 2, 3);
    for (const std::size_t count : {0u, 1u, 63u, 64u, 65u, 1000u}) {
        CAPTURE(threads, count);
        std::vector<std::atomic<int>> seen(count);
        std::atomic<int> odd = 0;
        parallelFor(threads, count, 64, [&](std::size_t begin, std::size_t end) {
            odd += begin % 64 != 0;
            for (std::size_t i = begin; i < end; ++i)
                ++seen[i];
        });
        CHECK(odd == 0);
        CHECK(std::ranges::all_of(seen, [](const auto& times) { return times == 1; }));
    }
}

TEST_CASE("sums do not depend on the number of threads", "[parallel]")
{
    const std::vector<float> values = randomValues(300'001, 5);
    double plain = 0.0;
    for (const float value : values)
        plain += static_cast<double>(value) * static_cast<double>(value);
    const double norm = euclideanNorm(values);
    CHECK(norm == Approx(std::sqrt(plain)).epsilon(1e-12));
    for (const int threads : {2, 3, 7})
        CHECK(euclideanNorm(values, threads) == norm);
    CHECK(std::isnan(euclideanNorm(std::vector<float>(40'000, std::nanf("")), 2)));

    for (const int columns : {1, 10, 16, 37, 300}) {
        CAPTURE(columns);
        const int rows = static_cast<int>(values.size()) / columns;
        std::vector<double> expected(static_cast<std::size_t>(columns), 0.5);
        for (int i = 0; i < rows * columns; ++i)
            expected[static_cast<std::size_t>(i % columns)] +=
                static_cast<double>(values[static_cast<std::size_t>(i)]);
        std::vector<float> one(static_cast<std::size_t>(columns), 0.5f);
        addColumnSums(values.data(), rows, columns, one.data());
        CHECK(largestError(one, expected) < 1e-3); // up to 300 001 additions in f32
        for (const int threads : {2, 5}) {
            std::vector<float> several(static_cast<std::size_t>(columns), 0.5f);
            addColumnSums(values.data(), rows, columns, several.data(), threads);
            CHECK(several == one);
        }
    }
}

TEST_CASE("every optimizer makes the same weights on any number of threads", "[parallel][optim]")
{
    for (const OptimizerKind& kind : optimizers()) {
        CAPTURE(kind.name);
        // The products may round otherwise with the threads, so the gradient is given.
        Experiment experiment = largeNet();
        experiment.hyperparameters.optimizer = kind.defaults;
        std::vector<std::vector<float>> weights;
        for (const int threads : {1, 3}) {
            onednn::Engine engine(1);
            const TrainingData data = loadTrainingData(experiment);
            Model model(engine, experiment.model, lossKind("cross_entropy"), data.training, {});
            ParameterArena& arena = model.arena();
            arena.setThreads(threads);
            const RunCounters counters;
            Updater updater(arena, counters, experiment.hyperparameters, 1);
            AccumulationWindow window;
            window.open(1, {});
            for (std::uint64_t step = 0; step < 3; ++step) {
                const std::vector<float> gradient = randomValues(arena.gradients().size(), step);
                std::ranges::copy(gradient, arena.gradients().begin());
                updater.addMicroBatch(32.0);
                window.add({.sum = 1.0, .weight = 32.0, .samples = 32}, {});
                updater.update(window, arena.gradientNorm() / 32.0, 0.0);
                window.close();
                CHECK(std::ranges::all_of(arena.gradients(), [](float g) { return g == 0.0f; }));
            }
            weights.emplace_back(arena.weights().begin(), arena.weights().end());
        }
        CHECK(weights[0] == weights[1]);
    }
}

TEST_CASE("the fast exponential is within two units in the last place", "[nn][loss]")
{
    double worst = 0.0;
    for (float x = -87.0f; x <= 0.0f; x += 0.00137f) {
        const double exact = std::exp(static_cast<double>(x));
        worst = std::max(worst, std::abs(static_cast<double>(exponential(x)) / exact - 1.0));
    }
    CHECK(worst < 2.0 * 0x1.0p-23);
    CHECK(exponential(0.0f) == 1.0f);
    CHECK(exponential(-1e30f) < 2e-38f);
    CHECK(exponential(-std::numeric_limits<float>::infinity()) < 2e-38f);
    CHECK(std::isnan(exponential(std::numeric_limits<float>::quiet_NaN())));
}

TEST_CASE("relu before max pooling is run behind it and means the same", "[nn][pooling]")
{
    // The mean of one pixel changes nothing, but where it stands between them they keep their
    // order.
    const char* models[] = {"conv 8 3x3 relu, maxpool 2, avgpool 1, output",
                            "conv 8 3x3 relu, avgpool 1, maxpool 2, output"};
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.loss = "cross_entropy";
    experiment.stop.updates = 5;
    std::vector<double> losses[2];
    for (int i = 0; i < 2; ++i) {
        experiment.model = models[i];
        Run run(experiment);
        while (!run.trainer.hasEnded())
            run.trainer.runMicroBatch();
        for (const UpdateRecord& record : run.sink.updates)
            losses[i].push_back(record.loss);
    }
    CHECK(losses[0] == losses[1]);
}

TEST_CASE("a value that is no number survives max pooling", "[nn][pooling]")
{
    for (const Shape& shape : {Shape{4, 4, 1}, Shape{4, 4, 17}}) {
        for (const std::size_t pixel : {0u, 1u, 4u, 5u}) { // of the first window
            CAPTURE(shapeText(shape), pixel);
            LayerRun run("maxpool 2", {.shape = shape}, 1);
            const auto channels = static_cast<std::size_t>(shape[2]);
            run.input[pixel * channels] = std::nanf("");
            run.forward();
            CHECK(std::isnan(run.output[0]));
            CHECK(std::ranges::all_of(std::span(run.output).subspan(1),
                                      [](float y) { return std::isfinite(y); }));
        }
    }
}

TEST_CASE("the number of threads is chosen if it is left open", "[train][threads]")
{
    Experiment tiny = smallExperiment();
    REQUIRE(tiny.compute.threads == 0);
    const TrainingData data = loadTrainingData(tiny);
    CHECK(chooseThreads(tiny, data.training, 64) == 1); // not worth a measurement
    CHECK(Run(tiny).trainer.experiment().compute.threads == 1);

    Experiment given = tiny;
    given.compute.threads = 2;
    CHECK(chooseThreads(given, data.training, 1) == 2);
    CHECK(Run(given).trainer.experiment().compute.threads == 2);

    const Experiment large = largeNet();
    const TrainingData digits = loadTrainingData(large);
    CHECK(chooseThreads(large, digits.training, 1) == 1);
    const int chosen = chooseThreads(large, digits.training, 2);
    CHECK((chosen == 1 || chosen == 2));
    CHECK(chooseThreads(large, digits.training, 2) == chosen); // it stays so

    Experiment impossible = large;
    impossible.model = "300 relu, 7";
    CHECK(chooseThreads(impossible, digits.training, 2) == 1); // its trainer says what is wrong
    CHECK_THROWS_AS(Run(impossible), ExperimentError);
}
