#include "tests/support.h"

#include "core/data/dataset.h"
#include "core/nn/model.h"
#include "core/nn/sequence.h"
#include "tests/core/layer_fixture.h"

#include <numeric>

using namespace accumulus;
using namespace accumulus::testing;

TEST_CASE("residual adds what its block makes", "[nn][residual]")
{
    LayerRun residual("residual (7 tanh, 10)", {.shape = {10}}, 3);
    residual.randomizeWeights();
    LayerRun narrow("7", {.shape = {10}}, 3);
    LayerRun squash("tanh", {.shape = {7}}, 3);
    LayerRun wide("10", {.shape = {7}}, 3);
    for (std::size_t p = 0; p < 2; ++p) {
        std::ranges::copy(residual.arena.weights(p), narrow.arena.weights(p).begin());
        std::ranges::copy(residual.arena.weights(2 + p), wide.arena.weights(p).begin());
    }
    narrow.input = residual.input;
    narrow.forward();
    std::ranges::copy(narrow.output, squash.input.begin());
    squash.forward();
    std::ranges::copy(squash.output, wide.input.begin());
    wide.forward();
    residual.forward();
    std::vector<double> sum;
    for (std::size_t i = 0; i < wide.output.size(); ++i)
        sum.push_back(static_cast<double>(residual.input[i]) + static_cast<double>(wide.output[i]));
    CHECK(largestError(residual.output, sum) < 1e-6);
}

TEST_CASE("residual as the first layer has the same gradients", "[nn][residual]")
{
    LayerRun inside("residual (7 tanh, 10)", {.shape = {10}}, 3);
    LayerRun first("residual (7 tanh, 10)", {.shape = {10}}, 3, 1, false);
    for (LayerRun* run : {&inside, &first}) {
        run->forward();
        run->pass->backward();
    }
    CHECK(std::ranges::equal(first.arena.gradients(), inside.arena.gradients()));
}

TEST_CASE("residual draws random numbers if a layer within does", "[nn][residual]")
{
    const auto usesKeys = [](const std::string& text) {
        return makeLayer(parseModel(text).front(), {.shape = {4}})->usesRowKeys();
    };
    CHECK_FALSE(usesKeys("residual (4 relu)"));
    CHECK(usesKeys("residual (4 dropout 0.5)"));
    CHECK(usesKeys("residual (residual (dropout 0.5), 4)"));
}

TEST_CASE("parameters are named by their place, in blocks by that of the block first",
          "[nn][residual]")
{
    Sequence layers(parseModel("8, relu, 4, residual (6 relu, residual (batch_norm), 4), 1"),
                    {.shape = {3}}, 0);
    ParameterArena arena;
    layers.addParameters(arena, "layers.");
    std::vector<std::string> names;
    for (const auto& parameter : arena.parameters())
        names.push_back(parameter.name);
    CHECK(names
          == std::vector<std::string>{
              "layers.0.kernel", "layers.0.bias", "layers.2.kernel", "layers.2.bias",
              "layers.3.0.kernel", "layers.3.0.bias", "layers.3.1.0.gamma", "layers.3.1.0.beta",
              "layers.3.2.kernel", "layers.3.2.bias", "layers.4.kernel", "layers.4.bias"});
    CHECK(arena.states().front().name == "layers.3.1.0.moving_mean");
}

TEST_CASE("two parameters of one name are refused", "[nn][model]")
{
    Sequence layers(parseModel("batch_norm layer_norm"), {.shape = {3}}, 0);
    ParameterArena arena;
    CHECK_THROWS_WITH(layers.addParameters(arena, "layers."),
                      ContainsSubstring("\"layers.0.gamma\"") && ContainsSubstring("comma"));
}

TEST_CASE("the largest output of a model counts what stands in blocks", "[nn][model]")
{
    const Sequence layers(parseModel("8, residual (residual (500 relu, 8), 8), 1"), {.shape = {3}},
                          0);
    CHECK(layers.largestOutput() == 500);
}

TEST_CASE("embedding looks up a vector for each token and adds gradients back there",
          "[nn][embedding]")
{
    LayerRun run("embedding 2", {.shape = {3}, .vocabulary = 5}, 2);
    REQUIRE(run.layer->outputShape() == Shape{6});
    CHECK(run.arena.parameters()[0].name == "embeddings");
    CHECK(run.arena.parameters()[0].shape == std::vector<int>{5, 2});
    run.input = {4, 0, 4, 1, 4, 0};
    std::ranges::copy(std::vector<float>{0, 1, 10, 11, 20, 21, 30, 31, 40, 41},
                      run.arena.weights(0).begin());
    std::iota(run.outputGradient.begin(), run.outputGradient.end(), 1.0f);
    std::ranges::fill(run.arena.gradients(0), 100.0f);
    run.pass = run.layer->makePass(run.engine, run.arena,
                                   {.rows = 2,
                                    .input = run.input.data(),
                                    .output = run.output.data(),
                                    .outputGradient = run.outputGradient.data()});
    run.forward();
    CHECK(run.output == std::vector<float>{40, 41, 0, 1, 40, 41, 10, 11, 40, 41, 0, 1});
    run.pass->backward();
    const std::vector<float> expected{
        100 + 3 + 11,    100 + 4 + 12,    107, 108, 100, 100, 100, 100,
        100 + 1 + 5 + 9, 100 + 2 + 6 + 10};
    CHECK(std::ranges::equal(run.arena.gradients(0), expected));
}

TEST_CASE("embeddings begin uniform within 0.05 of zero", "[nn][embedding]")
{
    LayerRun run("embedding 50", {.shape = {1}, .vocabulary = 400}, 1);
    double squares = 0.0;
    for (const float w : run.arena.weights(0)) {
        REQUIRE(std::abs(w) <= 0.05f);
        squares += static_cast<double>(w) * static_cast<double>(w);
    }
    CHECK_THAT(squares / 20000.0, WithinRel(0.1 * 0.1 / 12.0, 0.03));
}

TEST_CASE("scale multiplies each value by a weight of its own, which begins at 1", "[nn][scale]")
{
    LayerRun run("scale", {.shape = {3}}, 2);
    run.forward();
    CHECK(run.output == run.input);
    std::ranges::copy(std::vector<float>{2.0f, -1.0f, 0.5f}, run.arena.weights(0).begin());
    run.forward();
    for (std::size_t i = 0; i < 6; ++i)
        CHECK(run.output[i] == run.arena.weights(0)[i % 3] * run.input[i]);
}

TEST_CASE("flatten moves nothing", "[nn][flatten]")
{
    LayerRun run("flatten", {.shape = {3, 2, 4}}, 2);
    CHECK(run.layer->outputShape() == Shape{24});
    run.forward();
    run.pass->backward();
    CHECK(run.output == run.input);
    CHECK(run.inputGradient == run.outputGradient);
}

TEST_CASE("kernels begin with the variance that their initializer promises", "[nn][initializer]")
{
    const auto index = GENERATE(range(std::size_t{0}, initializers().size()));
    const InitializerKind& kind = initializers()[index];
    const auto [text, shape, fanIn, fanOut] = GENERATE(table<std::string, Shape, double, double>({
        {"200", {300}, 300.0, 200.0},
        {"conv 64 3x5", {8, 8, 48}, 3.0 * 5.0 * 48.0, 3.0 * 5.0 * 64.0},
    }));
    CAPTURE(kind.name, text);
    LayerRun run(text, {.shape = shape}, 1);
    run.layer->initialize(run.arena, {.seed = 3, .kind = kind});
    const auto kernel = run.arena.weights(0);
    double sum = 0.0;
    double squares = 0.0;
    double largest = 0.0;
    for (const float w : kernel) {
        sum += static_cast<double>(w);
        squares += static_cast<double>(w) * static_cast<double>(w);
        largest = std::max(largest, std::abs(static_cast<double>(w)));
    }
    const auto count = static_cast<double>(kernel.size());
    const double variance = kind.variance(fanIn, fanOut);
    CHECK_THAT(squares / count, WithinAbs(variance, 0.03 * variance));
    CHECK_THAT(sum / count, WithinAbs(0.0, 4.0 * std::sqrt(variance / count)));
    if (kind.distribution == InitializerKind::Distribution::Uniform)
        CHECK(largest <= std::sqrt(3.0 * variance) * (1.0 + 1e-6));
    else
        CHECK(largest > 3.0 * std::sqrt(variance));
    CHECK(std::ranges::all_of(run.arena.weights(1), [](float b) { return b == 0.0f; }));
}

TEST_CASE("the formulas of initializers' variances are the published ones", "[nn][initializer]")
{
    const auto [name, variance] = GENERATE(table<std::string, double>({
        {"glorot_uniform", 2.0 / (30.0 + 50.0)},
        {"glorot_normal", 2.0 / (30.0 + 50.0)},
        {"he_uniform", 2.0 / 30.0},
        {"he_normal", 2.0 / 30.0},
        {"lecun_uniform", 1.0 / 30.0},
        {"lecun_normal", 1.0 / 30.0},
        {"zeros", 0.0},
    }));
    CAPTURE(name);
    CHECK(initializerKind(name).variance(30.0, 50.0) == variance);
}

TEST_CASE("a model with a block too large for its micro-batch is refused", "[nn][model]")
{
    onednn::Engine engine(1);
    const std::vector<float> ones(16384, 1.0f);
    const Dataset data{{.featureCount = 1}, ones, ones};
    Model model(engine, "residual (60000, 1)", lossKind("mse"), data, {});
    std::vector<std::uint32_t> rows(16384);
    std::iota(rows.begin(), rows.end(), 0u);
    CHECK_THROWS_WITH(model.forward(data, {.rows = rows}, 1.0f),
                      ContainsSubstring("smaller micro_batch_size"));
}
