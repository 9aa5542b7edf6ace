#include "tests/support.h"

#include "core/nn/loss.h"
#include "core/nn/model_spec.h"
#include "core/onednn/engine.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace accumulus;

namespace {

/// Values in ±[0.1, 1.1], away from the kink of relu.
std::vector<float> randomValues(std::size_t count, std::uint64_t stream)
{
    const CounterRandom random(7, RandomPurpose::SyntheticData, stream);
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double magnitude = 0.1 + random.uniform(2 * i);
        values.push_back(static_cast<float>(random.bits(2 * i + 1) % 2 ? magnitude : -magnitude));
    }
    return values;
}

/// Fails only if the relative and the absolute error are both large, as f32 differences need.
void requireClose(double analytic, double numeric)
{
    const double error = std::abs(analytic - numeric);
    CAPTURE(analytic, numeric);
    REQUIRE((error < 5e-4 || error < 5e-3 * std::max(std::abs(analytic), std::abs(numeric))));
}

/// What a kind of layer is tried on.
struct Trial
{
    Shape shape;
    int rows;
    int vocabulary = 0;
};

bool needsImage(std::string_view kind)
{
    return kind == "conv" || kind.ends_with("pool");
}

std::vector<Trial> trialsOf(std::string_view kind)
{
    if (kind == "embedding")
        return {{{1}, 1, 5}, {{4}, 7, 3}};
    if (kind == "residual") // whose example keeps ten values
        return {{{10}, 1}, {{10}, 5}};
    if (needsImage(kind))
        return {{{5, 4, 3}, 2}, {{6, 6, 1}, 3}, {{4, 7, 16}, 1}, {{2, 2, 2}, 5}};
    if (kind == "batch_norm") // of few rows it bends too much for differences
        return {{{1}, 8}, {{10}, 32}, {{7}, 33}, {{3, 2, 4}, 3}};
    return {{{1}, 1}, {{3}, 2}, {{10}, 32}, {{17}, 5}, {{7}, 33}, {{3, 2, 4}, 3}};
}

/// One layer between buffers of its own, whose output is projected on a random vector: a scalar
/// function of input and parameters whose derivative is known by central differences.
class LayerUnderTest
{
public:
    LayerUnderTest(const std::string& text, const Trial& trial, int threads = 1)
        : m_engine(threads)
        , m_layer(makeLayer(parseModel(text).front(),
                            {.shape = trial.shape, .vocabulary = trial.vocabulary, .outputs = 6}))
        , m_takesTokens(trial.vocabulary > 0)
        , m_input(inputOf(text, trial))
        , m_inputGradient(m_input.size())
    {
        m_layer->addParameters(m_arena, "");
        m_arena.allocate();
        m_layer->initialize(m_arena, {});
        const std::vector<float> weights = randomValues(m_arena.weights().size(), 2);
        std::copy(weights.begin(), weights.end(), m_arena.weights().begin());
        m_arena.weightsChanged();
        const auto outputs =
            static_cast<std::size_t>(elementCount(m_layer->outputShape()) * trial.rows);
        m_output.resize(outputs);
        m_projection = randomValues(outputs, 3);
        for (int row = 0; row < trial.rows; ++row)
            m_keys.push_back(1000u + static_cast<std::uint64_t>(row));
        m_pass = m_layer->makePass(m_engine, m_arena,
                                   {.rows = trial.rows,
                                    .input = m_input.data(),
                                    .output = m_output.data(),
                                    .outputGradient = m_projection.data(),
                                    .inputGradient = m_inputGradient.data()});
    }

    void check()
    {
        // Pre-filled, so that a backward pass that assigns instead of adding is found out.
        constexpr float before = 0.75f;
        std::fill(m_arena.gradients().begin(), m_arena.gradients().end(), before);
        forward();
        m_pass->backward();
        const std::vector<float> inputGradient = m_inputGradient;
        for (std::size_t p = 0; p < m_arena.parameters().size(); ++p) {
            CAPTURE(m_arena.parameters()[p].name);
            for (std::size_t i = 0; i < m_arena.parameters()[p].size; ++i)
                requireClose(static_cast<double>(m_arena.gradients(p)[i] - before),
                             slope(m_arena.weights(p)[i]));
        }
        if (m_takesTokens)
            return;
        for (std::size_t i = 0; i < m_input.size(); ++i) {
            CAPTURE(i);
            requireClose(static_cast<double>(inputGradient[i]), slope(m_input[i]));
        }
    }

    void forward(PassMode mode = PassMode::Training)
    {
        m_pass->forward({.mode = mode, .rowKeys = m_keys});
    }

    std::vector<std::string> implementations() const { return m_pass->implementations(); }
    std::vector<float>& input() { return m_input; }
    const std::vector<float>& output() const { return m_output; }
    const std::vector<float>& outputGradient() const { return m_projection; }
    const std::vector<float>& inputGradient() const { return m_inputGradient; }
    std::vector<std::uint64_t>& keys() { return m_keys; }
    ParameterArena& arena() { return m_arena; }
    Layer& layer() { return *m_layer; }
    LayerPass& pass() { return *m_pass; }

private:
    static std::vector<float> inputOf(const std::string& text, const Trial& trial)
    {
        const auto count = static_cast<std::size_t>(elementCount(trial.shape) * trial.rows);
        std::vector<float> values = randomValues(count, 1);
        if (text.starts_with("maxpool")) { // no two so close that a step makes another the largest
            for (std::size_t i = 0; i < count; ++i)
                values[i] = 0.05f * static_cast<float>(i * 37 % 101);
        }
        if (trial.vocabulary == 0)
            return values;
        for (std::size_t i = 0; i < count; ++i)
            values[i] = static_cast<float>(i % static_cast<std::size_t>(trial.vocabulary));
        return values;
    }

    double projected()
    {
        forward();
        double sum = 0.0;
        for (std::size_t i = 0; i < m_output.size(); ++i)
            sum += static_cast<double>(m_output[i]) * static_cast<double>(m_projection[i]);
        return sum;
    }

    double slope(float& value)
    {
        constexpr float step = 1e-2f;
        const float original = value;
        const auto at = [&](float moved) {
            value = moved;
            m_arena.weightsChanged();
            return projected();
        };
        const double above = at(original + step);
        const double below = at(original - step);
        at(original);
        return (above - below) / (2.0 * static_cast<double>(step));
    }

    onednn::Engine m_engine;
    ParameterArena m_arena;
    std::unique_ptr<Layer> m_layer;
    bool m_takesTokens;
    std::vector<float> m_input;
    std::vector<float> m_inputGradient;
    std::vector<float> m_output;
    std::vector<float> m_projection;
    std::vector<std::uint64_t> m_keys;
    std::unique_ptr<LayerPass> m_pass;
};

} // namespace

TEST_CASE("every layer's backward pass adds the true gradient", "[nn][gradient]")
{
    const auto kind = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const LayerKind& layer = layerKinds()[kind];
    for (const Trial& trial : trialsOf(layer.name)) {
        CAPTURE(layer.example, shapeText(trial.shape), trial.rows);
        LayerUnderTest(std::string(layer.example), trial).check();
    }
}

TEST_CASE("windows over images have the true gradient with any stride and padding",
          "[nn][gradient]")
{
    const std::string text =
        GENERATE("conv 3 3x3 valid", "conv 3 3x3 stride 2", "conv 2 2x3", "conv 4 1x1",
                 "conv 3 4x4 same stride 3", "maxpool 3 stride 1", "maxpool 2 same",
                 "avgpool 3 same stride 2", "avgpool 2x1");
    CAPTURE(text);
    LayerUnderTest(text, {{5, 4, 3}, 2}).check();
    LayerUnderTest(text, {{7, 7, 1}, 1}).check();
}

TEST_CASE("no layer uses a reference implementation of oneDNN", "[nn][onednn]")
{
    const auto kind = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const LayerKind& layer = layerKinds()[kind];
    std::vector<Trial> trials = trialsOf(layer.name);
    if (needsImage(layer.name)) {
        trials.push_back({{28, 28, 1}, 32});
        trials.push_back({{14, 14, 16}, 32});
        trials.push_back({{32, 32, 3}, 8});
    }
    for (const Trial& trial : trials) {
        const LayerUnderTest test(std::string(layer.example), trial);
        for (const std::string& name : test.implementations()) {
            CAPTURE(layer.example, shapeText(trial.shape), trial.rows, name);
            REQUIRE_FALSE(name.find("ref") != std::string::npos);
        }
    }
}

TEST_CASE("a dense layer of any width uses no reference implementation", "[nn][onednn]")
{
    const auto [inputs, rows] =
        GENERATE(table<int, int>({{8, 32}, {10, 2}, {10, 1}, {64, 32}, {784, 128}}));
    for (const char* units : {"1", "10", "64"}) {
        const LayerUnderTest test(units, {{inputs}, rows});
        for (const std::string& name : test.implementations()) {
            CAPTURE(inputs, rows, units, name);
            REQUIRE_FALSE(name.find("ref") != std::string::npos);
        }
    }
}

namespace {

/// A convolution as its definition says it, in double, padded like TensorFlow's `same`.
std::vector<double> plainConvolution(const std::vector<float>& input, std::span<const float> kernel,
                                     std::span<const float> bias, const Shape& shape, int rows,
                                     int filters, int size, int stride)
{
    const int height = (shape[0] + stride - 1) / stride;
    const int width = (shape[1] + stride - 1) / stride;
    const auto padding = [&](int in, int out) {
        return std::max(0, (out - 1) * stride + size - in) / 2;
    };
    const int top = padding(shape[0], height);
    const int left = padding(shape[1], width);
    std::vector<double> output;
    for (int r = 0; r < rows; ++r)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                for (int f = 0; f < filters; ++f) {
                    double sum = static_cast<double>(bias[f]);
                    for (int i = 0; i < size; ++i)
                        for (int j = 0; j < size; ++j) {
                            const int row = y * stride - top + i;
                            const int column = x * stride - left + j;
                            if (row < 0 || row >= shape[0] || column < 0 || column >= shape[1])
                                continue;
                            for (int c = 0; c < shape[2]; ++c)
                                sum +=
                                    static_cast<double>(
                                        input[((r * shape[0] + row) * shape[1] + column) * shape[2]
                                              + c])
                                    * static_cast<double>(
                                        kernel[((i * size + j) * shape[2] + c) * filters + f]);
                        }
                    output.push_back(sum);
                }
    return output;
}

} // namespace

TEST_CASE("a convolution is what its definition says, on one thread and on two", "[nn]")
{
    const int threads = GENERATE(1, 2);
    const auto [height, width, channels, filters, size, stride] =
        GENERATE(table<int, int, int, int, int, int>({{28, 28, 1, 16, 3, 1},
                                                      {14, 14, 16, 32, 3, 1},
                                                      {9, 7, 3, 5, 3, 2},
                                                      {8, 8, 4, 17, 5, 1},
                                                      {6, 5, 2, 3, 2, 1}}));
    const Shape shape{height, width, channels};
    CAPTURE(threads, shapeText(shape), filters, size, stride);
    LayerUnderTest test("conv " + std::to_string(filters) + ' ' + std::to_string(size) + " stride "
                            + std::to_string(stride),
                        {shape, 4}, threads);
    test.forward();
    const auto expected =
        plainConvolution(test.input(), test.arena().weights(0), test.arena().weights(1), shape, 4,
                         filters, size, stride);
    REQUIRE(expected.size() == test.output().size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        REQUIRE_THAT(static_cast<double>(test.output()[i]), WithinAbs(expected[i], 1e-3));
}

TEST_CASE("a convolution sees new weights as soon as they are said to have changed", "[nn]")
{
    LayerUnderTest test("conv 2 3x3", {{4, 4, 1}, 1});
    test.forward();
    std::fill(test.arena().weights().begin(), test.arena().weights().end(), 0.0f);
    test.arena().weightsChanged();
    test.forward();
    CHECK(std::all_of(test.output().begin(), test.output().end(),
                      [](float value) { return value == 0.0f; }));
}

TEST_CASE("pooling takes the largest or the mean value and leaves out what fills no window", "[nn]")
{
    LayerUnderTest max("maxpool 2", {{5, 4, 1}, 1});
    LayerUnderTest mean("avgpool 2", {{5, 4, 1}, 1});
    CHECK(max.layer().outputShape() == Shape{2, 2, 1});
    for (int i = 0; i < 20; ++i)
        max.input()[i] = mean.input()[i] = static_cast<float>(i);
    max.forward();
    mean.forward();
    CHECK(max.output() == std::vector<float>{5, 7, 13, 15});
    CHECK(mean.output() == std::vector<float>{2.5f, 4.5f, 10.5f, 12.5f});
}

TEST_CASE("batch_norm uses the micro-batch's statistics in training and its states in evaluation",
          "[nn]")
{
    LayerUnderTest test("batch_norm 0.9", {{2}, 4});
    std::ranges::fill(test.arena().weights(0), 1.0f); // gamma
    std::ranges::fill(test.arena().weights(1), 0.0f); // beta
    test.input() = {1, 10, 2, 20, 3, 30, 6, 20};      // means 3 and 20, variances 3.5 and 50
    test.forward();
    CHECK_THAT(static_cast<double>(test.output()[0]), WithinRel(-2.0 / std::sqrt(3.501), 1e-5));
    CHECK_THAT(static_cast<double>(test.output()[1]), WithinRel(-10.0 / std::sqrt(50.001), 1e-5));
    CHECK_THAT(static_cast<double>(test.arena().state(0)[1]), WithinRel(0.1 * 20.0, 1e-6));
    CHECK_THAT(static_cast<double>(test.arena().state(1)[0]), WithinRel(0.9 + 0.1 * 3.5, 1e-6));
    const std::vector<float> states(test.arena().stateValues().begin(),
                                    test.arena().stateValues().end());
    test.forward(PassMode::Evaluation);
    CHECK_THAT(static_cast<double>(test.output()[0]),
               WithinRel((1.0 - 0.3) / std::sqrt(1.25 + 1e-3), 1e-5));
    CHECK(std::equal(states.begin(), states.end(), test.arena().stateValues().begin()));
}

TEST_CASE("layer_norm gives every sample mean 0 and variance 1 by itself", "[nn]")
{
    LayerUnderTest test("layer_norm", {{50}, 3});
    std::ranges::fill(test.arena().weights(0), 1.0f);
    std::ranges::fill(test.arena().weights(1), 0.0f);
    test.forward();
    for (int row = 0; row < 3; ++row) {
        double sum = 0.0;
        double squares = 0.0;
        for (int i = 0; i < 50; ++i) {
            const auto y = static_cast<double>(test.output()[row * 50 + i]);
            sum += y;
            squares += y * y;
        }
        CHECK_THAT(sum / 50.0, WithinAbs(0.0, 1e-6));
        CHECK_THAT(squares / 50.0, WithinRel(1.0, 0.01)); // ε takes a little
    }
}

TEST_CASE("dropout drops its share, keeps the expectation and does nothing in evaluation", "[nn]")
{
    LayerUnderTest test("dropout 0.3", {{200}, 100});
    std::ranges::fill(test.input(), 1.0f);
    test.forward();
    double sum = 0.0;
    double dropped = 0.0;
    for (const float y : test.output()) {
        CHECK((y == 0.0f || std::abs(y - 1.0f / 0.7f) < 1e-6f));
        sum += static_cast<double>(y);
        dropped += y == 0.0f ? 1.0 : 0.0;
    }
    CHECK_THAT(dropped / 20'000.0, WithinAbs(0.3, 0.015)); // 4.6 standard deviations
    CHECK_THAT(sum / 20'000.0, WithinAbs(1.0, 0.03));
    test.forward(PassMode::Evaluation);
    CHECK(test.output() == test.input());
}

TEST_CASE("a sample gets the same dropout mask however its batch is cut", "[nn]")
{
    const auto maskOf = [](std::vector<std::uint64_t> keys) {
        LayerUnderTest test("dropout 0.5", {{33}, static_cast<int>(keys.size())});
        std::ranges::fill(test.input(), 1.0f);
        test.keys() = std::move(keys);
        test.forward();
        return test.output();
    };
    const std::vector<float> whole = maskOf({1, 2, 3, 4, 5, 6});
    std::vector<float> cut = maskOf({1, 2, 3, 4});
    const std::vector<float> rest = maskOf({5, 6});
    cut.insert(cut.end(), rest.begin(), rest.end());
    CHECK(whole == cut);
    CHECK(maskOf({3}) == std::vector<float>(whole.begin() + 66, whole.begin() + 99));
    CHECK(maskOf({7}) != maskOf({8}));
}

TEST_CASE("a residual block adds what goes in to what comes out", "[nn]")
{
    LayerUnderTest test("residual (4)", {{4}, 3});
    std::ranges::fill(test.arena().weights(), 0.0f);
    std::ranges::fill(test.arena().weights(1), 2.0f); // the bias
    test.forward();
    for (std::size_t i = 0; i < test.output().size(); ++i)
        CHECK(test.output()[i] == test.input()[i] + 2.0f);
    CHECK(test.arena().parameters()[0].name == "0.kernel");
}

TEST_CASE("initializers have the variance that they promise", "[nn]")
{
    const auto index = GENERATE(range(std::size_t{0}, initializers().size()));
    const InitializerKind& kind = initializers()[index];
    CAPTURE(kind.name);
    std::vector<float> values(100'000);
    Initialization{.seed = 3, .kind = kind}.fill(values, 50.0, 30.0, 2);
    double sum = 0.0;
    double squares = 0.0;
    for (const float value : values) {
        sum += static_cast<double>(value);
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const std::map<std::string_view, double> variances{{"glorot_uniform", 2.0 / 80.0},
                                                       {"glorot_normal", 2.0 / 80.0},
                                                       {"he_uniform", 2.0 / 50.0},
                                                       {"he_normal", 2.0 / 50.0},
                                                       {"lecun_uniform", 1.0 / 50.0},
                                                       {"lecun_normal", 1.0 / 50.0},
                                                       {"zeros", 0.0}};
    CHECK_THAT(squares / 100'000.0, WithinRel(variances.at(kind.name), 0.02));
    CHECK_THAT(sum / 100'000.0, WithinAbs(0.0, 0.002));
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
    const std::vector<float> targets = kind.targets == TargetKind::Classes
        ? std::vector<float>{0, 3, 1, 2, 3}
        : randomValues(samples * outputs, 5);
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

TEST_CASE("mse is Keras's mean over the outputs of a sample", "[nn]")
{
    const float predictions[] = {1.0f, 3.0f, 0.0f, 0.0f};
    const float targets[] = {0.0f, 1.0f, 0.0f, 2.0f};
    const BatchLoss loss =
        lossKind("mse").make()->evaluate({predictions, targets, nullptr, 2, 2}, nullptr, 0.0f);
    CHECK_THAT(loss.sum, WithinRel((1.0 + 4.0) / 2.0 + 4.0 / 2.0, 1e-12));
    CHECK(loss.correct < 0.0);
}

TEST_CASE("cross_entropy survives logits that would overflow exp", "[nn]")
{
    const float logits[] = {1000.0f, 0.0f, -1000.0f};
    const float right[] = {0.0f};
    const float wrong[] = {1.0f};
    float gradient[3];
    const auto loss = lossKind("cross_entropy").make();
    CHECK(loss->evaluate({logits, right, nullptr, 1, 3}, gradient, 1.0f).sum == 0.0);
    CHECK(loss->evaluate({logits, right, nullptr, 1, 3}, nullptr, 1.0f).correct == 1);
    const BatchLoss bad = loss->evaluate({logits, wrong, nullptr, 1, 3}, gradient, 1.0f);
    CHECK_THAT(bad.sum, WithinRel(1000.0, 1e-6));
    CHECK(bad.correct == 0);
    CHECK(gradient[1] == -1.0f);
}

TEST_CASE("weights scale a row's loss and gradient, and a weight of 0 masks it", "[nn]")
{
    const auto index = GENERATE(range(std::size_t{0}, losses().size()));
    const LossKind& kind = losses()[index];
    CAPTURE(kind.name);
    const auto loss = kind.make();
    const std::vector<float> predictions{0.5f, -1.0f, 0.25f, 2.0f, 0.1f, 0.2f};
    std::vector<float> targets = kind.targets == TargetKind::Classes
        ? std::vector<float>{1, 0, 1}
        : std::vector<float>{1, 0, 1, 1, 0, 0};
    const std::vector<float> ones(3, 1.0f);
    const std::vector<float> weights{3.0f, 0.0f, 0.5f};
    std::vector<float> plain(6);
    std::vector<float> weighted(6);
    const auto rowLoss = [&](int row) {
        const int width = kind.targets == TargetKind::Classes ? 1 : 2;
        return loss
            ->evaluate({predictions.data() + 2 * row, targets.data() + width * row, nullptr, 1, 2},
                       plain.data() + 2 * row, 1.0f)
            .sum;
    };
    const double expected = 3.0 * rowLoss(0) + 0.5 * rowLoss(2);
    rowLoss(1);
    // What stands in a masked row does not matter.
    if (kind.targets != TargetKind::Classes)
        targets[2] = targets[3] = std::nanf("");
    const BatchLoss result = loss->evaluate(
        {predictions.data(), targets.data(), weights.data(), 3, 2}, weighted.data(), 1.0f);
    CHECK_THAT(result.sum, WithinRel(expected, 1e-6));
    CHECK(result.weight == 3.5);
    for (int i = 0; i < 6; ++i)
        CHECK_THAT(static_cast<double>(weighted[i]),
                   WithinAbs(static_cast<double>(weights[i / 2] * plain[i]), 1e-6));
    CHECK(weighted[2] == 0.0f);
}

TEST_CASE("binary_cross_entropy is right where the logit is on the target's side", "[nn]")
{
    const float logits[] = {2.0f, -0.5f, 100.0f, -100.0f};
    const float targets[] = {1.0f, 0.0f, 0.0f, 0.0f};
    const BatchLoss loss = lossKind("binary_cross_entropy")
                               .make()
                               ->evaluate({logits, targets, nullptr, 4, 1}, nullptr, 0);
    CHECK(loss.correct == 3.0);
    CHECK_THAT(loss.sum,
               WithinRel(std::log1p(std::exp(-2.0)) + std::log1p(std::exp(-0.5)) + 100.0, 1e-6));
}

TEST_CASE("huber is a parabola in the middle and straight outside", "[nn]")
{
    const float predictions[] = {0.5f, 3.0f};
    const float targets[] = {0.0f, 0.0f};
    const auto loss = lossKind("huber").make();
    CHECK_THAT(loss->evaluate({predictions, targets, nullptr, 2, 1}, nullptr, 0).sum,
               WithinRel(0.125 + 2.5, 1e-6));
}
