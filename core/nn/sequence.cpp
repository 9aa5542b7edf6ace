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

    bool isRead = true; // the buffer before the layer, by somebody's backward pass
    for (const auto& layer : m_layers) {
        const bool isFirst = layer == m_layers.front(); // its input belongs to somebody else
        const InPlace inPlace = layer->inPlace();
        m_inPlace.push_back(
            !isFirst && (inPlace == InPlace::Keeps || (inPlace == InPlace::Overwrites && !isRead)));
        isRead = layer->readsOutput() || (m_inPlace.back() && isRead);
    }
}

/// A gradient that is given must not be overwritten.
bool Sequence::worksInPlace(std::size_t layer, bool isOutputGradientGiven) const
{
    const bool isLast = layer + 1 == m_layers.size();
    return m_inPlace[layer] && !(isLast && isOutputGradientGiven);
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
    const auto buffer = [&](const Layer& layer) {
        return pass->m_buffers.emplace_back(floats(rows, layer.outputShape())).data();
    };
    PassBuffers buffers{.rows = rows, .input = input, .inputGradient = inputGradient};
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        Layer& layer = *m_layers[i];
        const bool isGiven = outputGradient && i + 1 == m_layers.size();
        // What the next layer begins with; in place, that is what this one begins with.
        auto* output = const_cast<float*>(buffers.input);
        float* gradient = buffers.inputGradient;
        if (!worksInPlace(i, outputGradient != nullptr)) {
            output = buffer(layer);
            gradient = isGiven ? nullptr : buffer(layer);
        }
        buffers.output = output;
        buffers.outputGradient = isGiven ? outputGradient : gradient;
        pass->m_layers.push_back(layer.makePass(engine, arena, buffers));
        buffers.input = output;
        buffers.inputGradient = gradient;
    }
    pass->m_output = buffers.output;
    pass->m_outputGradient = outputGradient ? nullptr : buffers.inputGradient;
    return pass;
}

std::size_t Sequence::passBytes(std::size_t rows, bool hasInputGradient,
                                bool isOutputGradientGiven) const
{
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const Layer& layer = *m_layers[i];
        const bool isGiven = i + 1 == m_layers.size() && isOutputGradientGiven;
        const auto elements = static_cast<std::size_t>(elementCount(layer.outputShape()));
        if (!worksInPlace(i, isOutputGradientGiven))
            bytes += (isGiven ? 1 : 2) * sizeof(float) * rows * elements;
        bytes += layer.passBytes(rows, hasInputGradient || i > 0);
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
