#pragma once

#include "core/nn/image_window.h"

namespace accumulus {

/// Convolution over an image {height, width, inputs} → {height′, width′, filters}, as Keras's
/// Conv2D. Parameters `kernel` [height, width, inputs, filters] and `bias` [filters], which begins
/// at zero. Written `conv 16 3x3`, with `valid` (default `same`) and `stride 2` behind it if need
/// be.
class Conv2d : public Layer
{
public:
    Conv2d(const Shape& inputShape, int filters, const WindowText& window);

    Shape outputShape() const override;
    bool readsOutput() const override { return false; }
    std::int64_t multiplyAdds(bool hasInputGradient) const override;
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    onednn::ImageWindow m_window;
    int m_inputs;
    int m_filters;
    std::size_t m_kernel = 0;
    std::size_t m_bias = 0;
};

LayerKind conv2dKind();

} // namespace accumulus
