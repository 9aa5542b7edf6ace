#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// Fully connected: y = x·W + b, with W [inputs, units] as in Keras; an image is flattened first.
/// Parameters `kernel` and `bias`, which begins at zero.
class Dense : public Layer
{
public:
    Dense(const Shape& inputShape, int units);

    Shape outputShape() const override { return {m_units}; }
    bool readsOutput() const override { return false; }
    std::int64_t multiplyAdds(bool hasInputGradient) const override;
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    int m_inputs;
    int m_units;
    std::size_t m_kernel = 0;
    std::size_t m_bias = 0;
};

LayerKind denseKind();

/// A dense layer with as many units as the loss needs.
LayerKind outputKind();

} // namespace accumulus
