#include "core/onednn/pooling.h"

#include "core/onednn/memory.h"

namespace accumulus::onednn {

namespace {

using dnnl::memory;
using Forward = dnnl::pooling_forward;
using Backward = dnnl::pooling_backward;

constexpr auto average = dnnl::algorithm::pooling_avg_exclude_padding;

struct Descriptions
{
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
    return {engine.engine(), training, average,     d.input,     d.output,        d.strides,
            d.window,        {0, 0},   d.padBefore, d.padBehind, userScratchpad()};
#else
    return {{training, average, d.input, d.output, d.strides, d.window, d.padBefore, d.padBehind},
            userScratchpad(),
            engine.engine()};
#endif
}

Backward::primitive_desc backwardDescriptor(Engine& engine, const Descriptions& d,
                                            const Forward::primitive_desc& forward)
{
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), average,     d.input,     d.output, d.strides,       d.window,
            {0, 0},          d.padBefore, d.padBehind, forward,  userScratchpad()};
#else
    return {{average, d.input, d.output, d.strides, d.window, d.padBefore, d.padBehind},
            userScratchpad(),
            engine.engine(),
            forward};
#endif
}

} // namespace

AveragePool::AveragePool(Engine& engine, const ImageWindow& w, const Buffers& b)
    : m_hasInputGradient(b.inputGradient != nullptr)
{
    constexpr auto nhwc = memory::format_tag::nhwc;
    const Descriptions d{
        .input = {{b.samples, b.channels, w.height, w.width}, f32, nhwc},
        .output = {{b.samples, b.channels, w.outputHeight(), w.outputWidth()}, f32, nhwc},
        .strides = {w.strideHeight, w.strideWidth},
        .window = {w.windowHeight, w.windowWidth},
        .padBefore = {w.padTop, w.padLeft},
        .padBehind = {w.padBottom, w.padRight}};
    const auto forward = forwardDescriptor(engine, d);
    m_forward = bind<Forward>(engine, forward,
                              {{DNNL_ARG_SRC, wrap(engine, d.input, b.input)},
                               {DNNL_ARG_DST, wrap(engine, d.output, b.output)}});
    if (m_hasInputGradient)
        m_backward = bind<Backward>(engine, backwardDescriptor(engine, d, forward),
                                    {{DNNL_ARG_DIFF_DST, wrap(engine, d.output, b.outputGradient)},
                                     {DNNL_ARG_DIFF_SRC, wrap(engine, d.input, b.inputGradient)}});
}

void AveragePool::backward()
{
    if (m_hasInputGradient)
        m_backward.run();
}

std::vector<std::string> AveragePool::implementations() const
{
    std::vector<std::string> names{m_forward.implementation()};
    if (m_hasInputGradient)
        names.push_back(m_backward.implementation());
    return names;
}

} // namespace accumulus::onednn
