#include "core/nn/sequence.h"

#include "core/nn/model_spec.h"

#include <algorithm>
#include <utility>

namespace accumulus {

namespace {

AlignedVector<float> floats(int rows, const Shape& shape)
{
    return AlignedVector<float>(static_cast<std::size_t>(rows)
                                * static_cast<std::size_t>(elementCount(shape)));
}

/// The layers as they are run: relu behind max pooling instead of before, where it has fewer values
/// to look at. The largest of max(0, x) is max(0, the largest x), and the gradient goes to the same
/// x or nowhere, so nothing changes.
std::vector<LayerSpec> inOrderOfExecution(std::vector<LayerSpec> specs)
{
    for (std::size_t i = 1; i < specs.size(); ++i) {
        if (specs[i - 1].kind == "relu" && specs[i].kind == "maxpool")
            std::swap(specs[i - 1], specs[i]);
    }
    return specs;
}

} // namespace

void SequencePass::forward(const PassContext& context)
{
    for (const auto& layer : m_layers)
        layer->forward(context);
}

void SequencePass::backward()
{
    for (auto layer = m_layers.rbegin(); layer != m_layers.rend(); ++layer)
        (*layer)->backward();
}

const float* SequencePass::output() const
{
    return m_outputs.back().data();
}

float* SequencePass::outputGradient()
{
    return m_gradients.back().empty() ? nullptr : m_gradients.back().data();
}

std::vector<std::string> SequencePass::implementations() const
{
    std::vector<std::string> names;
    for (const auto& layer : m_layers) {
        for (std::string& name : layer->implementations())
            names.push_back(std::move(name));
    }
    return names;
}

Sequence::Sequence(const std::vector<LayerSpec>& specsAsWritten, LayerInput input,
                   int wantedOutputs)
{
    const std::vector<LayerSpec> specs = inOrderOfExecution(specsAsWritten);
    for (const LayerSpec& spec : specs) {
        input.outputs = &spec == &specs.back() ? wantedOutputs : 0;
        m_layers.push_back(makeLayer(spec, input));
        m_paths.push_back(spec.path);
        input = {.shape = m_layers.back()->outputShape()};
    }
    m_outputShape = input.shape;
}

bool Sequence::usesRowKeys() const
{
    return std::any_of(m_layers.begin(), m_layers.end(),
                       [](const auto& layer) { return layer->usesRowKeys(); });
}

std::string_view Sequence::batchDependence() const
{
    for (const auto& layer : m_layers) {
        if (!layer->batchDependence().empty())
            return layer->batchDependence();
    }
    return {};
}

std::int64_t Sequence::multiplyAdds(bool hasInputGradient) const
{
    std::int64_t sum = 0;
    for (const auto& layer : m_layers)
        sum += layer->multiplyAdds(hasInputGradient || layer != m_layers.front());
    return sum;
}

int Sequence::largestOutput() const
{
    int largest = 0;
    for (const auto& layer : m_layers)
        largest = std::max(largest, layer->largestOutput());
    return largest;
}

void Sequence::addParameters(ParameterArena& arena, const std::string& prefix)
{
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        m_layers[i]->addParameters(arena, prefix + m_paths[i] + '.');
}

void Sequence::initialize(ParameterArena& arena, const Initialization& initialization)
{
    for (const auto& layer : m_layers)
        layer->initialize(arena, initialization);
}

std::unique_ptr<SequencePass> Sequence::makePass(onednn::Engine& engine, ParameterArena& arena,
                                                 int rows, const float* input, float* inputGradient,
                                                 const float* outputGradient)
{
    auto pass = std::make_unique<SequencePass>();
    for (const auto& layer : m_layers) {
        const bool isGiven = layer == m_layers.back() && outputGradient;
        pass->m_outputs.push_back(floats(rows, layer->outputShape()));
        pass->m_gradients.push_back(isGiven ? AlignedVector<float>()
                                            : floats(rows, layer->outputShape()));
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const bool isFirst = i == 0;
        const bool isLast = i + 1 == m_layers.size();
        pass->m_layers.push_back(m_layers[i]->makePass(
            engine, arena,
            {.rows = rows,
             .input = isFirst ? input : pass->m_outputs[i - 1].data(),
             .output = pass->m_outputs[i].data(),
             .outputGradient =
                 isLast && outputGradient ? outputGradient : pass->m_gradients[i].data(),
             .inputGradient = isFirst ? inputGradient : pass->m_gradients[i - 1].data()}));
    }
    return pass;
}

std::size_t Sequence::passBytes(std::size_t rows, bool hasInputGradient,
                                bool isOutputGradientGiven) const
{
    std::size_t bytes = 0;
    for (const auto& layer : m_layers) {
        const bool isGiven = layer == m_layers.back() && isOutputGradientGiven;
        const auto elements = static_cast<std::size_t>(elementCount(layer->outputShape()));
        bytes += (isGiven ? 1 : 2) * sizeof(float) * rows * elements;
        bytes += layer->passBytes(rows, hasInputGradient || layer != m_layers.front());
    }
    return bytes;
}

void Sequence::planPass(onednn::Engine& engine, ParameterArena& arena, int rows,
                        bool hasInputGradient)
{
    float somewhere = 0.0f; // no pass that is only planned looks at it
    for (const auto& layer : m_layers) {
        const bool wantsInputGradient = hasInputGradient || layer != m_layers.front();
        layer->planPass(engine, arena,
                        {.rows = rows,
                         .input = &somewhere,
                         .output = &somewhere,
                         .outputGradient = &somewhere,
                         .inputGradient = wantsInputGradient ? &somewhere : nullptr});
    }
}

} // namespace accumulus
