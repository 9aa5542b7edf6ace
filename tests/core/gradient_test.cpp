#include "tests/support.h"

#include "core/nn/loss.h"
#include "core/nn/model_spec.h"
#include "core/onednn/engine.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>

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

/// One layer between buffers of its own, whose output is projected on a random vector: a scalar
/// function of input and parameters whose derivative is known by central differences.
class LayerUnderTest
{
public:
    LayerUnderTest(const std::string& text, int inputs, int rows)
        : m_layer(makeLayer(parseModel(text).front(), {.shape = {inputs}, .outputs = 6}))
        , m_input(randomValues(static_cast<std::size_t>(inputs * rows), 1))
        , m_inputGradient(m_input.size())
    {
        m_layer->addParameters(m_arena, "");
        m_arena.allocate();
        const std::vector<float> weights = randomValues(m_arena.weights().size(), 2);
        std::copy(weights.begin(), weights.end(), m_arena.weights().begin());
        const auto outputs = static_cast<std::size_t>(elementCount(m_layer->outputShape()) * rows);
        m_output.resize(outputs);
        m_projection = randomValues(outputs, 3);
        m_pass = m_layer->makePass(m_engine, m_arena,
                                   {.rows = rows,
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
        m_pass->forward({});
        m_pass->backward();
        for (std::size_t p = 0; p < m_arena.parameters().size(); ++p) {
            CAPTURE(m_arena.parameters()[p].name);
            for (std::size_t i = 0; i < m_arena.parameters()[p].size; ++i)
                requireClose(static_cast<double>(m_arena.gradients(p)[i] - before),
                             slope(m_arena.weights(p)[i]));
        }
        for (std::size_t i = 0; i < m_input.size(); ++i)
            requireClose(static_cast<double>(m_inputGradient[i]), slope(m_input[i]));
    }

    std::vector<std::string> implementations() const { return m_pass->implementations(); }

private:
    double projected()
    {
        m_pass->forward({});
        double sum = 0.0;
        for (std::size_t i = 0; i < m_output.size(); ++i)
            sum += static_cast<double>(m_output[i]) * static_cast<double>(m_projection[i]);
        return sum;
    }

    double slope(float& value)
    {
        constexpr float step = 1e-2f;
        const float original = value;
        value = original + step;
        const double above = projected();
        value = original - step;
        const double below = projected();
        value = original;
        return (above - below) / (2.0 * static_cast<double>(step));
    }

    onednn::Engine m_engine{1};
    ParameterArena m_arena;
    std::unique_ptr<Layer> m_layer;
    std::vector<float> m_input;
    std::vector<float> m_inputGradient;
    std::vector<float> m_output;
    std::vector<float> m_projection;
    std::unique_ptr<LayerPass> m_pass;
};

} // namespace

TEST_CASE("every layer's backward pass adds the true gradient", "[nn][gradient]")
{
    const auto kind = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const auto [inputs, samples] =
        GENERATE(table<int, int>({{1, 1}, {3, 2}, {10, 32}, {17, 5}, {7, 33}}));
    const LayerKind& layer = layerKinds()[kind];
    const std::string text(layer.example);
    CAPTURE(text, inputs, samples);
    LayerUnderTest(text, inputs, samples).check();
}

TEST_CASE("no layer uses a reference implementation of oneDNN", "[nn][onednn]")
{
    const auto kind = GENERATE(range(std::size_t{0}, layerKinds().size()));
    const auto [inputs, samples] =
        GENERATE(table<int, int>({{8, 32}, {10, 2}, {10, 1}, {64, 32}, {784, 128}}));
    const LayerKind& layer = layerKinds()[kind];
    const LayerUnderTest test(std::string(layer.example), inputs, samples);
    for (const std::string& name : test.implementations()) {
        CAPTURE(layer.name, inputs, samples, name);
        REQUIRE_FALSE(name.find("ref") != std::string::npos);
    }
}

TEST_CASE("a dense layer of any width uses no reference implementation", "[nn][onednn]")
{
    const auto [inputs, samples] =
        GENERATE(table<int, int>({{8, 32}, {10, 2}, {10, 1}, {64, 32}, {784, 128}}));
    for (const char* units : {"1", "10", "64"}) {
        const LayerUnderTest test(units, inputs, samples);
        for (const std::string& name : test.implementations()) {
            CAPTURE(inputs, samples, units, name);
            REQUIRE_FALSE(name.find("ref") != std::string::npos);
        }
    }
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
