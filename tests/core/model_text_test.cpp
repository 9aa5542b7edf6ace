#include "tests/support.h"

#include "core/nn/model_spec.h"
#include "core/nn/sequence.h"

using namespace accumulus;

namespace {

struct Read
{
    Shape outputShape;
    std::size_t parameters;
};

/// \a wanted: outputs that a loss needs of the last layer.
Read read(const std::string& text, const LayerInput& input, int wanted)
{
    Sequence layers(parseModel(text), input, wanted);
    ParameterArena arena;
    layers.addParameters(arena, "layers.");
    return {layers.outputShape(), arena.parameterCount()};
}

} // namespace

TEST_CASE("model texts give the shape and the parameters that Keras gives", "[nn][model]")
{
    const auto [text, input, shape, parameters] =
        GENERATE(table<std::string, Shape, Shape, std::size_t>({
            {"10 relu, 1", {8}, {1}, 8 * 10 + 10 + 10 + 1},
            {"output", {8}, {10}, 8 * 10 + 10},
            {"conv 16 3x3", {28, 28, 1}, {28, 28, 16}, 9 * 16 + 16},
            {"conv 16 3x3 same", {28, 28, 1}, {28, 28, 16}, 9 * 16 + 16},
            {"conv 16 3x3 valid", {28, 28, 1}, {26, 26, 16}, 9 * 16 + 16},
            {"conv 16 3x3 stride 2", {28, 27, 1}, {14, 14, 16}, 9 * 16 + 16},
            {"conv 16 3x3 stride 2x1 valid", {28, 28, 3}, {13, 26, 16}, 27 * 16 + 16},
            {"conv 4 5", {7, 7, 2}, {7, 7, 4}, 25 * 2 * 4 + 4},
            {"maxpool 2", {7, 5, 3}, {3, 2, 3}, 0},
            {"maxpool 2 same", {7, 5, 3}, {4, 3, 3}, 0},
            {"maxpool 3 stride 1", {7, 5, 3}, {5, 3, 3}, 0},
            {"maxpool 3 stride 1 same", {7, 5, 3}, {7, 5, 3}, 0},
            {"avgpool 2x1", {6, 6, 3}, {3, 6, 3}, 0},
            {"globalavgpool", {6, 5, 3}, {3}, 0},
            {"flatten", {6, 5, 3}, {90}, 0},
            {"batch_norm", {6, 5, 3}, {6, 5, 3}, 6},
            {"batch_norm 0.9", {12}, {12}, 24},
            {"layer_norm", {6, 5, 3}, {6, 5, 3}, 6},
            {"dropout 0.5", {6, 5, 3}, {6, 5, 3}, 0},
            {"scale", {12}, {12}, 12},
            {"residual (16 relu, 12)", {12}, {12}, 12 * 16 + 16 + 16 * 12 + 12},
            {"conv 16 3x3 relu, maxpool 2, conv 32 3x3 relu, maxpool 2, flatten, 128 relu, "
             "dropout 0.5, 10",
             {28, 28, 1},
             {10},
             160 + 4640 + (7 * 7 * 32 * 128 + 128) + 1290},
            {"conv 16 3x3 relu, residual (conv 16 3x3 batch_norm relu, conv 16 3x3), flatten, "
             "output",
             {8, 8, 1},
             {10},
             160 + 2320 + 32 + 2320 + (1024 * 10 + 10)},
        }));
    CAPTURE(text, shapeText(input));
    const Read model = read(text, {.shape = input}, 10);
    CHECK(model.outputShape == shape);
    CHECK(model.parameters == parameters);
}

TEST_CASE("embedding turns tokens into vectors, one behind the other", "[nn][model]")
{
    const Read model = read("embedding 16, 10", {.shape = {8}, .vocabulary = 27}, 0);
    CHECK(model.outputShape == Shape{10});
    CHECK(model.parameters == 27 * 16 + (8 * 16 * 10 + 10));
}

TEST_CASE("model texts that make no model say where and why", "[nn][model]")
{
    const auto [text, input, where, what] = GENERATE(table<std::string, Shape, int, std::string>({
        {"128, conv 16 3x3",
         {8},
         6,
         "conv needs an image (height x width x channels), but what stands before it gives 128 "
         "values"},
        {"flatten, maxpool 2", {4, 4, 1}, 10, "maxpool needs an image"},
        {"1, avgpool 2", {8}, 4, "gives 1 value;"},
        {"globalavgpool", {8}, 1, "globalavgpool needs an image"},
        {"conv 16 5x3 valid",
         {4, 4, 1},
         1,
         "window of 5x3 is larger than the image before it, 4x4"},
        {"maxpool 2, maxpool 3", {4, 4, 1}, 12, "window of 3x3 is larger"},
        {"conv", {4, 4, 1}, 1, "\"conv\" lacks a number of filters"},
        {"conv 16", {4, 4, 1}, 6, "lacks the size of the window"},
        {"conv 16 3x", {4, 4, 1}, 9, "\"3x\" must be a size such as 3x3"},
        {"conv 16 0x3", {4, 4, 1}, 9, "\"0x3\" must be a size"},
        {"conv 0 3x3", {4, 4, 1}, 6, "\"0\" must be a whole number from 1 to"},
        {"conv 16 3x3 stride", {4, 4, 1}, 13, "lacks the stride"},
        {"conv 16 3x3 smae", {4, 4, 1}, 13, "\"smae\" is not a layer"},
        {"conv 4096 1x1", {1024, 1024, 1}, 1, "is too large"},
        {"maxpool", {4, 4, 1}, 1, "lacks the size of the window"},
        {"dropout", {8}, 1, "lacks the share to drop"},
        {"dropout 1", {8}, 9, "\"1\" must be a number from 0 to 0.99, the share to drop"},
        {"dropout nan", {8}, 9, "\"nan\" must be a number"},
        {"batch_norm 1.5", {8}, 12, "\"1.5\" must be a number from 0 to 1, the momentum"},
        {"embedding 16", {8}, 1, "embedding needs tokens"},
        {"8, embedding 16", {8}, 4, "embedding needs tokens"},
        {"embedding 0", {8}, 11, "\"0\" must be a whole number"},
        {"output, 3", {8}, 1, "may only be the model's last layer"},
        {"residual (output)", {8}, 11, "may only be the model's last layer"},
        {"residual", {8}, 1, "lacks its layers in parentheses"},
        {"residual 8", {8}, 1, "lacks its layers in parentheses"},
        {"residual (", {8}, 11, "a layer is missing"},
        {"residual (8", {8}, 12, "a \")\" is missing"},
        {"residual ()", {8}, 11, "a layer is missing"},
        {"8)", {8}, 2, "\")\" without a \"(\" before it"},
        {"8, residual (16 relu)", {8}, 4, "it makes 16 of 8"},
        {"residual (conv 4 3x3 stride 2)", {8, 8, 4}, 1, "it makes 4x4x4 of 8x8x4"},
        {"4, residual (4, conv 3 3x3)", {8}, 17, "conv needs an image"},
    }));
    CAPTURE(text, shapeText(input));
    CHECK_THROWS_WITH(read(text, {.shape = input}, 10),
                      ContainsSubstring("character " + std::to_string(where) + ":")
                          && ContainsSubstring(what));
}

TEST_CASE("blocks may stand in blocks, but not without end", "[nn][model]")
{
    const auto nested = [](int depth) {
        std::string text;
        for (int i = 0; i < depth; ++i)
            text += "residual (";
        return text + "4" + std::string(static_cast<std::size_t>(depth), ')');
    };
    CHECK(read(nested(8), {.shape = {4}}, 0).parameters == 20);
    CHECK_THROWS_WITH(read(nested(9), {.shape = {4}}, 0), ContainsSubstring("more than 8 deep"));
}

TEST_CASE("every layer's usage names what its example writes", "[nn][model]")
{
    for (const LayerKind& kind : layerKinds()) {
        CAPTURE(kind.name);
        CHECK_FALSE(kind.usage.empty());
        const auto layers = parseModel(kind.example);
        REQUIRE(layers.size() == 1);
        CHECK(layers.front().kind == kind.name);
    }
}
