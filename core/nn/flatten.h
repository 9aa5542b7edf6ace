#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// An image as a row of values. Channels come last, so nothing moves.
class Flatten : public Layer
{
public:
    explicit Flatten(const Shape& inputShape);

    Shape outputShape() const override { return {m_elements}; }
    InPlace inPlace() const override { return InPlace::Keeps; }
    bool readsOutput() const override { return false; }
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    int m_elements;
};

LayerKind flattenKind();

} // namespace accumulus
