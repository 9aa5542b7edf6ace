#include "tests/support.h"

#include "core/aligned_vector.h"
#include "core/optim/optimizer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

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
        // With one micro-batch a window both are Adam.
        {"adam_accumulation",
         {.name = "adam_accumulation", .learningRate = 0.1, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
        {"batch_size_invariant_adam",
         {.name = "batch_size_invariant_adam", .learningRate = 0.1, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.001999) / 0.19 * 0.025 / std::sqrt(2.8975e-4)},
        // β₂ = 0.5: v = 0.125, then 0.0625 + 0.02 = 0.0825, so the largest stays 0.125
        {"amsgrad",
         {.name = "amsgrad", .learningRate = 0.1, .beta2 = 0.5, .epsilon = 1e-12},
         0.9,
         0.9 - 0.1 * std::sqrt(0.75) / 0.19 * 0.025 / std::sqrt(0.125)},
        // v = 0.025, then 0.0225 + 0.004 = 0.0265; ε = 0.01 under the root
        {"rmsprop",
         {.name = "rmsprop", .learningRate = 0.1, .momentum = 0.5, .epsilon = 0.01},
         1.0 - 0.05 / std::sqrt(0.035),
         1.0 - 1.5 * 0.05 / std::sqrt(0.035) + 0.02 / std::sqrt(0.0365)},
        // a = 0.1 + 0.25, then + 0.04; ε = 0.05 under the root
        {"adagrad",
         {.name = "adagrad", .learningRate = 0.1, .epsilon = 0.05},
         1.0 - 0.05 / std::sqrt(0.4),
         1.0 - 0.05 / std::sqrt(0.4) + 0.02 / std::sqrt(0.44)},
        // β₂ = 0.5: m = 0.25, so 0.9·0.25 − 0.1·0.2 is up still; each behind w·(1 − 0.1·0.5)
        {"lion",
         {.name = "lion", .learningRate = 0.1, .beta2 = 0.5, .weightDecay = 0.5},
         0.85,
         0.85 * 0.95 - 0.1},
        // β₂ = 0.99: m = 0.005, so 0.9·0.005 − 0.1·0.2 is down
        {"lion turning", {.name = "lion", .learningRate = 0.1, .beta2 = 0.99}, 0.9, 1.0},
        // A tensor of one weight: each step is a tenth of it, down as long as m is positive.
        {"lamb", {.name = "lamb", .learningRate = 0.1}, 0.9, 0.81},
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
    for (int update = 0; update < 500; ++update) {
        gradients[0] = weights[0];
        gradients[1] = 2.0f * weights[1];
        optimizer->addMicroBatch(gradients, 1.0);
        // A rate that falls to 0 suits them all: lion's steps do not shrink by themselves, and
        // adagrad's do.
        optimizer->step(
            weights, gradients,
            {.step = update, .learningRate = 0.5 * (1.0 - update / 500.0), .options = options});
    }
    CHECK(std::abs(weights[0]) < 0.05f);
    CHECK(std::abs(weights[1]) < 0.05f);
    for (std::size_t i = 2; i < weights.size(); ++i)
        CHECK(weights[i] == 0.0f);
}

namespace {

/// A gradient of weight i in micro-batch k of window w: signs and sizes differ everywhere.
float gradientAt(int w, int k, std::size_t i)
{
    return static_cast<float>(std::sin(1.7 * w + 2.3 * k + 0.9 * static_cast<double>(i))
                              + 0.2 * static_cast<double>(i));
}

/// Three micro-batches of 5, 1 and 3 samples and the weights they act on.
struct Windows
{
    static constexpr std::array<double, 3> shares{5.0, 1.0, 3.0};
    static constexpr std::size_t size = 6;
    const ParameterLayout layout{.size = size, .slices = {{0, 4}, {4, 2}}};

    std::vector<float> weights{0.5f, -1.0f, 2.0f, 0.25f, 0.0f, -3.0f};
    std::vector<float> sum = std::vector<float>(size, 0.0f);

    /// Adds micro-batch \a k of window \a w, as a gradient summed over its samples.
    void add(Optimizer& optimizer, int w, int k)
    {
        const auto share = static_cast<float>(shares[static_cast<std::size_t>(k)]);
        std::vector<float> gradients(size);
        for (std::size_t i = 0; i < size; ++i) {
            gradients[i] = share * gradientAt(w, k, i);
            sum[i] += gradients[i];
        }
        optimizer.addMicroBatch(gradients, static_cast<double>(share));
    }

    void close(Optimizer& optimizer, int w, const OptimizerOptions& options)
    {
        optimizer.step(
            weights, sum,
            {.step = w, .gradientScale = 1.0 / 9.0, .learningRate = 0.01, .options = options});
        std::fill(sum.begin(), sum.end(), 0.0f);
    }

    void run(Optimizer& optimizer, int w, const OptimizerOptions& options)
    {
        for (int k = 0; k < 3; ++k)
            add(optimizer, w, k);
        close(optimizer, w, options);
    }
};

/// The weights after \a windows of Windows under Adam's rule with \a square in place of
/// g², in double and word by word.
std::vector<double> plainAdam(int windows, const OptimizerOptions& o,
                              const std::function<double(int w, std::size_t i)>& square)
{
    const Windows start;
    std::vector<double> weights(start.weights.begin(), start.weights.end());
    std::vector<double> m(Windows::size, 0.0);
    std::vector<double> v(Windows::size, 0.0);
    for (int w = 0; w < windows; ++w) {
        for (std::size_t i = 0; i < Windows::size; ++i) {
            const double g =
                (5.0 * gradientAt(w, 0, i) + gradientAt(w, 1, i) + 3.0 * gradientAt(w, 2, i)) / 9.0;
            m[i] = o.beta1 * m[i] + (1.0 - o.beta1) * g;
            v[i] = o.beta2 * v[i] + (1.0 - o.beta2) * square(w, i);
            const double rate =
                0.01 * std::sqrt(1.0 - std::pow(o.beta2, w + 1)) / (1.0 - std::pow(o.beta1, w + 1));
            weights[i] -= rate * m[i] / (std::sqrt(v[i]) + o.epsilon);
        }
    }
    return weights;
}

double squareOf(double value)
{
    return value * value;
}

struct Option
{
    const char* key;
    void (*change)(OptimizerOptions&);
};

const std::vector<Option>& optionsOfRules()
{
    static const std::vector<Option> table{
        {"momentum", [](OptimizerOptions& o) { o.momentum = 0.9; }},
        {"nesterov", [](OptimizerOptions& o) { o.nesterov = true; }},
        {"beta_1", [](OptimizerOptions& o) { o.beta1 = 0.1; }},
        {"beta_2", [](OptimizerOptions& o) { o.beta2 = 0.1; }},
        {"epsilon", [](OptimizerOptions& o) { o.epsilon = 0.5; }},
        {"weight_decay", [](OptimizerOptions& o) { o.weightDecay = 5.0; }},
        {"rho", [](OptimizerOptions& o) { o.rho = 0.1; }},
        {"initial_accumulator", [](OptimizerOptions& o) { o.initialAccumulator = 3.0; }},
    };
    return table;
}

std::vector<float> afterWindows(const OptimizerKind& kind, const OptimizerOptions& options,
                                int count)
{
    Windows windows;
    const auto optimizer = kind.make(windows.layout);
    for (int w = 0; w < count; ++w)
        windows.run(*optimizer, w, options);
    return windows.weights;
}

} // namespace

TEST_CASE("an optimizer reads the options that its row names and no others", "[optim]")
{
    const auto index = GENERATE(range(std::size_t{0}, optimizers().size()));
    const OptimizerKind& kind = optimizers()[index];
    OptimizerOptions options = kind.defaults;
    options.momentum = 0.5; // without it nesterov means nothing
    const std::vector<float> plain = afterWindows(kind, options, 4);
    for (const Option& option : optionsOfRules()) {
        CAPTURE(kind.name, option.key);
        const bool isNamed =
            std::find(kind.options.begin(), kind.options.end(), option.key) != kind.options.end();
        OptimizerOptions changed = options;
        option.change(changed);
        CHECK((afterWindows(kind, changed, 4) != plain) == isNamed);
    }
}

TEST_CASE("Adam of micro-batches follows its formula with unequal micro-batches", "[optim]")
{
    // Σĝ_i² with ĝ_i the micro-batch's part of the mean over all nine samples.
    const auto sumOfSquares = [](int w, std::size_t i) {
        return squareOf(5.0 / 9.0 * gradientAt(w, 0, i)) + squareOf(1.0 / 9.0 * gradientAt(w, 1, i))
            + squareOf(3.0 / 9.0 * gradientAt(w, 2, i));
    };
    // Every sample counts with the square of its micro-batch's mean gradient.
    const auto meanOfSquares = [](int w, std::size_t i) {
        return (5.0 * squareOf(gradientAt(w, 0, i)) + squareOf(gradientAt(w, 1, i))
                + 3.0 * squareOf(gradientAt(w, 2, i)))
            / 9.0;
    };
    const auto squareOfMean = [](int w, std::size_t i) {
        return squareOf(
            (5.0 * gradientAt(w, 0, i) + gradientAt(w, 1, i) + 3.0 * gradientAt(w, 2, i)) / 9.0);
    };
    struct Rule
    {
        const char* name;
        std::function<double(int, std::size_t)> square;
    };
    const std::vector<Rule> rules{{"adam", squareOfMean},
                                  {"adam_accumulation", sumOfSquares},
                                  {"batch_size_invariant_adam", meanOfSquares}};
    for (const Rule& rule : rules) {
        CAPTURE(rule.name);
        const OptimizerKind& kind = optimizerKind(rule.name);
        const std::vector<float> weights = afterWindows(kind, kind.defaults, 5);
        const std::vector<double> expected = plainAdam(5, kind.defaults, rule.square);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            CAPTURE(i);
            CHECK_THAT(static_cast<double>(weights[i]), WithinAbs(expected[i], 2e-6));
        }
    }
}

TEST_CASE("second moments are Adam's times r/N and times r, r being the window's gain", "[optim]")
{
    constexpr int n = 4;
    const ParameterLayout layout{.size = Windows::size, .slices = {{0, Windows::size}}};
    double meanSquare = 0.0;
    std::vector<float> sum(Windows::size, 0.0f);
    std::vector<std::vector<float>> gradients(n, std::vector<float>(Windows::size));
    for (int k = 0; k < n; ++k) {
        for (std::size_t i = 0; i < Windows::size; ++i) {
            const float g = gradientAt(0, k, i);
            gradients[static_cast<std::size_t>(k)][i] = g;
            sum[i] += g;
            meanSquare += squareOf(g) / n;
        }
    }
    const auto secondMoment = [&](const char* name) {
        const OptimizerKind& kind = optimizerKind(name);
        const auto optimizer = kind.make(layout);
        for (const auto& gradient : gradients)
            optimizer->addMicroBatch(gradient, 1.0);
        std::vector<float> weights(Windows::size, 1.0f);
        optimizer->step(weights, sum, {.gradientScale = 1.0 / n, .options = kind.defaults});
        double total = 0.0;
        const OptimizerBuffer buffer = optimizer->buffers()[1];
        for (const float value : buffer.values)
            total += static_cast<double>(value);
        return total;
    };
    double squareMean = 0.0;
    for (const float value : sum)
        squareMean += squareOf(value / n);
    const double r = meanSquare / squareMean;
    REQUIRE(r > 1.2);
    REQUIRE(r < 0.9 * n);
    CHECK_THAT(secondMoment("adam_accumulation") / secondMoment("adam"), WithinRel(r / n, 1e-5));
    CHECK_THAT(secondMoment("batch_size_invariant_adam") / secondMoment("adam"),
               WithinRel(r, 1e-5));
}

TEST_CASE("batch-size-invariant Adam is Adam where all micro-batches agree", "[optim]")
{
    const std::vector<float> mean{0.5f, -2.0f};
    const auto weightsOf = [&](const char* name) {
        const OptimizerKind& kind = optimizerKind(name);
        const auto optimizer = kind.make({.size = 2, .slices = {{0, 2}}});
        std::vector<float> weights{1.0f, 1.0f};
        for (int w = 0; w < 3; ++w) {
            std::vector<float> sum(2, 0.0f);
            for (const float share : {2.0f, 7.0f, 1.0f}) {
                const std::vector<float> part{share * mean[0], share * mean[1]};
                optimizer->addMicroBatch(part, static_cast<double>(share));
                sum[0] += part[0];
                sum[1] += part[1];
            }
            optimizer->step(
                weights, sum,
                {.step = w, .gradientScale = 0.1, .learningRate = 0.1, .options = kind.defaults});
        }
        return weights;
    };
    const std::vector<float> adam = weightsOf("adam");
    const std::vector<float> invariant = weightsOf("batch_size_invariant_adam");
    CHECK_THAT(static_cast<double>(invariant[0]), WithinRel(static_cast<double>(adam[0]), 1e-5));
    CHECK_THAT(static_cast<double>(invariant[1]), WithinRel(static_cast<double>(adam[1]), 1e-5));
}

TEST_CASE("dropped micro-batches and those without a share leave no trace", "[optim]")
{
    const char* name = GENERATE("adam_accumulation", "batch_size_invariant_adam");
    CAPTURE(name);
    const OptimizerKind& kind = optimizerKind(name);
    REQUIRE(kind.make(Windows().layout)->usesMicroBatches());

    Windows windows;
    const auto optimizer = kind.make(windows.layout);
    windows.add(*optimizer, 7, 0);
    optimizer->dropMicroBatches();
    std::fill(windows.sum.begin(), windows.sum.end(), 0.0f);
    optimizer->addMicroBatch(std::vector<float>(Windows::size, 4.0f), 0.0);
    windows.run(*optimizer, 0, kind.defaults);
    CHECK(windows.weights == afterWindows(kind, kind.defaults, 1));
}

TEST_CASE("buffers moved to a new optimizer go on bit for bit, inside a window too", "[optim]")
{
    const auto index = GENERATE(range(std::size_t{0}, optimizers().size()));
    const OptimizerKind& kind = optimizers()[index];
    CAPTURE(kind.name);
    OptimizerOptions options = kind.defaults;
    options.momentum = 0.9;
    Windows first;
    const auto original = kind.make(first.layout);
    // Three whole windows and two micro-batches of the fourth.
    for (int w = 0; w < 3; ++w)
        first.run(*original, w, options);
    first.add(*original, 3, 0);
    first.add(*original, 3, 1);

    Windows second = first;
    const auto restored = kind.make(second.layout);
    const auto from = original->buffers();
    const auto to = restored->buffers();
    REQUIRE(from.size() == to.size());
    for (std::size_t b = 0; b < from.size(); ++b) {
        REQUIRE(from[b].name == to[b].name);
        REQUIRE(from[b].values.size() == to[b].values.size());
        std::copy(from[b].values.begin(), from[b].values.end(), to[b].values.begin());
    }
    const auto finish = [&](Windows& windows, Optimizer& optimizer) {
        windows.add(optimizer, 3, 2);
        windows.close(optimizer, 3, options);
        windows.run(optimizer, 4, options);
        return windows.weights;
    };
    CHECK(finish(first, *original) == finish(second, *restored));
}

TEST_CASE("lamb scales each tensor's step to the norm of its weights", "[optim]")
{
    OptimizerOptions options = optimizerKind("lamb").defaults;
    options.weightDecay = 0.1;
    const auto optimizer = optimizerKind("lamb").make({.size = 8, .slices = {{0, 3}, {4, 2}}});
    std::vector<float> weights{3.0f, -4.0f, 12.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f};
    std::vector<double> expected(weights.begin(), weights.end());
    std::vector<double> m(8, 0.0);
    std::vector<double> v(8, 0.0);
    for (int t = 1; t <= 3; ++t) {
        std::vector<float> gradients(8, 0.0f);
        for (const std::size_t i : {0, 1, 2, 4, 5})
            gradients[i] = gradientAt(t, 0, i);
        optimizer->step(weights, gradients,
                        {.step = t - 1, .learningRate = 0.1, .options = options});

        std::vector<double> d(8, 0.0);
        for (std::size_t i = 0; i < 8; ++i) {
            const double g = gradients[i];
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            d[i] = m[i] / (1.0 - std::pow(0.9, t))
                    / (std::sqrt(v[i] / (1.0 - std::pow(0.999, t))) + 1e-7)
                + 0.1 * expected[i];
        }
        const double w1 = std::hypot(expected[0], expected[1], expected[2]);
        const double w2 = std::hypot(expected[4], expected[5]);
        const double trust1 = w1 / std::hypot(d[0], d[1], d[2]);
        const double trust2 = w2 > 0.0 ? w2 / std::hypot(d[4], d[5]) : 1.0;
        for (const std::size_t i : {0, 1, 2})
            expected[i] -= 0.1 * trust1 * d[i];
        for (const std::size_t i : {4, 5})
            expected[i] -= 0.1 * trust2 * d[i];
    }
    for (std::size_t i = 0; i < 8; ++i) {
        CAPTURE(i);
        CHECK_THAT(static_cast<double>(weights[i]), WithinAbs(expected[i], 1e-5));
    }
}

TEST_CASE("decoupled decay may be applied before the step instead of in it, lamb's may not",
          "[optim]")
{
    for (const OptimizerKind& kind : optimizers()) {
        CAPTURE(kind.name);
        const bool decays = std::find(kind.options.begin(), kind.options.end(), "weight_decay")
            != kind.options.end();
        CHECK(kind.decoupledDecay == (decays && kind.name != "lamb"));
        if (!decays)
            continue;
        OptimizerOptions options = kind.defaults;
        options.weightDecay = 0.5;
        OptimizerOptions without = options;
        without.weightDecay = 0.0;
        Windows inside;
        Windows before;
        inside.run(*kind.make(inside.layout), 0, options);
        for (float& weight : before.weights)
            weight *= static_cast<float>(1.0 - 0.01 * 0.5);
        before.run(*kind.make(before.layout), 0, without);
        double difference = 0.0;
        for (std::size_t i = 0; i < Windows::size; ++i)
            difference = std::max(difference,
                                  std::abs(static_cast<double>(inside.weights[i])
                                           - static_cast<double>(before.weights[i])));
        CHECK((difference < 1e-6) == kind.decoupledDecay);
    }
}

TEST_CASE("another optimizer brings its own options and keeps what every optimizer reads",
          "[optim]")
{
    const OptimizerOptions before{.name = "sgd",
                                  .learningRate = 3.0,
                                  .momentum = 0.9,
                                  .clipNorm = 2.0,
                                  .clipValue = 0.5,
                                  .learningRateScaling = "sqrt",
                                  .baseAccumulationSteps = 8};
    OptimizerOptions expected = optimizerKind("lion").defaults;
    expected.clipNorm = 2.0;
    expected.clipValue = 0.5;
    expected.learningRateScaling = "sqrt";
    expected.baseAccumulationSteps = 8;
    CHECK(optionsFor("lion", before) == expected);
    CHECK_THROWS_WITH(optionsFor("loin", before), ContainsSubstring("\"loin\""));
}

TEST_CASE("the table's defaults are Keras's", "[optim]")
{
    CHECK(optimizerKind("sgd").defaults.learningRate == 0.01);
    CHECK(optimizerKind("adam").defaults.learningRate == 0.001);
    CHECK(optimizerKind("adam").defaults.beta1 == 0.9);
    CHECK(optimizerKind("adam").defaults.beta2 == 0.999);
    CHECK(optimizerKind("adam").defaults.epsilon == 1e-7);
    CHECK(optimizerKind("adamw").defaults.weightDecay == 0.004);
    CHECK(optimizerKind("rmsprop").defaults.rho == 0.9);
    CHECK(optimizerKind("rmsprop").defaults.momentum == 0.0);
    CHECK(optimizerKind("adagrad").defaults.initialAccumulator == 0.1);
    CHECK(optimizerKind("lion").defaults.beta2 == 0.99);
    CHECK(optimizerKind("lion").defaults.weightDecay == 0.0);
    CHECK(optimizerKind("lamb").defaults.learningRate == 0.001);
    CHECK(optimizerKind("lamb").defaults.weightDecay == 0.0);
    for (const OptimizerKind& kind : optimizers())
        CHECK(kind.defaults.name == kind.name);
    CHECK_THROWS_WITH(optimizerKind("sdg"),
                      ContainsSubstring("\"sdg\"") && ContainsSubstring("adamw"));
}
