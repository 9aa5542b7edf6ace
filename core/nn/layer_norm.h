#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// Layer normalisation (Ba, Kiros, Hinton 2016) over the last axis, as Keras's: every row (of an
/// image, every pixel) gets mean 0 and variance 1 by itself, then γ·x̂ + β; ε = 0.001. It does not
/// look at other samples, so accumulating changes nothing. Parameters `gamma` (1) and `beta` (0).
class LayerNorm : public Layer
{
public:
    explicit LayerNorm(const Shape& shape);

    Shape outputShape() const override { return m_shape; }
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::size_t passBytes(std::size_t rows, bool hasInputGradient) const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    Shape m_shape;
    std::size_t m_gamma = 0;
    std::size_t m_beta = 0;
};

LayerKind layerNormKind();

} // namespace accumulus
