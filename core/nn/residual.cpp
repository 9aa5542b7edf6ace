#include "core/nn/residual.h"

#include <stdexcept>

namespace accumulus {

namespace {

class ResidualPass : public LayerPass
{
public:
    ResidualPass(onednn::Engine& engine, ParameterArena& arena, Sequence& block, int elements,
                 const PassBuffers& buffers)
        : m_elements(elements)
        , m_buffers(buffers)
        , m_blockGradient(buffers.inputGradient ? static_cast<std::size_t>(elements) : 0)
        , m_block(block.makePass(engine, arena, buffers.rows, buffers.input,
                                 buffers.inputGradient ? m_blockGradient.data() : nullptr,
                                 buffers.outputGradient))
    {}

    void forward(const PassContext& context) override
    {
        m_block->forward(context);
        const float* f = m_block->output();
        for (int i = 0; i < m_elements; ++i)
            m_buffers.output[i] = m_buffers.input[i] + f[i];
    }

    void backward() override
    {
        m_block->backward();
        if (!m_buffers.inputGradient)
            return;
        for (int i = 0; i < m_elements; ++i)
            m_buffers.inputGradient[i] =
                m_buffers.outputGradient[i] + m_blockGradient[static_cast<std::size_t>(i)];
    }

    std::vector<std::string> implementations() const override { return m_block->implementations(); }

private:
    int m_elements;
    PassBuffers m_buffers;
    AlignedVector<float> m_blockGradient; ///< ∂loss/∂x through the block
    std::unique_ptr<SequencePass> m_block;
};

} // namespace

Residual::Residual(const std::vector<LayerSpec>& block, const LayerInput& input)
    : m_block(block, input, 0)
{
    if (m_block.outputShape() != input.shape)
        throw std::invalid_argument("a residual block must keep its shape, but it makes "
                                    + shapeText(m_block.outputShape()) + " of "
                                    + shapeText(input.shape));
}

void Residual::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_block.addParameters(arena, prefix);
}

void Residual::initialize(ParameterArena& arena, const Initialization& initialization)
{
    m_block.initialize(arena, initialization);
}

std::unique_ptr<LayerPass> Residual::makePass(onednn::Engine& engine, ParameterArena& arena,
                                              const PassBuffers& buffers)
{
    return std::make_unique<ResidualPass>(engine, arena, m_block,
                                          buffers.rows * elementCount(outputShape()), buffers);
}

std::size_t Residual::passBytes(std::size_t rows, bool hasInputGradient) const
{
    const std::size_t blockGradient =
        hasInputGradient ? rows * static_cast<std::size_t>(elementCount(outputShape())) : 0;
    return sizeof(float) * blockGradient + m_block.passBytes(rows, hasInputGradient, true);
}

void Residual::planPass(onednn::Engine& engine, ParameterArena& arena, const PassBuffers& buffers)
{
    m_block.planPass(engine, arena, buffers.rows, buffers.inputGradient != nullptr);
}

LayerKind residualKind()
{
    return {"residual",
            "\"residual (16 relu, 16)\": adds what the layers in parentheses make to what "
            "goes in",
            "residual (6 tanh, 10)", [](TokenReader& reader) -> LayerMaker {
                return [block = reader.block()](const LayerInput& input) {
                    return std::make_unique<Residual>(block, input);
                };
            }};
}

} // namespace accumulus
