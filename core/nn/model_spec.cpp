#include "core/nn/model_spec.h"

#include "core/nn/activation.h"
#include "core/nn/batch_norm.h"
#include "core/nn/conv2d.h"
#include "core/nn/dense.h"
#include "core/nn/dropout.h"
#include "core/nn/embedding.h"
#include "core/nn/flatten.h"
#include "core/nn/layer_norm.h"
#include "core/nn/pooling.h"
#include "core/nn/residual.h"
#include "core/nn/scale.h"

#include <cstdint>
#include <stdexcept>

namespace accumulus {

const std::vector<LayerKind>& layerKinds()
{
    static const std::vector<LayerKind> table = [] {
        std::vector<LayerKind> rows{
            denseKind(),   outputKind(),      conv2dKind(),
            maxPoolKind(), averagePoolKind(), globalAveragePoolKind(),
            flattenKind(), batchNormKind(),   layerNormKind(),
            dropoutKind(), residualKind(),    embeddingKind(),
            scaleKind(),
        };
        const std::vector<LayerKind> activations = activationLayerKinds();
        rows.insert(rows.end(), activations.begin(), activations.end());
        return rows;
    }();
    return table;
}

std::vector<LayerSpec> parseModel(std::string_view text)
{
    return TokenReader(text).readLayers();
}

namespace {

constexpr std::int64_t maxElements = std::int64_t{1} << 29; // of one row

void checkSize(const Shape& shape)
{
    std::int64_t count = 1;
    for (const int size : shape) {
        count *= size;
        if (count > maxElements)
            throw std::invalid_argument("its output, " + shapeText(shape)
                                        + " values for each sample, is too large; at most 2^29 "
                                          "are possible");
    }
}

} // namespace

std::unique_ptr<Layer> makeLayer(const LayerSpec& spec, const LayerInput& input)
{
    try {
        std::unique_ptr<Layer> layer = spec.make(input);
        checkSize(layer->outputShape());
        layer->setNumber(spec.number);
        return layer;
    } catch (const std::invalid_argument& error) {
        const std::string reason = error.what();
        if (reason.starts_with("model text")) // a layer inside a block, which said it already
            throw;
        throw std::invalid_argument("model text, character " + std::to_string(spec.position + 1)
                                    + ": " + reason);
    }
}

} // namespace accumulus
