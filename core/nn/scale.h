#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// y_i = w_i·x_i: one parameter `scale` for each value, which begins at 1. The whole model of the
/// noisy quadratic problem.
class Scale : public Layer
{
public:
    explicit Scale(const Shape& shape);

    Shape outputShape() const override { return m_shape; }
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    Shape m_shape;
    std::size_t m_scale = 0;
};

LayerKind scaleKind();

} // namespace accumulus
