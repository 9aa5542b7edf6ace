#include "core/nn/dense.h"

#include "core/nn/column_sums.h"
#include "core/nn/matrix_product.h"
#include "core/onednn/product_input.h"

#include <stdexcept>

namespace accumulus {

namespace {

using onednn::Matmul;
using onednn::ProductInput;
using onednn::Transpose;

constexpr int maxUnits = 1 << 16;

class DensePass : public LayerPass
{
public:
    DensePass(onednn::Engine& engine, ParameterArena& arena, std::size_t kernel, std::size_t bias,
              int inputs, int units, const PassBuffers& buffers)
        : m_arena(arena)
        , m_rows(buffers.rows)
        , m_units(units)
        , m_outputGradientValues(buffers.outputGradient)
        , m_biasGradient(arena.gradients(bias).data())
        , m_hasInputGradient(buffers.inputGradient != nullptr)
    {
        const Precision precision = engine.precision();
        const auto taken = [&](const float* values, int rows, int columns) {
            return ProductInput(engine, precision, values,
                                static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
        };
        m_input = taken(buffers.input, buffers.rows, inputs);
        m_kernel = taken(arena.weights(kernel).data(), inputs, units);
        m_outputGradient = taken(buffers.outputGradient, buffers.rows, units);
        // Y [rows, units] = X·W + b
        m_forward = MatrixProduct(engine,
                                  Matmul{.rows = buffers.rows,
                                         .inner = inputs,
                                         .columns = units,
                                         .precision = precision,
                                         .a = m_input.data(),
                                         .b = m_kernel.data(),
                                         .bias = arena.weights(bias).data(),
                                         .c = buffers.output});
        // dW [inputs, units] += Xᵀ·dY, straight into the accumulated gradients
        m_kernelGradient = MatrixProduct(engine,
                                         Matmul{.rows = inputs,
                                                .inner = buffers.rows,
                                                .columns = units,
                                                .transposeA = Transpose::Yes,
                                                .precision = precision,
                                                .a = m_input.data(),
                                                .b = m_outputGradient.data(),
                                                .c = arena.gradients(kernel).data(),
                                                .accumulate = true});
        // dX [rows, inputs] = dY·Wᵀ
        if (m_hasInputGradient)
            m_inputGradient = MatrixProduct(engine,
                                            Matmul{.rows = buffers.rows,
                                                   .inner = units,
                                                   .columns = inputs,
                                                   .transposeB = Transpose::Yes,
                                                   .precision = precision,
                                                   .a = m_outputGradient.data(),
                                                   .b = m_kernel.data(),
                                                   .c = buffers.inputGradient});
    }

    void forward(const PassContext&) override
    {
        if (m_arena.haveWeightsChanged(m_seenWeights))
            m_kernel.refresh(); // once per update, not per micro-batch
        m_input.refresh();
        m_forward.run();
    }

    void backward() override
    {
        m_outputGradient.refresh();
        m_kernelGradient.run();
        addColumnSums(m_outputGradientValues, m_rows, m_units, m_biasGradient, m_arena.threads());
        if (m_hasInputGradient)
            m_inputGradient.run();
    }

    std::vector<std::string> implementations() const override
    {
        std::vector<std::string> names{m_forward.implementation(),
                                       m_kernelGradient.implementation()};
        if (m_hasInputGradient)
            names.push_back(m_inputGradient.implementation());
        return names;
    }

private:
    const ParameterArena& m_arena;
    int m_rows;
    int m_units;
    const float* m_outputGradientValues;
    float* m_biasGradient;
    bool m_hasInputGradient;
    ProductInput m_input;
    ProductInput m_kernel;
    ProductInput m_outputGradient;
    std::uint64_t m_seenWeights = 0;
    MatrixProduct m_forward;
    MatrixProduct m_kernelGradient;
    MatrixProduct m_inputGradient;
};

} // namespace

Dense::Dense(const Shape& inputShape, int units)
    : m_inputs(elementCount(inputShape))
    , m_units(units)
{}

std::int64_t Dense::multiplyAdds(bool hasInputGradient) const
{
    return std::int64_t{m_inputs} * m_units * (hasInputGradient ? 3 : 2);
}

void Dense::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_kernel = arena.add(prefix + "kernel", {m_inputs, m_units});
    m_bias = arena.add(prefix + "bias", {m_units});
}

void Dense::initialize(ParameterArena& arena, const Initialization& initialization)
{
    initialization.fill(arena.weights(m_kernel), m_inputs, m_units, number());
}

std::unique_ptr<LayerPass> Dense::makePass(onednn::Engine& engine, ParameterArena& arena,
                                           const PassBuffers& buffers)
{
    return std::make_unique<DensePass>(engine, arena, m_kernel, m_bias, m_inputs, m_units, buffers);
}

LayerKind denseKind()
{
    return {"dense", "\"dense 10\" or just \"10\": fully connected with 10 outputs", "dense 6",
            [](TokenReader& reader) -> LayerMaker {
                const int units = reader.wholeNumber("a number of units", 1, maxUnits);
                return [units](const LayerInput& input) {
                    return std::make_unique<Dense>(input.shape, units);
                };
            }};
}

LayerKind outputKind()
{
    return {"output", "a dense layer with as many outputs as the loss needs on this data", "output",
            [](TokenReader&) -> LayerMaker {
                return [](const LayerInput& input) {
                    if (input.outputs == 0)
                        throw std::invalid_argument(
                            "\"output\" may only be the model's last layer");
                    return std::make_unique<Dense>(input.shape, input.outputs);
                };
            }};
}

} // namespace accumulus
