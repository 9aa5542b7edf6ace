#include "core/onednn/pooling.h"

#include "core/onednn/memory.h"

namespace accumulus::onednn {

namespace {

using dnnl::memory;
using Forward = dnnl::pooling_forward;
using Backward = dnnl::pooling_backward;

struct Descriptions
{
    dnnl::algorithm algorithm;
    memory::desc input;
    memory::desc output;
    memory::dims strides;
    memory::dims window;
    memory::dims padBefore;
    memory::dims padBehind;
};

Forward::primitive_desc forwardDescriptor(Engine& engine, const Descriptions& d)
{
    constexpr auto training = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), training, d.algorithm, d.input,     d.output,        d.strides,
            d.window,        {0, 0},   d.padBefore, d.padBehind, userScratchpad()};
#else
    return {
        {training, d.algorithm, d.input, d.output, d.strides, d.window, d.padBefore, d.padBehind},
        userScratchpad(),
        engine.engine()};
#endif
}

Backward::primitive_desc backwardDescriptor(Engine& engine, const Descriptions& d,
                                            const Forward::primitive_desc& forward)
{
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), d.algorithm, d.input,     d.output, d.strides,       d.window,
            {0, 0},          d.padBefore, d.padBehind, forward,  userScratchpad()};
#else
    return {{d.algorithm, d.input, d.output, d.strides, d.window, d.padBefore, d.padBehind},
            userScratchpad(),
            engine.engine(),
            forward};
#endif
}

} // namespace

Pool::Pool(Engine& engine, Pooling kind, const ImageWindow& w, const Buffers& b)
    : m_hasInputGradient(b.inputGradient != nullptr)
{
    constexpr auto nhwc = memory::format_tag::nhwc;
    const Descriptions d{
        .algorithm = kind == Pooling::Max ? dnnl::algorithm::pooling_max
                                          : dnnl::algorithm::pooling_avg_exclude_padding,
        .input = {{b.samples, b.channels, w.height, w.width}, f32, nhwc},
        .output = {{b.samples, b.channels, w.outputHeight(), w.outputWidth()}, f32, nhwc},
        .strides = {w.strideHeight, w.strideWidth},
        .window = {w.windowHeight, w.windowWidth},
        .padBefore = {w.padTop, w.padLeft},
        .padBehind = {w.padBottom, w.padRight}};
    const auto forward = forwardDescriptor(engine, d);
    std::vector<BoundPrimitive::Argument> forwardArguments{
        {DNNL_ARG_SRC, wrap(engine, d.input, b.input)},
        {DNNL_ARG_DST, wrap(engine, d.output, b.output)}};
    std::vector<BoundPrimitive::Argument> backwardArguments{
        {DNNL_ARG_DIFF_DST, wrap(engine, d.output, b.outputGradient)},
        {DNNL_ARG_DIFF_SRC, wrap(engine, d.input, b.inputGradient)}};
    // Where the largest value stood; the average needs none.
    if (const memory::desc description = forward.workspace_desc(); description.get_size() > 0) {
        const auto buffer = engine.buffer(MemoryCategory::Activations, description.get_size());
        const memory workspace(description, engine.engine(), buffer->data());
        forwardArguments.push_back({DNNL_ARG_WORKSPACE, workspace, buffer});
        backwardArguments.push_back({DNNL_ARG_WORKSPACE, workspace, buffer});
    }
    m_forward = bind<Forward>(engine, forward, std::move(forwardArguments));
    if (m_hasInputGradient)
        m_backward = bind<Backward>(engine, backwardDescriptor(engine, d, forward),
                                    std::move(backwardArguments));
}

void Pool::backward()
{
    if (m_hasInputGradient)
        m_backward.run();
}

std::vector<std::string> Pool::implementations() const
{
    std::vector<std::string> names{m_forward.implementation()};
    if (m_hasInputGradient)
        names.push_back(m_backward.implementation());
    return names;
}

} // namespace accumulus::onednn
