#include "core/onednn/convolution.h"

#include "core/onednn/memory.h"

namespace accumulus::onednn {

namespace {

using dnnl::memory;
using Tag = memory::format_tag;
using Forward = dnnl::convolution_forward;
using BackwardData = dnnl::convolution_backward_data;
using BackwardWeights = dnnl::convolution_backward_weights;

// Not convolution_auto: Winograd rounds more, and 2.6's choice goes by core counts that it reads on
// Intel's processors only.
constexpr auto direct = dnnl::algorithm::convolution_direct;

struct Descriptions
{
    memory::desc input;
    memory::desc kernel; ///< any layout
    memory::desc bias;
    memory::desc output;
    memory::dims strides;
    memory::dims padBefore;
    memory::dims padBehind;
};

Descriptions describe(const ImageWindow& w, const Convolution::Buffers& b)
{
    return {.input = {{b.samples, b.inputs, w.height, w.width}, f32, Tag::nhwc},
            .kernel = {{b.outputs, b.inputs, w.windowHeight, w.windowWidth}, f32, Tag::any},
            .bias = {{b.outputs}, f32, Tag::x},
            .output = {{b.samples, b.outputs, w.outputHeight(), w.outputWidth()}, f32, Tag::nhwc},
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

/// Of either gradient. That of the kernel comes without the bias's, which is a plain sum and would
/// need a scratch buffer here.
template <typename Backward>
typename Backward::primitive_desc backwardDescriptor(Engine& engine, const Descriptions& d,
                                                     const Forward::primitive_desc& forward)
{
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), direct,      d.input,     d.kernel, d.output,
            d.strides,       d.padBefore, d.padBehind, forward,  userScratchpad()};
#else
    return {{direct, d.input, d.kernel, d.output, d.strides, d.padBefore, d.padBehind},
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

BoundPrimitive makeReorder(Engine& engine, const BoundPrimitive::Argument& from,
                           const BoundPrimitive::Argument& to, bool accumulate)
{
    dnnl::primitive_attr attributes = userScratchpad();
    if (accumulate) {
        dnnl::post_ops addToDestination;
        addToDestination.append_sum(1.0f);
        attributes.set_post_ops(addToDestination);
    }
    const dnnl::reorder::primitive_desc descriptor(
        engine.engine(), from.memory.get_desc(), engine.engine(), to.memory.get_desc(), attributes);
    return bind<dnnl::reorder>(
        engine, descriptor,
        {{DNNL_ARG_FROM, from.memory, from.buffer}, {DNNL_ARG_TO, to.memory, to.buffer}});
}

} // namespace

Convolution::Convolution(Engine& engine, const ImageWindow& window, const Buffers& buffers)
    : m_hasInputGradient(buffers.inputGradient != nullptr)
{
    const Descriptions d = describe(window, buffers);
    const memory::desc kernelAsStored(
        {buffers.outputs, buffers.inputs, window.windowHeight, window.windowWidth}, f32, Tag::hwio);
    const BoundPrimitive::Argument kernel{DNNL_ARG_FROM,
                                          wrap(engine, kernelAsStored, buffers.kernel)};
    const BoundPrimitive::Argument kernelGradient{
        DNNL_ARG_TO, wrap(engine, kernelAsStored, buffers.kernelGradient)};
    const memory input = wrap(engine, d.input, buffers.input);
    const memory outputGradient = wrap(engine, d.output, buffers.outputGradient);

    const auto forward = forwardDescriptor(engine, d);
    const auto packed = ownMemory(engine, DNNL_ARG_WEIGHTS, forward.weights_desc());
    m_packForward = makeReorder(engine, kernel, packed, false);
    m_forward = bind<Forward>(engine, forward,
                              {{DNNL_ARG_SRC, input},
                               packed,
                               {DNNL_ARG_BIAS, wrap(engine, d.bias, buffers.bias)},
                               {DNNL_ARG_DST, wrap(engine, d.output, buffers.output)}});

    const auto backwardKernel = backwardDescriptor<BackwardWeights>(engine, d, forward);
    const auto scratch =
        ownMemory(engine, DNNL_ARG_DIFF_WEIGHTS, backwardKernel.diff_weights_desc());
    m_backwardKernel = bind<BackwardWeights>(
        engine, backwardKernel,
        {{DNNL_ARG_SRC, input}, {DNNL_ARG_DIFF_DST, outputGradient}, scratch});
    m_addKernelGradient = makeReorder(engine, scratch, kernelGradient, true);

    if (!m_hasInputGradient)
        return;
    const auto backwardData = backwardDescriptor<BackwardData>(engine, d, forward);
    const auto packedBackward = ownMemory(engine, DNNL_ARG_WEIGHTS, backwardData.weights_desc());
    m_packBackward = makeReorder(engine, kernel, packedBackward, false);
    m_backwardData =
        bind<BackwardData>(engine, backwardData,
                           {{DNNL_ARG_DIFF_DST, outputGradient},
                            packedBackward,
                            {DNNL_ARG_DIFF_SRC, wrap(engine, d.input, buffers.inputGradient)}});
}

void Convolution::packKernel()
{
    m_packForward.run();
    if (m_hasInputGradient)
        m_packBackward.run();
}

void Convolution::backward()
{
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
