#include "core/nn/image_window.h"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace accumulus {

namespace {

constexpr int maxSide = 1024;

/// Zeros before and behind, so that there are ⌈size / stride⌉ outputs.
std::pair<int, int> samePadding(int size, int window, int stride)
{
    const int outputs = (size + stride - 1) / stride;
    const int padding = std::max(0, (outputs - 1) * stride + window - size);
    return {padding / 2, padding - padding / 2};
}

} // namespace

WindowText readWindow(TokenReader& reader, bool sameByDefault, bool strideIsSize)
{
    WindowText text;
    text.size = reader.size("the size of the window", 1, maxSide);
    text.stride = strideIsSize ? text.size : std::pair{1, 1};
    text.isSame = sameByDefault;
    while (true) {
        if (reader.take("same"))
            text.isSame = true;
        else if (reader.take("valid"))
            text.isSame = false;
        else if (reader.take("stride"))
            text.stride = reader.size("the stride", 1, maxSide);
        else
            return text;
    }
}

void requireImage(const Shape& shape, const std::string& layer)
{
    if (shape.size() != 3)
        throw std::invalid_argument(
            layer + " needs an image (height x width x channels), but what stands before it gives "
            + shapeText(shape) + (shape[0] == 1 ? " value" : " values")
            + "; put it before any dense layer or flatten, and say with data.shape that your "
              "features are an image");
}

onednn::ImageWindow windowOver(const Shape& shape, const WindowText& text, const std::string& layer)
{
    requireImage(shape, layer);
    onednn::ImageWindow window{.height = shape[0],
                               .width = shape[1],
                               .windowHeight = text.size.first,
                               .windowWidth = text.size.second,
                               .strideHeight = text.stride.first,
                               .strideWidth = text.stride.second};
    if (text.isSame) {
        std::tie(window.padTop, window.padBottom) =
            samePadding(shape[0], text.size.first, text.stride.first);
        std::tie(window.padLeft, window.padRight) =
            samePadding(shape[1], text.size.second, text.stride.second);
    } else if (text.size.first > shape[0] || text.size.second > shape[1]) {
        throw std::invalid_argument(
            layer + "'s window of " + shapeText({text.size.first, text.size.second})
            + " is larger than the image before it, " + shapeText({shape[0], shape[1]}));
    }
    return window;
}

} // namespace accumulus
