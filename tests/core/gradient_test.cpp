#include "tests/support.h"

#include "core/nn/loss.h"
#include "tests/core/layer_fixture.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Fails only if the relative and the absolute error are both large, as f32 differences need.
void requireClose(double analytic, double numeric)
{
    const double error = std::abs(analytic - numeric);
    CAPTURE(analytic, numeric);
    REQUIRE((error < 5e-4 || error < 5e-3 * std::max(std::abs(analytic), std::abs(numeric))));
}

/// The output of a layer, projected on a random vector: a scalar function of input and parameters
/// whose derivative is known by differences.
class LayerUnderTest : public LayerRun
{
public:
    using LayerRun::LayerRun;

    void check()
    {
        randomizeWeights();
        // Pre-filled, so that a backward pass that assigns instead of adding is found out.
        constexpr float before = 0.75f;
        std::fill(arena.gradients().begin(), arena.gradients().end(), before);
        forward();
        pass->backward();
        for (std::size_t p = 0; p < arena.parameters().size(); ++p) {
            CAPTURE(arena.parameters()[p].name);
            for (std::size_t i = 0; i < arena.parameters()[p].size; ++i)
                requireClose(static_cast<double>(arena.gradients(p)[i] - before),
                             slope(arena.weights(p)[i]));
        }
        for (std::size_t i = 0; i < input.size(); ++i)
            requireClose(static_cast<double>(inputGradient[i]), slope(input[i]));
    }

private:
    double projectedAt(float& value, float moved)
    {
        const float original = std::exchange(value, moved);
        arena.weightsChanged();
        forward();
        value = original;
        arena.weightsChanged();
        double sum = 0.0;
        for (std::size_t i = 0; i < output.size(); ++i)
            sum += static_cast<double>(output[i]) * static_cast<double>(outputGradient[i]);
        return sum;
    }

    /// Differences of fourth order: (8·(f(h) − f(−h)) − (f(2h) − f(−2h))) / 12h.
    double slope(float& value)
    {
        constexpr float step = 8e-3f;
        const float x = value;
        const double near = projectedAt(value, x + step) - projectedAt(value, x - step);
        const double far = projectedAt(value, x + 2 * step) - projectedAt(value, x - 2 * step);
        return (8.0 * near - far) / (12.0 * static_cast<double>(step));
    }
};

struct Place
{
    LayerInput before;
    int rows;
};

/// Those of \a places where the layer can stand. Tokens are numbers to most layers, so they are
/// left to those that want nothing else.
std::vector<Place> suitablePlaces(const LayerKind& kind, const std::vector<Place>& places)
{
    std::vector<Place> suitable;
    for (Place place : places) {
        place.before.outputs = 6;
        if (place.before.vocabulary > 0 && !suitable.empty())
            continue;
        try {
            makeLayer(parseModel(kind.example).front(), place.before);
            suitable.push_back(place);
        } catch (const std::invalid_argument&) {}
    }
    return suitable;
}

void requireNoReference(const LayerRun& run)
{
    for (const std::string& name : run.pass->implementations()) {
        CAPTURE(name);
        REQUIRE_FALSE(name.find("ref") != std::string::npos);
    }
}

} // namespace

TEST_CASE("every layer's backward pass adds the true gradient", "[nn][gradient]")
{
    const auto index = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const LayerKind& kind = layerKinds()[index];
    const std::vector<Place> places = suitablePlaces(kind,
                                                     {{{.shape = {1}}, 1},
                                                      {{.shape = {3}}, 2},
                                                      {{.shape = {10}}, 32},
                                                      {{.shape = {17}}, 5},
                                                      {{.shape = {7}}, 33},
                                                      {{.shape = {5, 4, 3}}, 2},
                                                      {{.shape = {6, 6, 1}}, 3},
                                                      {{.shape = {5}, .vocabulary = 7}, 4}});
    CAPTURE(kind.name);
    REQUIRE_FALSE(places.empty());
    for (const Place& place : places) {
        CAPTURE(shapeText(place.before.shape), place.rows);
        LayerUnderTest(std::string(kind.example), place.before, place.rows).check();
    }
}

TEST_CASE("no layer uses a reference implementation of oneDNN", "[nn][onednn]")
{
    const auto index = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const LayerKind& kind = layerKinds()[index];
    const std::vector<Place> places = suitablePlaces(kind,
                                                     {{{.shape = {8}}, 32},
                                                      {{.shape = {10}}, 2},
                                                      {{.shape = {10}}, 1},
                                                      {{.shape = {64}}, 32},
                                                      {{.shape = {784}}, 128},
                                                      {{.shape = {5, 4, 3}}, 2},
                                                      {{.shape = {6, 6, 1}}, 1},
                                                      {{.shape = {28, 28, 1}}, 32},
                                                      {{.shape = {32, 32, 3}}, 32},
                                                      {{.shape = {14, 14, 16}}, 32},
                                                      {{.shape = {5}, .vocabulary = 7}, 4}});
    CAPTURE(kind.name);
    REQUIRE_FALSE(places.empty());
    for (const Place& place : places) {
        CAPTURE(shapeText(place.before.shape), place.rows);
        requireNoReference(LayerRun(std::string(kind.example), place.before, place.rows));
    }
}

TEST_CASE("every layer says what its passes take", "[nn][memory]")
{
    const auto index = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const LayerKind& kind = layerKinds()[index];
    const std::vector<Place> places = suitablePlaces(kind,
                                                     {{{.shape = {1}}, 1},
                                                      {{.shape = {10}}, 32},
                                                      {{.shape = {28, 28, 1}}, 5},
                                                      {{.shape = {14, 14, 16}}, 3},
                                                      {{.shape = {5}, .vocabulary = 7}, 4}});
    REQUIRE_FALSE(places.empty());
    const bool wantsInputGradient = GENERATE(true, false);
    for (const Place& place : places) {
        CAPTURE(kind.name, shapeText(place.before.shape), place.rows, wantsInputGradient);
        LayerRun run(std::string(kind.example), place.before, place.rows);
        const PassBuffers buffers{.rows = place.rows,
                                  .input = run.input.data(),
                                  .output = run.output.data(),
                                  .outputGradient = run.outputGradient.data(),
                                  .inputGradient =
                                      wantsInputGradient ? run.inputGradient.data() : nullptr};

        MemoryAccount plan;
        onednn::Engine planner(1, Precision::F32, plan);
        run.layer->planPass(planner, run.arena, buffers);
        MemoryUse stated = plan.current();
        stated[MemoryCategory::Activations] +=
            run.layer->passBytes(static_cast<std::size_t>(place.rows), wantsInputGradient);

        MemoryAccount account;
        const MemoryScope scope(&account, MemoryCategory::Activations);
        {
            onednn::Engine engine(1);
            const auto pass = run.layer->makePass(engine, run.arena, buffers);
            CHECK(account.current() == stated);
        }
        CHECK(account.current().total() == 0);
    }
}

TEST_CASE("a dense layer of any width uses no reference implementation", "[nn][onednn]")
{
    const auto [inputs, samples] =
        GENERATE(table<int, int>({{8, 32}, {10, 2}, {10, 1}, {64, 32}, {784, 128}}));
    for (const char* units : {"1", "10", "64"}) {
        CAPTURE(inputs, samples, units);
        requireNoReference(LayerRun(units, {.shape = {inputs}}, samples));
    }
}

TEST_CASE("convolution and pooling of any sensible shape use no reference implementation",
          "[nn][onednn]")
{
    const std::string text = GENERATE(
        "conv 16 3x3", "conv 32 3x3", "conv 6 5x5 valid", "conv 16 3x3 stride 2",
        "conv 16 3x3 valid stride 2x1", "conv 1 1x1", "maxpool 2", "maxpool 3 stride 2",
        "maxpool 2 same", "maxpool 2 stride 1 same", "avgpool 2", "avgpool 3 stride 2 same");
    const Shape image = GENERATE(Shape{28, 28, 1}, Shape{14, 14, 16}, Shape{32, 32, 3},
                                 Shape{7, 9, 5}, Shape{8, 8, 64});
    CAPTURE(text, shapeText(image));
    requireNoReference(LayerRun(text, {.shape = image}, 32));
}

TEST_CASE("every loss has the true gradient, scaled as asked", "[nn][gradient]")
{
    const auto index = GENERATE(range(std::size_t{0}, losses().size()));
    const LossKind& kind = losses()[index];
    CAPTURE(kind.name);
    const auto loss = kind.make();
    constexpr int samples = 5;
    constexpr int outputs = 4;
    constexpr float scale = 0.5f;
    std::vector<float> predictions = randomValues(samples * outputs, 4);
    std::vector<float> targets = kind.targets == TargetKind::Classes
        ? std::vector<float>{0, 3, 1, 2, 3}
        : randomValues(samples * outputs, 5);
    if (kind.targets == TargetKind::Binary)
        std::ranges::transform(targets, targets.begin(),
                               [](float t) { return t > 0 ? 1.0f : 0.0f; });
    std::vector<float> gradient(predictions.size(), 99.0f);

    const LossRows rows{.predictions = predictions.data(),
                        .targets = targets.data(),
                        .rows = samples,
                        .outputs = outputs};
    const BatchLoss value = loss->evaluate(rows, gradient.data(), scale);
    CHECK(value.weight == samples);
    const auto sum = [&] { return loss->evaluate(rows, nullptr, 0.0f).sum; };
    CHECK_THAT(sum(), WithinRel(value.sum, 1e-12));
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        constexpr float step = 1e-2f;
        const float original = predictions[i];
        predictions[i] = original + step;
        const double above = sum();
        predictions[i] = original - step;
        const double below = sum();
        predictions[i] = original;
        requireClose(static_cast<double>(gradient[i]),
                     static_cast<double>(scale) * (above - below)
                         / (2.0 * static_cast<double>(step)));
    }
}
