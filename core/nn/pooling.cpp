#include "core/nn/pooling.h"

namespace accumulus {

namespace {

class PoolingPass : public LayerPass
{
public:
    PoolingPass(onednn::Engine& engine, onednn::Pooling kind, const onednn::ImageWindow& window,
                const onednn::Pool::Buffers& buffers)
        : m_pool(engine, kind, window, buffers)
    {}

    void forward(const PassContext&) override { m_pool.forward(); }
    void backward() override { m_pool.backward(); }
    std::vector<std::string> implementations() const override { return m_pool.implementations(); }

private:
    onednn::Pool m_pool;
};

const char* nameOf(onednn::Pooling kind)
{
    return kind == onednn::Pooling::Max ? "maxpool" : "avgpool";
}

LayerMaker parsePooling(TokenReader& reader, onednn::Pooling kind)
{
    const WindowText window = readWindow(reader, false, true);
    return [=](const LayerInput& input) {
        return std::make_unique<Pooling2d>(input.shape, kind, window);
    };
}

} // namespace

Pooling2d::Pooling2d(const Shape& inputShape, onednn::Pooling kind, const WindowText& window)
    : m_kind(kind)
    , m_window(windowOver(inputShape, window, nameOf(kind)))
    , m_channels(inputShape[2])
{}

Shape Pooling2d::outputShape() const
{
    return {m_window.outputHeight(), m_window.outputWidth(), m_channels};
}

std::unique_ptr<LayerPass> Pooling2d::makePass(onednn::Engine& engine, ParameterArena&,
                                               const PassBuffers& buffers)
{
    return std::make_unique<PoolingPass>(
        engine, m_kind, m_window,
        onednn::Pool::Buffers{.samples = buffers.rows,
                              .channels = m_channels,
                              .input = buffers.input,
                              .output = buffers.output,
                              .outputGradient = buffers.outputGradient,
                              .inputGradient = buffers.inputGradient});
}

LayerKind maxPoolKind()
{
    return {"maxpool",
            "\"maxpool 2\": the largest value of every 2x2 pixels; then \"stride 1\", \"same\"",
            "maxpool 2",
            [](TokenReader& reader) { return parsePooling(reader, onednn::Pooling::Max); }};
}

LayerKind averagePoolKind()
{
    return {"avgpool", "\"avgpool 2\": the mean of every 2x2 pixels; then \"stride 1\", \"same\"",
            "avgpool 2",
            [](TokenReader& reader) { return parsePooling(reader, onednn::Pooling::Average); }};
}

} // namespace accumulus
