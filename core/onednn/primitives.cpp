#include "core/onednn/primitives.h"

#include "core/onednn/memory.h"

#include <utility>

namespace accumulus::onednn {

namespace {

using dnnl::memory;

memory::desc matrix(int rows, int columns, Transpose transpose,
                    Precision precision = Precision::F32)
{
    return {{rows, columns},
            dataType(precision),
            transpose == Transpose::Yes ? memory::dims{1, rows} : memory::dims{columns, 1}};
}

struct EltwiseAlgorithm
{
    dnnl::algorithm forward;
    dnnl::algorithm backward;
    bool backwardUsesOutput;
};

EltwiseAlgorithm algorithm(Eltwise function)
{
    using A = dnnl::algorithm;
    switch (function) {
    case Eltwise::Tanh:
        return {A::eltwise_tanh, A::eltwise_tanh_use_dst_for_bwd, true};
    case Eltwise::Sigmoid:
        return {A::eltwise_logistic, A::eltwise_logistic_use_dst_for_bwd, true};
    case Eltwise::GeluErf:
        break;
    }
    return {A::eltwise_gelu_erf, A::eltwise_gelu_erf, false};
}

dnnl::matmul::primitive_desc matmulDescriptor(Engine& engine, const memory::desc& a,
                                              const memory::desc& b, const memory::desc& bias,
                                              const memory::desc& c,
                                              const dnnl::primitive_attr& attributes)
{
#if DNNL_VERSION_MAJOR >= 3
    return bias.is_zero()
        ? dnnl::matmul::primitive_desc(engine.engine(), a, b, c, attributes)
        : dnnl::matmul::primitive_desc(engine.engine(), a, b, bias, c, attributes);
#else
    const dnnl::matmul::desc operation =
        bias.is_zero() ? dnnl::matmul::desc(a, b, c) : dnnl::matmul::desc(a, b, bias, c);
    return {operation, attributes, engine.engine()};
#endif
}

dnnl::eltwise_forward::primitive_desc
eltwiseForwardDescriptor(Engine& engine, dnnl::algorithm function, const memory::desc& values)
{
    constexpr auto training = dnnl::prop_kind::forward_training;
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), training, function, values, values, 0.0f, 0.0f, userScratchpad()};
#else
    return {{training, function, values, 0.0f, 0.0f}, userScratchpad(), engine.engine()};
#endif
}

dnnl::eltwise_backward::primitive_desc
eltwiseBackwardDescriptor(Engine& engine, dnnl::algorithm function, const memory::desc& values,
                          const dnnl::eltwise_forward::primitive_desc& forward)
{
#if DNNL_VERSION_MAJOR >= 3
    return {engine.engine(), function,        values, values, values, 0.0f, 0.0f,
            forward,         userScratchpad()};
#else
    return {{function, values, values, 0.0f, 0.0f}, userScratchpad(), engine.engine(), forward};
#endif
}

} // namespace

BoundPrimitive makeMatmul(Engine& engine, const Matmul& m)
{
    const memory::desc a = matrix(m.rows, m.inner, m.transposeA, m.precision);
    const memory::desc b = matrix(m.inner, m.columns, m.transposeB, m.precision);
    const memory::desc c = matrix(m.rows, m.columns, Transpose::No);
    const memory::desc bias = m.bias ? matrix(1, m.columns, Transpose::No) : memory::desc();

    dnnl::primitive_attr attributes = userScratchpad();
    if (m.accumulate) {
        dnnl::post_ops addToDestination;
        addToDestination.append_sum(1.0f);
        attributes.set_post_ops(addToDestination);
    }
    const auto descriptor = matmulDescriptor(engine, a, b, bias, c, attributes);

    std::vector<BoundPrimitive::Argument> arguments{{DNNL_ARG_SRC, wrap(engine, a, m.a)},
                                                    {DNNL_ARG_WEIGHTS, wrap(engine, b, m.b)},
                                                    {DNNL_ARG_DST, wrap(engine, c, m.c)}};
    if (m.bias)
        arguments.push_back({DNNL_ARG_BIAS, wrap(engine, bias, m.bias)});
    return bind<dnnl::matmul>(engine, descriptor, std::move(arguments));
}

BoundPrimitive makeEltwiseForward(Engine& engine, Eltwise function, int count, const float* x,
                                  float* y)
{
    const memory::desc values({count}, f32, memory::dims{1});
    const auto descriptor = eltwiseForwardDescriptor(engine, algorithm(function).forward, values);
    std::vector<BoundPrimitive::Argument> arguments{{DNNL_ARG_SRC, wrap(engine, values, x)},
                                                    {DNNL_ARG_DST, wrap(engine, values, y)}};
    return bind<dnnl::eltwise_forward>(engine, descriptor, std::move(arguments));
}

BoundPrimitive makeEltwiseBackward(Engine& engine, Eltwise function, int count,
                                   const float* reference, const float* outputGradient,
                                   float* inputGradient)
{
    const memory::desc values({count}, f32, memory::dims{1});
    const auto forward = eltwiseForwardDescriptor(engine, algorithm(function).forward, values);
    const auto descriptor =
        eltwiseBackwardDescriptor(engine, algorithm(function).backward, values, forward);
    const int referenceIndex = backwardUsesOutput(function) ? DNNL_ARG_DST : DNNL_ARG_SRC;
    std::vector<BoundPrimitive::Argument> arguments{
        {referenceIndex, wrap(engine, values, reference)},
        {DNNL_ARG_DIFF_DST, wrap(engine, values, outputGradient)},
        {DNNL_ARG_DIFF_SRC, wrap(engine, values, inputGradient)}};
    return bind<dnnl::eltwise_backward>(engine, descriptor, std::move(arguments));
}

bool backwardUsesOutput(Eltwise function)
{
    return algorithm(function).backwardUsesOutput;
}

} // namespace accumulus::onednn
