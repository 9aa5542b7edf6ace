#include "core/nn/pooling.h"

#include "core/nn/column_sums.h"
#include "core/nn/max_pooling.h"
#include "core/onednn/pooling.h"

#include <algorithm>

namespace accumulus {

namespace {

class AveragePoolingPass : public LayerPass
{
public:
    AveragePoolingPass(onednn::Engine& engine, const onednn::ImageWindow& window,
                       const onednn::AveragePool::Buffers& buffers)
        : m_pool(engine, window, buffers)
    {}

    void forward(const PassContext&) override { m_pool.forward(); }
    void backward() override { m_pool.backward(); }
    std::vector<std::string> implementations() const override { return m_pool.implementations(); }

private:
    onednn::AveragePool m_pool;
};

class GlobalAveragePass : public LayerPass
{
public:
    GlobalAveragePass(int pixels, int channels, const PassBuffers& buffers)
        : m_pixels(pixels)
        , m_channels(channels)
        , m_buffers(buffers)
    {}

    void forward(const PassContext&) override
    {
        const float share = 1.0f / static_cast<float>(m_pixels);
        const float* x = m_buffers.input;
        float* y = m_buffers.output;
        for (int row = 0; row < m_buffers.rows; ++row) {
            std::fill_n(y, m_channels, 0.0f);
            addColumnSums(x, m_pixels, m_channels, y);
            for (int c = 0; c < m_channels; ++c)
                y[c] *= share;
            x += m_pixels * m_channels;
            y += m_channels;
        }
    }

    void backward() override
    {
        if (!m_buffers.inputGradient)
            return;
        const float share = 1.0f / static_cast<float>(m_pixels);
        const float* dy = m_buffers.outputGradient;
        float* dx = m_buffers.inputGradient;
        for (int row = 0; row < m_buffers.rows; ++row, dy += m_channels) {
            for (int pixel = 0; pixel < m_pixels; ++pixel, dx += m_channels) {
                for (int c = 0; c < m_channels; ++c)
                    dx[c] = share * dy[c];
            }
        }
    }

private:
    int m_pixels;
    int m_channels;
    PassBuffers m_buffers;
};

template <typename Pooling>
LayerMaker parsePooling(TokenReader& reader)
{
    const WindowText window = readWindow(reader, false, true);
    return [=](const LayerInput& input) { return std::make_unique<Pooling>(input.shape, window); };
}

} // namespace

Pooling2d::Pooling2d(const Shape& inputShape, const WindowText& window, const char* name)
    : m_window(windowOver(inputShape, window, name))
    , m_channels(inputShape[2])
{}

Shape Pooling2d::outputShape() const
{
    return {m_window.outputHeight(), m_window.outputWidth(), m_channels};
}

MaxPooling::MaxPooling(const Shape& inputShape, const WindowText& window)
    : Pooling2d(inputShape, window, "maxpool")
{}

std::size_t MaxPooling::passBytes(std::size_t rows, bool) const
{
    return MaxPoolingPass::bytes(rows, m_window, m_channels);
}

std::unique_ptr<LayerPass> MaxPooling::makePass(onednn::Engine& engine, ParameterArena&,
                                                const PassBuffers& buffers)
{
    return std::make_unique<MaxPoolingPass>(m_window, m_channels, engine.threads(), buffers);
}

void MaxPooling::planPass(onednn::Engine&, ParameterArena&, const PassBuffers&) {}

AveragePooling::AveragePooling(const Shape& inputShape, const WindowText& window)
    : Pooling2d(inputShape, window, "avgpool")
{}

std::unique_ptr<LayerPass> AveragePooling::makePass(onednn::Engine& engine, ParameterArena&,
                                                    const PassBuffers& buffers)
{
    return std::make_unique<AveragePoolingPass>(
        engine, m_window,
        onednn::AveragePool::Buffers{.samples = buffers.rows,
                                     .channels = m_channels,
                                     .input = buffers.input,
                                     .output = buffers.output,
                                     .outputGradient = buffers.outputGradient,
                                     .inputGradient = buffers.inputGradient});
}

GlobalAveragePooling::GlobalAveragePooling(const Shape& inputShape)
{
    requireImage(inputShape, "globalavgpool");
    m_pixels = inputShape[0] * inputShape[1];
    m_channels = inputShape[2];
}

std::unique_ptr<LayerPass> GlobalAveragePooling::makePass(onednn::Engine&, ParameterArena&,
                                                          const PassBuffers& buffers)
{
    return std::make_unique<GlobalAveragePass>(m_pixels, m_channels, buffers);
}

LayerKind maxPoolKind()
{
    return {"maxpool",
            "\"maxpool 2\": the largest value of every 2x2 pixels; then \"stride 1\", \"same\"",
            "maxpool 2", [](TokenReader& reader) { return parsePooling<MaxPooling>(reader); }};
}

LayerKind averagePoolKind()
{
    return {"avgpool", "\"avgpool 2\": the mean of every 2x2 pixels; then \"stride 1\", \"same\"",
            "avgpool 2", [](TokenReader& reader) { return parsePooling<AveragePooling>(reader); }};
}

LayerKind globalAveragePoolKind()
{
    return {"globalavgpool", "the mean of all pixels, one value for each channel", "globalavgpool",
            [](TokenReader&) -> LayerMaker {
                return [](const LayerInput& input) {
                    return std::make_unique<GlobalAveragePooling>(input.shape);
                };
            }};
}

} // namespace accumulus
