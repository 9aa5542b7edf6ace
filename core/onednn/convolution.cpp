#include "core/onednn/convolution.h"

#include "core/bf16.h"
#include "core/onednn/memory.h"

namespace accumulus::onednn {

namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;
using Direction = KernelPacking::Direction;

// Not convolution_auto: Winograd rounds more, and 2.6's choice goes by core counts that it reads on
// Intel's processors only.
constexpr auto direct = dnnl::algorithm::convolution_direct;

struct Descriptions
{
    memory::desc input;
    memory::desc kernel; ///< any layout
    memory::desc bias;
    memory::desc output;
    memory::desc outputGradient;
    memory::desc inputGradient;
    memory::desc kernelGradient; ///< any layout
    memory::dims strides;
    memory::dims padBefore;
    memory::dims padBehind;
};

Descriptions describe(const ImageWindow& w, const Convolution::Buffers& b, Precision precision)
{
    const memory::dims input{b.samples, b.inputs, w.height, w.width};
    const memory::dims kernel{b.outputs, b.inputs, w.windowHeight, w.windowWidth};
    const memory::dims output{b.samples, b.outputs, w.outputHeight(), w.outputWidth()};
    const memory::data_type type = dataType(precision);
    return {.input = {input, type, Tag::nhwc},
            .kernel = {kernel, type, Tag::any},
            .bias = {{b.outputs}, f32, Tag::x},
            .output = {output, f32, Tag::nhwc},
            .outputGradient = {output, type, Tag::nhwc},
            .inputGradient = {input, f32, Tag::nhwc},
            .kernelGradient = {kernel, f32, Tag::any},
            .strides = {w.strideHeight, w.strideWidth},
            .padBefore = {w.padTop, w.padLeft},
            .padBehind = {w.padBottom, w.padRight}};
}

Forward::primitive_desc forwardDescriptor(Engine& engine, const Descriptions& d)
{
    constexpr auto training = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), training,  direct,      d.input,     d.kernel,        d.bias,
            d.output,        d.strides, d.padBefore, d.padBehind, userScratchpad()};
#else
    return {{training, direct, d.input, d.kernel, d.bias, d.output, d.strides, d.padBefore,
             d.padBehind},
            userScratchpad(),
            engine.engine()};
#endif
}

/// Of the gradient of the image, or of the kernel. The latter comes without the bias's, which is a
/// plain sum and would need a scratch buffer here.
template <typename Backward>
typename Backward::primitive_desc
backwardDescriptor(Engine& engine, const Descriptions& d, const memory::desc& image,
                   const memory::desc& kernel, const Forward::primitive_desc& forward)
{
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), direct,      image,       kernel,  d.outputGradient,
            d.strides,       d.padBefore, d.padBehind, forward, userScratchpad()};
#else
    return {{direct, image, kernel, d.outputGradient, d.strides, d.padBefore, d.padBehind},
            userScratchpad(),
            engine.engine(),
            forward};
#endif
}

/// A buffer in a layout that oneDNN chose.
BoundPrimitive::Argument ownMemory(Engine& engine, int index, const memory::desc& description)
{
    auto buffer = engine.buffer(MemoryCategory::Workspace, description.get_size());
    return {index, memory(description, engine.engine(), buffer->data()), buffer};
}

Precision precisionOf(const Engine& engine, const Convolution::Buffers& buffers)
{
    constexpr int fewestChannels = 3; // below, bf16 is slower
    return buffers.inputs < fewestChannels ? Precision::F32 : engine.precision();
}

std::size_t valuesOf(const memory::desc& description, Precision precision)
{
    return description.get_size()
        / (precision == Precision::F32 ? sizeof(float) : sizeof(BFloat16));
}

} // namespace

Convolution::Convolution(Engine& engine, const ImageWindow& window, const Buffers& buffers)
    : m_hasInputGradient(buffers.inputGradient != nullptr)
{
    const Precision precision = precisionOf(engine, buffers);
    const Descriptions d = describe(window, buffers, precision);
    m_input = ProductInput(engine, precision, buffers.input, valuesOf(d.input, precision));
    m_outputGradient = ProductInput(engine, precision, buffers.outputGradient,
                                    valuesOf(d.outputGradient, precision));
    const memory::desc kernelAsStored(
        {buffers.outputs, buffers.inputs, window.windowHeight, window.windowWidth}, f32, Tag::hwio);
    const memory kernel = wrap(engine, kernelAsStored, buffers.kernel);
    const memory kernelGradient = wrap(engine, kernelAsStored, buffers.kernelGradient);
    const memory input = wrap(engine, d.input, m_input.data());
    const memory outputGradient = wrap(engine, d.outputGradient, m_outputGradient.data());

    const auto forward = forwardDescriptor(engine, d);
    const auto packed = ownMemory(engine, DNNL_ARG_WEIGHTS, forward.weights_desc());
    m_packForward = {engine, Direction::ToPacked, kernel, packed, precision};
    m_forward = bind<Forward>(engine, forward,
                              {{DNNL_ARG_SRC, input},
                               packed,
                               {DNNL_ARG_BIAS, wrap(engine, d.bias, buffers.bias)},
                               {DNNL_ARG_DST, wrap(engine, d.output, buffers.output)}});

    const auto backwardKernel =
        backwardDescriptor<BackwardWeights>(engine, d, d.input, d.kernelGradient, forward);
    const auto scratch =
        ownMemory(engine, DNNL_ARG_DIFF_WEIGHTS, backwardKernel.diff_weights_desc());
    m_backwardKernel = bind<BackwardWeights>(
        engine, backwardKernel,
        {{DNNL_ARG_SRC, input}, {DNNL_ARG_DIFF_DST, outputGradient}, scratch});
    m_addKernelGradient = {engine, Direction::AddToStored, kernelGradient, scratch, Precision::F32};

    if (!m_hasInputGradient)
        return;
    const auto backwardData =
        backwardDescriptor<BackwardData>(engine, d, d.inputGradient, d.kernel, forward);
    const auto packedBackward = ownMemory(engine, DNNL_ARG_WEIGHTS, backwardData.weights_desc());
    m_packBackward = {engine, Direction::ToPacked, kernel, packedBackward, precision};
    m_backwardData = bind<BackwardData>(
        engine, backwardData,
        {{DNNL_ARG_DIFF_DST, outputGradient},
         packedBackward,
         {DNNL_ARG_DIFF_SRC, wrap(engine, d.inputGradient, buffers.inputGradient)}});
}

void Convolution::packKernel()
{
    m_packForward.run();
    if (m_hasInputGradient)
        m_packBackward.run();
}

void Convolution::forward()
{
    m_input.refresh();
    m_forward.run();
}

/// The gradient of the kernel is added up in the arena's layout, not in oneDNN's: that takes 0.5 to
/// 2 µs of a convolution's 1000 (32 images of 14×14×16, 32 filters), and everybody can look at the
/// arena at any time.
void Convolution::backward()
{
    m_outputGradient.refresh();
    m_backwardKernel.run();
    m_addKernelGradient.run();
    if (m_hasInputGradient)
        m_backwardData.run();
}

std::vector<std::string> Convolution::implementations() const
{
    std::vector<std::string> names{m_forward.implementation(), m_backwardKernel.implementation()};
    if (m_hasInputGradient)
        names.push_back(m_backwardData.implementation());
    return names;
}

} // namespace accumulus::onednn
