#pragma once

#include "core/nn/layer.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// A model as text: layers separated by commas, in order from input to output. A layer is its kind
/// and sizes, then the activation, if any. Dense layers are written as their number of outputs:
/// `"10 relu, 1"` is dense 10 with relu, then dense 1; `"64 tanh, 32 tanh, 10"`. The input size is
/// that of the data and is not written.
struct LayerSpec
{
    std::string kind;       ///< a name of layerKinds()
    std::vector<int> sizes; ///< dense: {outputs}
    /// Of the comma-separated part it stands in: its parameters are "layers.<index>.…".
    int index = 0;
};

/// A row of the table of layers.
struct LayerKind
{
    std::string_view name;
    std::string_view usage; ///< how it is written, and what it is
    int sizeCount;          ///< numbers that follow the name
    std::unique_ptr<Layer> (*make)(const LayerSpec& spec, const Shape& inputShape);
};

/// All layers that a model text can name; every activation is one.
const std::vector<LayerKind>& layerKinds();

/// Reads a model text. Throws std::invalid_argument that quotes the token, says where it stands and
/// what may stand there.
std::vector<LayerSpec> parseModel(std::string_view text);

/// The layer of \a spec behind \a inputShape.
std::unique_ptr<Layer> makeLayer(const LayerSpec& spec, const Shape& inputShape);

} // namespace accumulus
