#pragma once

#include "core/nn/model_spec.h"
#include "core/onednn/engine.h"
#include "core/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace accumulus::testing {

/// Values in ±[0.1, 1.1], away from the kink of relu.
inline std::vector<float> randomValues(std::size_t count, std::uint64_t stream)
{
    const CounterRandom random(7, RandomPurpose::SyntheticData, stream);
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double magnitude = 0.1 + random.uniform(2 * i);
        values.push_back(static_cast<float>(random.bits(2 * i + 1) % 2 ? magnitude : -magnitude));
    }
    return values;
}

/// Values in ±[0.1, 1.1] of which no two that are at most 20 places apart differ by less than 0.02
/// (multiples of the golden ratio, modulo 1): so that moving one by less changes no maximum.
inline std::vector<float> distinctValues(std::size_t count)
{
    const CounterRandom random(7, RandomPurpose::SyntheticData, 1);
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double multiple = 0.6180339887498949 * static_cast<double>(i);
        const double magnitude = 0.1 + multiple - std::floor(multiple);
        values.push_back(static_cast<float>(random.bits(i) % 2 ? magnitude : -magnitude));
    }
    return values;
}

/// Token indices below \a vocabulary.
inline std::vector<float> randomTokens(std::size_t count, int vocabulary)
{
    const CounterRandom random(7, RandomPurpose::SyntheticData, 9);
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(
            static_cast<float>(random.below(i, static_cast<std::uint64_t>(vocabulary))));
    return values;
}

/// The largest |actual − expected| / (1 + |expected|); infinite if something is not a number or the
/// sizes differ.
inline double largestError(std::span<const float> actual, const std::vector<double>& expected)
{
    if (actual.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const double error =
            std::abs(static_cast<double>(actual[i]) - expected[i]) / (1.0 + std::abs(expected[i]));
        if (!std::isfinite(error))
            return std::numeric_limits<double>::infinity();
        largest = std::max(largest, error);
    }
    return largest;
}

/// The first layer of a model text between buffers of its own, which are filled with numbers (or
/// tokens). Its weights begin as a model's do, with seed 1.
struct LayerRun
{
    LayerRun(const std::string& text, const LayerInput& before, int rows, int threads = 1,
             bool wantsInputGradient = true, Precision precision = Precision::F32)
        : engine(threads, precision)
        , layer(makeLayer(parseModel(text).front(), before))
    {
        const auto inputs = static_cast<std::size_t>(elementCount(before.shape) * rows);
        const auto outputs = static_cast<std::size_t>(elementCount(layer->outputShape()) * rows);
        input = before.vocabulary > 0 ? randomTokens(inputs, before.vocabulary)
                                      : distinctValues(inputs);
        output.resize(outputs);
        outputGradient = randomValues(outputs, 3);
        inputGradient.assign(inputs, 99.0f); // must be assigned, not added to
        for (int row = 0; row < rows; ++row)
            rowKeys.push_back(
                CounterRandom(3, RandomPurpose::Dropout).bits(static_cast<std::uint64_t>(row)));
        layer->addParameters(arena, "");
        arena.allocate();
        layer->initialize(arena, {});
        pass =
            layer->makePass(engine, arena,
                            {.rows = rows,
                             .input = input.data(),
                             .output = output.data(),
                             .outputGradient = outputGradient.data(),
                             .inputGradient = wantsInputGradient ? inputGradient.data() : nullptr});
    }

    /// Every weight gets a number in ±[0.1, 1.1].
    void randomizeWeights()
    {
        const std::vector<float> values = randomValues(arena.weights().size(), 2);
        for (std::size_t p = 0; p < arena.parameters().size(); ++p) {
            const auto from =
                values.begin() + static_cast<std::ptrdiff_t>(arena.parameters()[p].offset);
            std::copy_n(from, arena.parameters()[p].size, arena.weights(p).begin());
        }
        arena.weightsChanged();
    }

    void forward(PassMode mode = PassMode::Training)
    {
        pass->forward({.mode = mode, .rowKeys = rowKeys});
    }

    onednn::Engine engine;
    ParameterArena arena;
    std::unique_ptr<Layer> layer;
    std::vector<float> input;
    std::vector<float> output;
    std::vector<float> outputGradient;
    std::vector<float> inputGradient;
    std::vector<std::uint64_t> rowKeys;
    std::unique_ptr<LayerPass> pass;
};

} // namespace accumulus::testing
