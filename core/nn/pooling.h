#pragma once

#include "core/nn/image_window.h"
#include "core/onednn/pooling.h"

namespace accumulus {

/// The largest or the mean value of every window of an image, channel by channel; as Keras's
/// MaxPooling2D and AveragePooling2D. Written `maxpool 2`, with `stride 1` (default: the size) and
/// `same` (default `valid`: what does not fill a window is left out) behind it if need be.
class Pooling2d : public Layer
{
public:
    Pooling2d(const Shape& inputShape, onednn::Pooling kind, const WindowText& window);

    Shape outputShape() const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    onednn::Pooling m_kind;
    onednn::ImageWindow m_window;
    int m_channels;
};

/// The mean of all pixels, channel by channel: {height, width, channels} → {channels}; Keras's
/// GlobalAveragePooling2D. Written `globalavgpool`.
class GlobalAveragePooling : public Layer
{
public:
    explicit GlobalAveragePooling(const Shape& inputShape);

    Shape outputShape() const override { return {m_channels}; }
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    int m_pixels;
    int m_channels;
};

LayerKind maxPoolKind();
LayerKind averagePoolKind();
LayerKind globalAveragePoolKind();

} // namespace accumulus
