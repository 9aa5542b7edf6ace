#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// Batch normalisation (Ioffe and Szegedy 2015) over all axes but the last, as Keras's:
///
///     x̂ = (x − mean) / √(variance + ε);  y = γ·x̂ + β,  ε = 0.001.
///
/// While training, mean and (biased) variance are those of the micro-batch, and the states
/// `moving_mean` and `moving_variance` follow them: `moving ← m·moving + (1−m)·batch`, m = 0.99 or
/// as written: `batch_norm 0.9`. An evaluation uses the states. Parameters `gamma` (1) and `beta`
/// (0).
///
/// This is the layer for which accumulating is not the same as a large batch, whatever the window's
/// semantics: every micro-batch has statistics of its own, and the states move N times an update.
/// Padding of a text counts as any other position.
class BatchNorm : public Layer
{
public:
    BatchNorm(const Shape& shape, double momentum);

    Shape outputShape() const override { return m_shape; }
    std::string_view batchDependence() const override
    {
        return "batch_norm uses each micro-batch's statistics";
    }
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::size_t passBytes(std::size_t rows, bool hasInputGradient) const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    Shape m_shape;
    double m_momentum;
    std::size_t m_gamma = 0;
    std::size_t m_beta = 0;
    std::size_t m_movingMean = 0;
    std::size_t m_movingVariance = 0;
};

LayerKind batchNormKind();

} // namespace accumulus
