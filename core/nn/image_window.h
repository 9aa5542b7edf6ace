#pragma once

#include "core/nn/layer_kind.h"
#include "core/onednn/convolution.h"

#include <optional>
#include <utility>

namespace accumulus {

/// What a model text says about a window that moves over an image: "3x3 same stride 2".
struct WindowText
{
    std::pair<int, int> size{1, 1}; ///< height, width
    std::pair<int, int> stride{1, 1};
    bool isSame = false; ///< the image is padded, so that a stride of 1 keeps its size
};

/// Reads size, `same` or `valid`, and `stride`. Without a stride it is 1, or the size of the window
/// with \a strideIsSize.
WindowText readWindow(TokenReader& reader, bool sameByDefault, bool strideIsSize);

/// Throws std::invalid_argument that names \a layer if \a shape is no image {height, width,
/// channels}.
void requireImage(const Shape& shape, const std::string& layer);

/// The window over an image of \a shape {height, width, channels}. `same` pads as TensorFlow does:
/// ⌈size / stride⌉ outputs, and an odd row of zeros goes to the bottom and to the right. Throws
/// std::invalid_argument that names \a layer if \a shape is no image or smaller than the window.
onednn::ImageWindow windowOver(const Shape& shape, const WindowText& text,
                               const std::string& layer);

} // namespace accumulus
