#pragma once

#include "core/nn/layer_kind.h"

#include <memory>
#include <string_view>
#include <vector>

namespace accumulus {

/// A model as text: layers separated by commas, in order from input to output. A layer is its kind
/// and sizes, then the activation, if any:
///
///     10 relu, 1
///     conv 16 3x3 relu, maxpool 2, conv 32 3x3 relu, maxpool 2, flatten, 128 relu, dropout 0.5, 10
///     conv 16 3x3 relu, residual (conv 16 3x3 batch_norm relu, conv 16 3x3), flatten, output
///
/// A dense layer is written as its number of outputs; `output` is one with as many as the loss
/// needs. The shape of the input is that of the data and is not written.

/// All layers that a model text can name; every activation is one.
const std::vector<LayerKind>& layerKinds();

/// Reads a model text. Throws std::invalid_argument that quotes the word, says where it stands and
/// what may stand there.
std::vector<LayerSpec> parseModel(std::string_view text);

/// The layer of \a spec behind \a input. Throws std::invalid_argument that says where it stands and
/// why it cannot stand there.
std::unique_ptr<Layer> makeLayer(const LayerSpec& spec, const LayerInput& input);

} // namespace accumulus
