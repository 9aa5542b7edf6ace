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
        // v grows, so its largest is the last
        {"amsgrad",
         {.name = "amsgrad", .learningRate = 0.1, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
        // with β₂ = 0.5: v = 0.125, then 0.0825, and the largest stays 0.125
        {"amsgrad keeps the largest",
         {.name = "amsgrad", .learningRate = 0.1, .beta2 = 0.5, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.75) / 0.19 * 0.025 / std::sqrt(0.125)},
        // v = 0.025, then 0.9·0.025 + 0.004 = 0.0265
        {"rmsprop",
         {.name = "rmsprop", .learningRate = 0.1, .epsilon = 1e-12},
         1.0 - 0.05 / std::sqrt(0.025),
         1.0 - 0.05 / std::sqrt(0.025) + 0.02 / std::sqrt(0.0265)},
        // u = 0.05/√0.025, then 0.5·u − 0.02/√0.0265
        {"rmsprop momentum",
         {.name = "rmsprop", .learningRate = 0.1, .momentum = 0.5, .epsilon = 1e-12},
         1.0 - 0.05 / std::sqrt(0.025),
         1.0 - 1.5 * 0.05 / std::sqrt(0.025) + 0.02 / std::sqrt(0.0265)},
        // a = 0.1 + 0.25, then + 0.04
        {"adagrad",
         {.name = "adagrad", .learningRate = 0.1, .epsilon = 1e-12},
         1.0 - 0.05 / std::sqrt(0.35),
         1.0 - 0.05 / std::sqrt(0.35) + 0.02 / std::sqrt(0.39)},
        // m = 0.005 after the first; then 0.9·0.005 − 0.02 < 0: up
        {"lion", {.name = "lion", .learningRate = 0.1, .beta2 = 0.99}, 0.9, 1.0},
        {"lion with decay",
         {.name = "lion", .learningRate = 0.1, .beta2 = 0.99, .weightDecay = 0.5},
         0.85,
         0.85 * 0.95 + 0.1},
        // one weight: |w|/|d|·d = |w|·sign d, so w ← w·(1 − 0.1), twice: m̂ stays positive
        {"lamb", {.name = "lamb", .learningRate = 0.1, .epsilon = 1e-12}, 0.9, 0.81},
        // one micro-batch a window is plain adam
        {"adam_accumulation",
         {.name = "adam_accumulation", .learningRate = 0.1, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
        {"batch_size_invariant_adam",
         {.name = "batch_size_invariant_adam", .learningRate = 0.1, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
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
    optimizer->addMicroBatch({&gradient, 1}, 4.0);
    optimizer->step({&weight, 1}, {&gradient, 1},
                    {.step = 0,
                     .gradientScale = 0.25,
                     .learningRate = hand.options.learningRate,
                     .options = hand.options});
    CHECK_THAT(static_cast<double>(weight), WithinRel(hand.first, 1e-5));
    CHECK(gradient == 2.0f);
    gradient = 4.0f * -0.2f;
    optimizer->addMicroBatch({&gradient, 1}, 4.0);
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
    // adagrad's steps only ever shrink, so it needs a larger rate
    const double rate = kind.name == "adagrad" ? 0.5 : 0.05;
    for (int update = 0; update < 500; ++update) {
        gradients[0] = weights[0];
        gradients[1] = 2.0f * weights[1];
        optimizer->addMicroBatch(gradients, 1.0);
        optimizer->step(weights, gradients,
                        {.step = update, .learningRate = rate, .options = options});
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

namespace {

/// A step of Adam's rule with another second moment, from zero moments, in double.
double firstStep(double g, double square, double rate)
{
    const double m = 0.1 * g;
    const double v = 0.001 * square;
    return -rate * std::sqrt(0.001) / 0.1 * m / (std::sqrt(v) + 1e-7);
}

double stepOn(const char* name, const std::vector<float>& micro, const std::vector<double>& shares)
{
    const auto optimizer = optimizerKind(name).make(oneWeight);
    const OptimizerOptions options = optimizerKind(name).defaults;
    float sum = 0.0f;
    double total = 0.0;
    for (std::size_t i = 0; i < micro.size(); ++i) {
        optimizer->addMicroBatch({&micro[i], 1}, shares[i]);
        sum += micro[i];
        total += shares[i];
    }
    float weight = 0.0f;
    optimizer->step({&weight, 1}, {&sum, 1},
                    {.gradientScale = 1.0 / total, .learningRate = 0.1, .options = options});
    return static_cast<double>(weight);
}

} // namespace

TEST_CASE("the second moment of AdamA and of batch-size-invariant Adam sees every micro-batch",
          "[optim]")
{
    // Sums of gradients over 8, 8 and 2 samples.
    const std::vector<float> micro{4.0f, -1.0f, 3.0f};
    const std::vector<double> shares{8.0, 8.0, 2.0};
    const double g = 6.0 / 18.0;
    const double adama = (16.0 + 1.0 + 9.0) / (18.0 * 18.0);
    const double invariant =
        (8.0 * std::pow(4.0 / 8.0, 2) + 8.0 * std::pow(1.0 / 8.0, 2) + 2.0 * std::pow(3.0 / 2.0, 2))
        / 18.0;
    CHECK_THAT(stepOn("adam_accumulation", micro, shares),
               WithinRel(firstStep(g, adama, 0.1), 1e-4));
    CHECK_THAT(stepOn("batch_size_invariant_adam", micro, shares),
               WithinRel(firstStep(g, invariant, 0.1), 1e-4));
    CHECK_THAT(stepOn("adam", micro, shares), WithinRel(firstStep(g, g * g, 0.1), 1e-4));
}

TEST_CASE("micro-batches that agree move AdamA √N as far and batch-size-invariant Adam as Adam",
          "[optim]")
{
    const std::vector<float> micro(4, 2.0f);
    const std::vector<double> shares(4, 8.0);
    const double adam = stepOn("adam", micro, shares);
    CHECK_THAT(stepOn("adam_accumulation", micro, shares), WithinRel(2.0 * adam, 1e-4));
    CHECK_THAT(stepOn("batch_size_invariant_adam", micro, shares), WithinRel(adam, 1e-4));
}

TEST_CASE("every optimizer goes on from its buffers to the bit", "[optim]")
{
    const auto index = GENERATE(range(std::size_t{0}, optimizers().size()));
    const OptimizerKind& kind = optimizers()[index];
    CAPTURE(kind.name);
    OptimizerOptions options = kind.defaults;
    options.momentum = 0.9;
    const ParameterLayout layout{.size = 16, .slices = {{0, 3}}};
    const auto first = kind.make(layout);
    const auto second = kind.make(layout);
    AlignedVector<float> weights(16, 0.0f);
    AlignedVector<float> gradients(16, 0.0f);
    const auto window = [&](Optimizer& optimizer, std::span<float> w, int step) {
        for (std::size_t i = 0; i < 3; ++i)
            gradients[i] = static_cast<float>(std::sin(7 * step + static_cast<int>(i)));
        optimizer.addMicroBatch(gradients, 2.0);
        optimizer.step(w, gradients, {.step = step, .gradientScale = 0.5, .options = options});
    };
    for (int step = 0; step < 5; ++step)
        window(*first, weights, step);
    first->addMicroBatch(gradients, 1.0); // inside a window
    const auto from = first->buffers();
    const auto to = second->buffers();
    REQUIRE(from.size() == to.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        CHECK(from[i].name == to[i].name);
        std::copy(from[i].values.begin(), from[i].values.end(), to[i].values.begin());
    }
    AlignedVector<float> copied = weights;
    window(*first, weights, 5);
    window(*second, copied, 5);
    CHECK(weights == copied);
}
