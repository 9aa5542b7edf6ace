#include "core/nn/flatten.h"

#include <algorithm>

namespace accumulus {

namespace {

class FlattenPass : public LayerPass
{
public:
    FlattenPass(int elements, const PassBuffers& buffers)
        : m_elements(elements)
        , m_buffers(buffers)
    {}

    void forward(const PassContext&) override
    {
        if (m_buffers.output != m_buffers.input)
            std::copy_n(m_buffers.input, m_elements, m_buffers.output);
    }

    void backward() override
    {
        if (m_buffers.inputGradient && m_buffers.inputGradient != m_buffers.outputGradient)
            std::copy_n(m_buffers.outputGradient, m_elements, m_buffers.inputGradient);
    }

private:
    int m_elements;
    PassBuffers m_buffers;
};

} // namespace

Flatten::Flatten(const Shape& inputShape)
    : m_elements(elementCount(inputShape))
{}

std::unique_ptr<LayerPass> Flatten::makePass(onednn::Engine&, ParameterArena&,
                                             const PassBuffers& buffers)
{
    return std::make_unique<FlattenPass>(buffers.rows * m_elements, buffers);
}

LayerKind flattenKind()
{
    return {"flatten", "an image as a row of values (dense layers do it by themselves)", "flatten",
            [](TokenReader&) -> LayerMaker {
                return
                    [](const LayerInput& input) { return std::make_unique<Flatten>(input.shape); };
            }};
}

} // namespace accumulus
