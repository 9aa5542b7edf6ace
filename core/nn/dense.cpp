#include "core/nn/dense.h"

#include "core/onednn/primitives.h"
#include "core/random.h"

#include <cmath>

namespace accumulus {

namespace {

using onednn::Matmul;
using onednn::Transpose;

class DensePass : public LayerPass
{
public:
    DensePass(onednn::Engine& engine, ParameterArena& arena, std::size_t kernel, std::size_t bias,
              int inputs, int units, const PassBuffers& buffers)
        : m_samples(buffers.samples)
        , m_units(units)
        , m_outputGradient(buffers.outputGradient)
        , m_biasGradient(arena.gradients(bias).data())
        , m_hasInputGradient(buffers.inputGradient != nullptr)
    {
        // Y [samples, units] = X·W + b
        m_forward = makeMatmul(engine,
                               Matmul{.rows = buffers.samples,
                                      .inner = inputs,
                                      .columns = units,
                                      .a = buffers.input,
                                      .b = arena.weights(kernel).data(),
                                      .bias = arena.weights(bias).data(),
                                      .c = buffers.output});
        // dW [inputs, units] += Xᵀ·dY, straight into the accumulated gradients
        m_kernelGradient = makeMatmul(engine,
                                      Matmul{.rows = inputs,
                                             .inner = buffers.samples,
                                             .columns = units,
                                             .transposeA = Transpose::Yes,
                                             .a = buffers.input,
                                             .b = buffers.outputGradient,
                                             .c = arena.gradients(kernel).data(),
                                             .accumulate = true});
        // dX [samples, inputs] = dY·Wᵀ
        if (m_hasInputGradient)
            m_inputGradient = makeMatmul(engine,
                                         Matmul{.rows = buffers.samples,
                                                .inner = units,
                                                .columns = inputs,
                                                .transposeB = Transpose::Yes,
                                                .a = buffers.outputGradient,
                                                .b = arena.weights(kernel).data(),
                                                .c = buffers.inputGradient});
    }

    void forward() override { m_forward.run(); }

    void backward() override
    {
        m_kernelGradient.run();
        addBiasGradient();
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
    /// db [units] += column sums of dY. oneDNN's reduction over rows is a reference implementation
    /// in 2.6.
    void addBiasGradient()
    {
        const float* row = m_outputGradient;
        for (int sample = 0; sample < m_samples; ++sample, row += m_units) {
            for (int unit = 0; unit < m_units; ++unit)
                m_biasGradient[unit] += row[unit];
        }
    }

    int m_samples;
    int m_units;
    const float* m_outputGradient;
    float* m_biasGradient;
    bool m_hasInputGradient;
    onednn::BoundPrimitive m_forward;
    onednn::BoundPrimitive m_kernelGradient;
    onednn::BoundPrimitive m_inputGradient;
};

} // namespace

Dense::Dense(const Shape& inputShape, int units)
    : m_inputs(elementCount(inputShape))
    , m_units(units)
{}

void Dense::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_kernel = arena.add(prefix + "kernel", {m_inputs, m_units});
    m_bias = arena.add(prefix + "bias", {m_units});
}

void Dense::initialize(ParameterArena& arena, std::uint64_t seed, int layerIndex)
{
    const CounterRandom random(seed, RandomPurpose::InitialWeights,
                               static_cast<std::uint64_t>(layerIndex));
    const double limit = std::sqrt(6.0 / (m_inputs + m_units));
    std::uint64_t counter = 0;
    for (float& weight : arena.weights(m_kernel))
        weight = static_cast<float>((2.0 * random.uniform(counter++) - 1.0) * limit);
}

std::unique_ptr<LayerPass> Dense::makePass(onednn::Engine& engine, ParameterArena& arena,
                                           const PassBuffers& buffers)
{
    return std::make_unique<DensePass>(engine, arena, m_kernel, m_bias, m_inputs, m_units, buffers);
}

} // namespace accumulus
