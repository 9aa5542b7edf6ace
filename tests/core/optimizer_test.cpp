#include "tests/support.h"

#include "core/aligned_vector.h"
#include "core/optim/optimizer.h"

#include <cmath>

using namespace accumulus;

namespace {

const ParameterLayout oneWeight{.size = 1, .slices = {{0, 1}}};

/// Two updates of one weight that begins at 1, with gradients 0.5 and −0.2; computed by hand from
/// the formulas.
struct Hand
{
    const char* name;
    OptimizerOptions options;
    double first;
    double second;
};

const std::vector<Hand>& handComputed()
{
    static const std::vector<Hand> table{
        // w = 1 − 0.1·0.5; then + 0.1·0.2
        {"sgd", {.name = "sgd", .learningRate = 0.1}, 0.95, 0.97},
        // v = −0.05, w = 0.95; v = 0.9·(−0.05) + 0.02 = −0.025, w = 0.925
        {"sgd momentum", {.name = "sgd", .learningRate = 0.1, .momentum = 0.9}, 0.95, 0.925},
        // v = −0.05, w = 1 + 0.9·(−0.05) − 0.05 = 0.905; v = −0.025, w = 0.905 − 0.0225 + 0.02 =
        // 0.9025
        {"sgd nesterov",
         {.name = "sgd", .learningRate = 0.1, .momentum = 0.9, .nesterov = true},
         0.905,
         0.9025},
        // t = 1: m̂ = g and v̂ = g², so w = 1 − 0.1·0.5/0.5 (ε aside)
        // t = 2: m = 0.9·0.05 − 0.02 = 0.025, v = 0.999·2.5e-4 + 4e-5 = 2.8975e-4,
        //        w = 0.9 − 0.1·√(1 − 0.998001)/0.19 · 0.025/√2.8975e-4
        {"adam",
         {.name = "adam", .learningRate = 0.1, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
        // the same step behind w·(1 − 0.1·0.5): 0.95 − 0.1, then 0.85·0.95 − …
        {"adamw",
         {.name = "adamw", .learningRate = 0.1, .epsilon = 1e-12, .weightDecay = 0.5},
         0.85,
         0.85 * 0.95 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
    };
    return table;
}

} // namespace

TEST_CASE("two updates of every optimizer are those computed by hand", "[optim]")
{
    const auto index = GENERATE(range(std::size_t{0}, handComputed().size()));
    const Hand& hand = handComputed()[index];
    CAPTURE(hand.name);
    const auto optimizer = optimizerKind(hand.options.name).make(oneWeight);
    float weight = 1.0f;
    // The accumulated gradient is four times the one to apply: gradientScale divides it.
    float gradient = 4.0f * 0.5f;
    optimizer->step({&weight, 1}, {&gradient, 1},
                    {.step = 0,
                     .gradientScale = 0.25,
                     .learningRate = hand.options.learningRate,
                     .options = hand.options});
    CHECK_THAT(static_cast<double>(weight), WithinRel(hand.first, 1e-5));
    CHECK(gradient == 2.0f);
    gradient = 4.0f * -0.2f;
    optimizer->step({&weight, 1}, {&gradient, 1},
                    {.step = 1,
                     .gradientScale = 0.25,
                     .learningRate = hand.options.learningRate,
                     .options = hand.options});
    CHECK_THAT(static_cast<double>(weight), WithinRel(hand.second, 1e-5));
}

TEST_CASE("every optimizer minimises a quadratic and leaves padding at zero", "[optim]")
{
    const auto index = GENERATE(range(std::size_t{0}, optimizers().size()));
    const OptimizerKind& kind = optimizers()[index];
    CAPTURE(kind.name);
    OptimizerOptions options = kind.defaults;
    const auto optimizer = kind.make({.size = 16, .slices = {{0, 2}}});
    AlignedVector<float> weights(16, 0.0f);
    AlignedVector<float> gradients(16, 0.0f);
    weights[0] = 2.0f;
    weights[1] = -3.0f;
    for (int update = 0; update < 500; ++update) {
        gradients[0] = weights[0];
        gradients[1] = 2.0f * weights[1];
        optimizer->step(weights, gradients,
                        {.step = update, .learningRate = 0.05, .options = options});
    }
    CHECK(std::abs(weights[0]) < 0.05f);
    CHECK(std::abs(weights[1]) < 0.05f);
    for (std::size_t i = 2; i < weights.size(); ++i)
        CHECK(weights[i] == 0.0f);
}

TEST_CASE("an optimizer ignores options that its row does not name", "[optim]")
{
    OptimizerOptions options = optimizerKind("adam").defaults;
    options.weightDecay = 5.0;
    options.momentum = 0.9;
    float plain = 1.0f;
    float decayed = 1.0f;
    const float gradient = 0.5f;
    optimizerKind("adam").make(oneWeight)->step({&plain, 1}, {&gradient, 1},
                                                {.options = optimizerKind("adam").defaults});
    optimizerKind("adam").make(oneWeight)->step({&decayed, 1}, {&gradient, 1},
                                                {.options = options});
    CHECK(plain == decayed);
}

TEST_CASE("the table's defaults are Keras's", "[optim]")
{
    CHECK(optimizerKind("sgd").defaults.learningRate == 0.01);
    CHECK(optimizerKind("adam").defaults.learningRate == 0.001);
    CHECK(optimizerKind("adam").defaults.beta1 == 0.9);
    CHECK(optimizerKind("adam").defaults.beta2 == 0.999);
    CHECK(optimizerKind("adam").defaults.epsilon == 1e-7);
    CHECK(optimizerKind("adamw").defaults.weightDecay == 0.004);
    for (const OptimizerKind& kind : optimizers())
        CHECK(kind.defaults.name == kind.name);
    CHECK_THROWS_WITH(optimizerKind("sdg"),
                      ContainsSubstring("\"sdg\"") && ContainsSubstring("adamw"));
}
