#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// Sets a share p of the values to 0 and multiplies the others by 1/(1 − p) (Srivastava et al.
/// 2014); only while training. Which ones depends on seed, epoch, sample and unit alone, so that a
/// batch that is cut into micro-batches loses the same ones.
///
/// `dropout 0.5 by_call` draws its masks one after the other instead, as frameworks do: then every
/// way to cut a batch drops others. See Model::calls().
class Dropout : public Layer
{
public:
    enum class Keying { BySample, ByCall };

    Dropout(const Shape& shape, double share, Keying keying = Keying::BySample);

    Shape outputShape() const override { return m_shape; }
    bool usesRowKeys() const override { return true; }
    std::string_view batchDependence() const override
    {
        return m_keying == Keying::ByCall ? "dropout by_call draws another mask at every call" : "";
    }
    std::size_t passBytes(std::size_t rows, bool hasInputGradient) const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    Shape m_shape;
    double m_share;
    Keying m_keying;
};

LayerKind dropoutKind();

} // namespace accumulus
