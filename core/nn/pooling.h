#pragma once

#include "core/nn/image_window.h"

namespace accumulus {

/// What max and average pooling share: a window over an image, channel by channel, as Keras's
/// MaxPooling2D and AveragePooling2D. Written `maxpool 2`, with `stride 1` (default: the size) and
/// `same` (default `valid`: what does not fill a window is left out) behind it if need be.
class Pooling2d : public Layer
{
public:
    Shape outputShape() const override;
    bool readsOutput() const override { return false; }

protected:
    Pooling2d(const Shape& inputShape, const WindowText& window, const char* name);

    onednn::ImageWindow m_window;
    int m_channels;
};

/// The largest value of every window.
class MaxPooling : public Pooling2d
{
public:
    MaxPooling(const Shape& inputShape, const WindowText& window);

    std::size_t passBytes(std::size_t rows, bool hasInputGradient) const override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;
    void planPass(onednn::Engine& engine, ParameterArena& arena,
                  const PassBuffers& buffers) override;
};

/// The mean value of every window.
class AveragePooling : public Pooling2d
{
public:
    AveragePooling(const Shape& inputShape, const WindowText& window);

    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;
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
