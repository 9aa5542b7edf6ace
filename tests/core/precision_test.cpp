// Products in bf16: what is rounded, what is not, and what becomes of training.

#include "core/bf16.h"
#include "core/study/precision_error.h"
#include "tests/core/layer_fixture.h"
#include "tests/core/training_fixture.h"
#include "tests/support.h"

#include <limits>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

float rounded(float value)
{
    return toFloat(toBf16(value));
}

void roundAll(std::span<float> values)
{
    std::ranges::transform(values, values.begin(), rounded);
}

std::vector<double> asDouble(std::span<const float> values)
{
    return {values.begin(), values.end()};
}

} // namespace

TEST_CASE("bf16 rounds to nearest, ties to even, and keeps what is no number", "[bf16]")
{
    CHECK(rounded(1.0f) == 1.0f);
    CHECK(rounded(1.0f + 0x1.0p-8f) == 1.0f); // half way: to the even one
    CHECK(rounded(1.0f + 0x1.8p-7f) == 1.0f + 0x1.0p-6f);
    CHECK(rounded(1.0f + 0x1.02p-8f) == 1.0f + 0x1.0p-7f);
    CHECK(rounded(-3.0e38f) == Approx(-3.0e38f).epsilon(0.004));
    constexpr float infinity = std::numeric_limits<float>::infinity();
    CHECK(rounded(std::numeric_limits<float>::max()) == infinity);
    CHECK(rounded(-infinity) == -infinity);
    CHECK(std::isnan(rounded(std::numeric_limits<float>::quiet_NaN())));
    CHECK(std::isnan(toFloat(toBf16(std::bit_cast<float>(0x7f800001u))))); // a signalling one

    const std::vector<float> values = randomValues(100'003, 4);
    for (const int threads : {1, 2}) {
        std::vector<BFloat16> copies(values.size());
        toBf16(values.data(), copies.data(), values.size(), threads);
        CHECK(
            std::ranges::equal(copies, values, {}, {}, [](float value) { return toBf16(value); }));
    }
}

TEST_CASE("in bf16 a layer is what it is in f32 on rounded inputs", "[nn][bf16]")
{
    if (!isSupported(Precision::Bf16))
        return;
    struct Case
    {
        const char* text;
        Shape shape;
        int rows;
    };
    const auto c = GENERATE(values<Case>({
        {"10", {64}, 32},
        {"1", {8}, 5},
        {"65", {33}, 7},
        {"128", {256}, 64},
        {"conv 8 3x3", {6, 5, 3}, 4},
        {"conv 16 1x1", {4, 5, 33}, 2},
        {"conv 5 5x5 same", {6, 5, 7}, 2},
        {"conv 32 3x3 same", {7, 7, 16}, 3},
        {"conv 5 3x3 valid stride 2", {9, 8, 4}, 2},
    }));
    const int threads = GENERATE(1, 2);
    CAPTURE(c.text, shapeText(c.shape), threads);
    LayerRun run(c.text, {.shape = c.shape}, c.rows, threads, true, Precision::Bf16);
    LayerRun exact(c.text, {.shape = c.shape}, c.rows, threads);
    exact.randomizeWeights();
    run.randomizeWeights();
    roundAll(exact.input);
    roundAll(exact.outputGradient);
    roundAll(exact.arena.weights(0)); // the kernel; a bias is added in f32
    exact.arena.weightsChanged();
    for (LayerRun* one : {&run, &exact}) {
        one->forward();
        one->pass->backward();
        one->pass->backward(); // adds
    }
    constexpr double tolerance = 2e-5; // f32 sums in another order
    CHECK(largestError(run.output, asDouble(exact.output)) < tolerance);
    CHECK(largestError(run.inputGradient, asDouble(exact.inputGradient)) < tolerance);
    CHECK(largestError(run.arena.gradients(0), asDouble(exact.arena.gradients(0))) < tolerance);
    for (const std::string& name : run.pass->implementations())
        CHECK(name.find("ref") == std::string::npos);
}

TEST_CASE("a bf16 layer follows its weights once it is told that they changed", "[nn][bf16]")
{
    if (!isSupported(Precision::Bf16))
        return;
    for (const char* text : {"10", "conv 6 3x3"}) {
        CAPTURE(text);
        LayerRun run(text, {.shape = {6, 6, 4}}, 3, 1, true, Precision::Bf16);
        run.forward();
        const std::vector<float> before = run.output;
        run.randomizeWeights();
        run.forward();
        CHECK(run.output != before);
    }
}

TEST_CASE("the digits net trains to the same accuracy in bf16", "[train][bf16]")
{
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.model = "64 relu, 10";
    experiment.loss = "cross_entropy";
    experiment.stop.epochs = 30;
    double accuracy[2] = {};
    for (const Precision precision : {Precision::F32, Precision::Bf16}) {
        experiment.compute.precision = precision;
        Run run(experiment);
        while (!run.trainer.hasEnded())
            run.trainer.runMicroBatch();
        CHECK(run.trainer.precision() == (isSupported(precision) ? precision : Precision::F32));
        accuracy[static_cast<int>(precision)] = run.last().validationAccuracy;
    }
    CHECK(accuracy[0] > 0.95);
    CHECK(std::abs(accuracy[1] - accuracy[0]) < 0.009); // three of 359 digits
}

TEST_CASE("a bf16 gradient is as far from that in f32 as is said", "[study][bf16]")
{
    if (!isSupported(Precision::Bf16))
        return;
    Experiment experiment = smallExperiment();
    for (const char* model : {"1", "10 relu, 1", "64 relu, 64 relu, 1", "32 tanh, 32 tanh, 1"}) {
        CAPTURE(model);
        experiment.model = model;
        const PrecisionError error = precisionError(experiment);
        CHECK(error.measured > 0.1 * error.least);
        CHECK(error.measured < error.most);
    }
}
