#pragma once

#include "core/nn/layer.h"

namespace accumulus {

/// Fully connected: y = x·W + b, with W [inputs, units] as in Keras. Parameters `kernel`,
/// Glorot-uniform (U(−l, l), l = √(6 / (inputs + units)); Glorot and Bengio 2010), and `bias`,
/// zero.
class Dense : public Layer
{
public:
    Dense(const Shape& inputShape, int units);

    Shape outputShape() const override { return {m_units}; }
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, std::uint64_t seed, int layerIndex) override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    int m_inputs;
    int m_units;
    std::size_t m_kernel = 0;
    std::size_t m_bias = 0;
};

} // namespace accumulus
