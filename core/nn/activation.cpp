#include "core/nn/activation.h"

#include "core/named_row.h"

#include <utility>

namespace accumulus {

namespace {

class ActivationPass : public LayerPass
{
public:
    ActivationPass(onednn::Engine& engine, onednn::Eltwise function, int elements,
                   const PassBuffers& buffers)
        : m_forward(makeEltwiseForward(engine, function, elements, buffers.input, buffers.output))
    {
        if (buffers.inputGradient) {
            const float* reference = backwardUsesOutput(function) ? buffers.output : buffers.input;
            m_backward = makeEltwiseBackward(engine, function, elements, reference,
                                             buffers.outputGradient, buffers.inputGradient);
            m_hasInputGradient = true;
        }
    }

    void forward() override { m_forward.run(); }

    void backward() override
    {
        if (m_hasInputGradient)
            m_backward.run();
    }

    std::vector<std::string> implementations() const override
    {
        std::vector<std::string> names{m_forward.implementation()};
        if (m_hasInputGradient)
            names.push_back(m_backward.implementation());
        return names;
    }

private:
    onednn::BoundPrimitive m_forward;
    onednn::BoundPrimitive m_backward;
    bool m_hasInputGradient = false;
};

} // namespace

const std::vector<ActivationKind>& activations()
{
    using onednn::Eltwise;
    static const std::vector<ActivationKind> table{
        {"relu", "max(0, x)", Eltwise::Relu},
        {"tanh", "tanh x", Eltwise::Tanh},
        {"sigmoid", "1 / (1 + exp(−x))", Eltwise::Sigmoid},
        {"gelu", "x · Φ(x), Φ the normal distribution function", Eltwise::GeluErf},
    };
    return table;
}

const ActivationKind& activationKind(std::string_view name)
{
    return namedRow(activations(), name, "activation");
}

Activation::Activation(Shape shape, const ActivationKind& kind)
    : m_shape(std::move(shape))
    , m_function(kind.function)
{}

std::unique_ptr<LayerPass> Activation::makePass(onednn::Engine& engine, ParameterArena&,
                                                const PassBuffers& buffers)
{
    return std::make_unique<ActivationPass>(engine, m_function,
                                            buffers.samples * elementCount(m_shape), buffers);
}

} // namespace accumulus
