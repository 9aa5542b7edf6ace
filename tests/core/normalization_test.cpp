#include "tests/support.h"

#include "tests/core/layer_fixture.h"

using namespace accumulus;
using namespace accumulus::testing;

namespace {

constexpr double epsilon = 1e-3;

struct Moments
{
    double mean = 0.0;
    double variance = 0.0; ///< biased
};

/// Of \a count values, \a stride apart.
Moments momentsOf(const std::vector<float>& values, std::size_t first, std::size_t stride,
                  std::size_t count)
{
    Moments moments;
    for (std::size_t i = 0; i < count; ++i)
        moments.mean += static_cast<double>(values[first + i * stride]);
    moments.mean /= static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double distance = static_cast<double>(values[first + i * stride]) - moments.mean;
        moments.variance += distance * distance / static_cast<double>(count);
    }
    return moments;
}

double normalized(float x, const Moments& moments)
{
    return (static_cast<double>(x) - moments.mean) / std::sqrt(moments.variance + epsilon);
}

double parameter(LayerRun& run, std::size_t index, std::size_t channel)
{
    return static_cast<double>(run.arena.weights(index)[channel]);
}

} // namespace

TEST_CASE("batch_norm starts as a plain normalisation with states 0 and 1", "[nn][batch_norm]")
{
    LayerRun run("batch_norm", {.shape = {5, 4, 3}}, 2);
    REQUIRE(run.arena.parameters().size() == 2);
    CHECK(run.arena.parameters()[0].name == "gamma");
    CHECK(run.arena.parameters()[1].name == "beta");
    CHECK(run.arena.states()[0].name == "moving_mean");
    CHECK(run.arena.states()[1].name == "moving_variance");
    for (std::size_t c = 0; c < 3; ++c) {
        CHECK(run.arena.weights(0)[c] == 1.0f);
        CHECK(run.arena.weights(1)[c] == 0.0f);
        CHECK(run.arena.state(0)[c] == 0.0f);
        CHECK(run.arena.state(1)[c] == 1.0f);
    }
}

TEST_CASE("batch_norm normalises by the micro-batch while training and follows it slowly",
          "[nn][batch_norm]")
{
    const auto [text, momentum] =
        GENERATE(table<std::string, double>({{"batch_norm", 0.99}, {"batch_norm 0.9", 0.9}}));
    const Shape shape = GENERATE(Shape{5}, Shape{3, 4, 2}, Shape{2, 3, 17});
    const int rows = 4;
    CAPTURE(text, shapeText(shape));
    LayerRun run(text, {.shape = shape}, rows);
    run.randomizeWeights();
    const auto channels = static_cast<std::size_t>(shape.back());
    const std::size_t places = run.input.size() / channels;

    std::vector<double> output(run.input.size());
    std::vector<double> movingMean(channels);
    std::vector<double> movingVariance(channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const Moments moments = momentsOf(run.input, c, channels, places);
        for (std::size_t i = c; i < output.size(); i += channels)
            output[i] =
                parameter(run, 0, c) * normalized(run.input[i], moments) + parameter(run, 1, c);
        const double twice = momentum * momentum; // two passes over the same micro-batch
        movingMean[c] = (1.0 - twice) * moments.mean;
        movingVariance[c] = twice + (1.0 - twice) * moments.variance;
    }
    run.forward();
    CHECK(largestError(run.output, output) < 1e-5);
    run.forward();
    CHECK(largestError(run.output, output) < 1e-5);
    CHECK(largestError(run.arena.state(0), movingMean) < 1e-6);
    CHECK(largestError(run.arena.state(1), movingVariance) < 1e-6);
}

TEST_CASE("batch_norm evaluates by its moving statistics and leaves them alone", "[nn][batch_norm]")
{
    LayerRun run("batch_norm 0.5", {.shape = {3, 2, 4}}, 3);
    run.randomizeWeights();
    run.forward();
    std::vector<Moments> moving;
    for (std::size_t c = 0; c < 4; ++c)
        moving.push_back({static_cast<double>(run.arena.state(0)[c]),
                          static_cast<double>(run.arena.state(1)[c])});
    const std::vector<float> states(run.arena.stateValues().begin(), run.arena.stateValues().end());
    std::vector<double> output(run.input.size());
    for (std::size_t i = 0; i < output.size(); ++i)
        output[i] = parameter(run, 0, i % 4) * normalized(run.input[i], moving[i % 4])
            + parameter(run, 1, i % 4);
    run.forward(PassMode::Evaluation);
    CHECK(largestError(run.output, output) < 1e-5);
    CHECK(std::ranges::equal(run.arena.stateValues(), states));
}

TEST_CASE("batch_norm keeps its precision far from zero", "[nn][batch_norm]")
{
    LayerRun run("batch_norm", {.shape = {2}}, 1000);
    for (float& x : run.input)
        x += 1000.0f;
    std::vector<double> output(run.input.size());
    for (std::size_t c = 0; c < 2; ++c) {
        const Moments moments = momentsOf(run.input, c, 2, 1000);
        for (std::size_t i = c; i < output.size(); i += 2)
            output[i] = normalized(run.input[i], moments);
    }
    run.forward();
    CHECK(largestError(run.output, output) < 2e-4);
}

TEST_CASE("layer_norm normalises each row, or each pixel, by itself", "[nn][layer_norm]")
{
    const Shape shape = GENERATE(Shape{10}, Shape{33}, Shape{3, 2, 5});
    CAPTURE(shapeText(shape));
    LayerRun run("layer_norm", {.shape = shape}, 3);
    for (std::size_t c = 0; c < static_cast<std::size_t>(shape.back()); ++c) {
        CHECK(run.arena.weights(0)[c] == 1.0f);
        CHECK(run.arena.weights(1)[c] == 0.0f);
    }
    run.randomizeWeights();
    const auto width = static_cast<std::size_t>(shape.back());
    std::vector<double> output(run.input.size());
    for (std::size_t i = 0; i < output.size(); ++i) {
        const Moments moments = momentsOf(run.input, i / width * width, 1, width);
        output[i] = parameter(run, 0, i % width) * normalized(run.input[i], moments)
            + parameter(run, 1, i % width);
    }
    run.forward();
    CHECK(largestError(run.output, output) < 1e-5);
    run.forward(PassMode::Evaluation);
    CHECK(largestError(run.output, output) < 1e-5);
}
