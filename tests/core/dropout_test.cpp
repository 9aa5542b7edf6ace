#include "tests/support.h"

#include "core/data/batch_sampler.h"
#include "core/nn/model.h"
#include "tests/core/layer_fixture.h"

#include <numeric>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// What a dropout layer makes of ones, for the rows of some keys.
std::vector<float> maskOf(const std::string& text, std::span<const std::uint64_t> keys, int units)
{
    LayerRun run(text, {.shape = {units}}, static_cast<int>(keys.size()));
    std::ranges::fill(run.input, 1.0f);
    run.rowKeys.assign(keys.begin(), keys.end());
    run.forward();
    return run.output;
}

std::vector<std::uint64_t> someKeys(std::uint64_t count)
{
    std::vector<std::uint64_t> keys;
    for (std::uint64_t i = 0; i < count; ++i)
        keys.push_back(CounterRandom(5, RandomPurpose::Dropout).bits(i));
    return keys;
}

Dataset sixSamples()
{
    return {{.featureCount = 4}, randomValues(6 * 4, 11), randomValues(6, 12)};
}

/// Sum of the losses of six samples, cut into micro-batches of the given sizes.
double lossCutInto(const std::vector<std::size_t>& sizes, const std::string& text,
                   std::int64_t epoch, std::uint64_t seed = 1)
{
    onednn::Engine engine(1);
    const Dataset data = sixSamples();
    Model model(engine, text, lossKind("mse"), data, {.seed = seed});
    std::vector<std::uint32_t> rows(6);
    std::iota(rows.begin(), rows.end(), 0u);
    double sum = 0.0;
    std::size_t first = 0;
    for (const std::size_t size : sizes) {
        const MicroBatch batch{.rows = std::span(rows).subspan(first, size), .epoch = epoch};
        sum += model.forward(data, batch, 1.0f).sum;
        first += size;
    }
    return sum;
}

} // namespace

TEST_CASE("a sample loses the same units however the batch is cut", "[nn][dropout]")
{
    const std::vector<std::uint64_t> keys = someKeys(6);
    const std::vector<float> whole = maskOf("dropout 0.5", keys, 40);
    for (const std::size_t size : {4, 1}) {
        std::vector<float> pieces;
        for (std::size_t first = 0; first < keys.size(); first += size) {
            const std::size_t count = std::min(size, keys.size() - first);
            const std::vector<float> piece =
                maskOf("dropout 0.5", std::span(keys).subspan(first, count), 40);
            pieces.insert(pieces.end(), piece.begin(), piece.end());
        }
        CAPTURE(size);
        CHECK(pieces == whole);
    }
}

TEST_CASE("a model with dropout has the same loss however the batch is cut", "[nn][dropout]")
{
    const std::string text =
        GENERATE("dropout 0.5, 1", "16 relu dropout 0.3, residual (16 dropout 0.5), 1");
    CAPTURE(text);
    const double whole = lossCutInto({6}, text, 0);
    CHECK_THAT(lossCutInto({4, 2}, text, 0), WithinRel(whole, 1e-5));
    CHECK_THAT(lossCutInto({1, 1, 1, 1, 1, 1}, text, 0), WithinRel(whole, 1e-5));
    CHECK(std::abs(lossCutInto({6}, text, 1) - whole) > 1e-3 * whole); // another epoch
}

TEST_CASE("dropout drops its share and scales up the rest", "[nn][dropout]")
{
    const auto [text, share] =
        GENERATE(table<std::string, double>({{"dropout 0.5", 0.5}, {"dropout 0.1", 0.1}}));
    const std::vector<float> mask = maskOf(text, someKeys(200), 100);
    const auto kept = static_cast<float>(1.0 / (1.0 - share));
    const auto dropped = std::ranges::count(mask, 0.0f);
    CHECK(dropped + std::ranges::count(mask, kept) == 20000);
    const double deviation = std::sqrt(share * (1.0 - share) / 20000.0);
    CHECK_THAT(static_cast<double>(dropped) / 20000.0, WithinAbs(share, 4.0 * deviation));
}

TEST_CASE("dropout 0 changes nothing, while training as in an evaluation", "[nn][dropout]")
{
    LayerRun run("dropout 0", {.shape = {10}}, 4);
    run.forward();
    CHECK(run.output == run.input);
}

TEST_CASE("no two dropout layers, rows or units share a mask", "[nn][dropout]")
{
    const std::vector<std::uint64_t> keys = someKeys(2);
    const auto maskOfNumber = [&](int number) {
        LayerSpec spec = parseModel("dropout 0.5").front();
        spec.number = number;
        const auto layer = makeLayer(spec, {.shape = {64}});
        onednn::Engine engine(1);
        ParameterArena arena;
        const std::vector<float> ones(128, 1.0f);
        std::vector<float> output(128);
        layer->makePass(engine, arena, {.rows = 2, .input = ones.data(), .output = output.data()})
            ->forward({.rowKeys = keys});
        return output;
    };
    const std::vector<float> first = maskOfNumber(0);
    CHECK(first != maskOfNumber(1));
    CHECK_FALSE(std::equal(first.begin(), first.begin() + 64, first.begin() + 64));
    CHECK_FALSE(std::equal(first.begin(), first.begin() + 32, first.begin() + 32));
}

TEST_CASE("dropout's backward pass lets through what its forward pass did", "[nn][dropout]")
{
    LayerRun run("dropout 0.5", {.shape = {30}}, 3);
    run.forward();
    run.pass->backward();
    for (std::size_t i = 0; i < run.output.size(); ++i) {
        const float factor = run.output[i] == 0.0f ? 0.0f : 2.0f;
        CHECK(run.inputGradient[i] == factor * run.outputGradient[i]);
    }
}

TEST_CASE("an evaluation drops nothing", "[nn][dropout]")
{
    LayerRun run("dropout 0.5", {.shape = {30}}, 3);
    CHECK(run.layer->usesRowKeys());
    run.rowKeys.clear();
    run.forward(PassMode::Evaluation);
    CHECK(run.output == run.input);
}

TEST_CASE("masks that are drawn by call follow from the number of the call alone", "[nn][dropout]")
{
    onednn::Engine engine(1);
    const Dataset data = sixSamples();
    Model model(engine, "dropout 0.5 by_call, 1", lossKind("mse"), data, {.seed = 1});
    const std::vector<std::uint32_t> rows{0, 1, 2, 3, 4, 5};
    const auto loss = [&] { return model.forward(data, {.rows = rows}, 1.0f).sum; };
    const double first = loss();
    const double second = loss();
    CHECK(first != second);
    CHECK(model.calls() == 2);
    model.setCalls(0);
    CHECK(loss() == first);
    CHECK(loss() == second);
    model.evaluate(data, 6);
    CHECK(model.calls() == 2);
}
