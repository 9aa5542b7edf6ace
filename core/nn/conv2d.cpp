#include "core/nn/conv2d.h"

#include "core/nn/column_sums.h"

namespace accumulus {

namespace {

constexpr int maxFilters = 4096;

class Conv2dPass : public LayerPass
{
public:
    Conv2dPass(onednn::Engine& engine, const ParameterArena& arena,
               const onednn::ImageWindow& window, const onednn::Convolution::Buffers& buffers,
               float* biasGradient)
        : m_arena(arena)
        , m_convolution(engine, window, buffers)
        , m_outputGradient(buffers.outputGradient)
        , m_pixels(buffers.samples * window.outputHeight() * window.outputWidth())
        , m_filters(buffers.outputs)
        , m_biasGradient(biasGradient)
    {}

    void forward(const PassContext&) override
    {
        if (m_arena.haveWeightsChanged(m_seenWeights))
            m_convolution.packKernel(); // once per update, not per micro-batch
        m_convolution.forward();
    }

    void backward() override
    {
        m_convolution.backward();
        addColumnSums(m_outputGradient, m_pixels, m_filters, m_biasGradient, m_arena.threads());
    }

    std::vector<std::string> implementations() const override
    {
        return m_convolution.implementations();
    }

private:
    const ParameterArena& m_arena;
    onednn::Convolution m_convolution;
    const float* m_outputGradient;
    int m_pixels; ///< of all output images
    int m_filters;
    float* m_biasGradient;
    std::uint64_t m_seenWeights = 0;
};

} // namespace

Conv2d::Conv2d(const Shape& inputShape, int filters, const WindowText& window)
    : m_window(windowOver(inputShape, window, "conv"))
    , m_inputs(inputShape[2])
    , m_filters(filters)
{}

Shape Conv2d::outputShape() const
{
    return {m_window.outputHeight(), m_window.outputWidth(), m_filters};
}

std::int64_t Conv2d::multiplyAdds(bool hasInputGradient) const
{
    return std::int64_t{m_inputs} * m_window.windowHeight * m_window.windowWidth
        * elementCount(outputShape()) * (hasInputGradient ? 3 : 2);
}

void Conv2d::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_kernel = arena.add(prefix + "kernel",
                         {m_window.windowHeight, m_window.windowWidth, m_inputs, m_filters});
    m_bias = arena.add(prefix + "bias", {m_filters});
}

void Conv2d::initialize(ParameterArena& arena, const Initialization& initialization)
{
    const double pixels = m_window.windowHeight * m_window.windowWidth;
    initialization.fill(arena.weights(m_kernel), pixels * m_inputs, pixels * m_filters, number());
}

std::unique_ptr<LayerPass> Conv2d::makePass(onednn::Engine& engine, ParameterArena& arena,
                                            const PassBuffers& buffers)
{
    return std::make_unique<Conv2dPass>(
        engine, arena, m_window,
        onednn::Convolution::Buffers{.samples = buffers.rows,
                                     .inputs = m_inputs,
                                     .outputs = m_filters,
                                     .input = buffers.input,
                                     .kernel = arena.weights(m_kernel).data(),
                                     .bias = arena.weights(m_bias).data(),
                                     .output = buffers.output,
                                     .outputGradient = buffers.outputGradient,
                                     .inputGradient = buffers.inputGradient,
                                     .kernelGradient = arena.gradients(m_kernel).data()},
        arena.gradients(m_bias).data());
}

LayerKind conv2dKind()
{
    return {"conv",
            "\"conv 16 3x3\": 16 filters of 3x3 over an image; then \"valid\" for no padding, "
            "\"stride 2\"",
            "conv 6 3x3", [](TokenReader& reader) -> LayerMaker {
                const int filters = reader.wholeNumber("a number of filters", 1, maxFilters);
                const WindowText window = readWindow(reader, true, false);
                return [=](const LayerInput& input) {
                    return std::make_unique<Conv2d>(input.shape, filters, window);
                };
            }};
}

} // namespace accumulus
