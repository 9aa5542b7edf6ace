#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// Sets a share p of the values to 0 and multiplies the others by 1/(1 − p) (Srivastava et al.
/// 2014); only while training. Which ones depends on seed, epoch, sample and unit alone, so that a
/// batch that is cut into micro-batches loses the same ones.
class Dropout : public Layer
{
public:
    Dropout(const Shape& shape, double share);

    Shape outputShape() const override { return m_shape; }
    bool usesRowKeys() const override { return true; }
    std::size_t passBytes(std::size_t rows, bool hasInputGradient) const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    Shape m_shape;
    double m_share;
};

LayerKind dropoutKind();

} // namespace accumulus
