#pragma once

#include "core/nn/sequence.h"

namespace accumulus {

/// y = x + f(x), f a block of layers that keeps the shape (He et al. 2016): `residual (16 relu,
/// 16)`.
class Residual : public Layer
{
public:
    /// Throws std::invalid_argument that names both shapes if they differ.
    Residual(const std::vector<LayerSpec>& block, const LayerInput& input);

    Shape outputShape() const override { return m_block.outputShape(); }
    int largestOutput() const override { return m_block.largestOutput(); }
    std::string_view batchDependence() const override { return m_block.batchDependence(); }
    bool usesRowKeys() const override { return m_block.usesRowKeys(); }
    std::int64_t multiplyAdds(bool hasInputGradient) const override
    {
        return m_block.multiplyAdds(hasInputGradient);
    }
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::size_t passBytes(std::size_t rows, bool hasInputGradient) const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;
    void planPass(onednn::Engine& engine, ParameterArena& arena,
                  const PassBuffers& buffers) override;

private:
    Sequence m_block;
};

LayerKind residualKind();

} // namespace accumulus
