#include "core/nn/model.h"

#include "core/nn/model_spec.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <stdexcept>
#include <string>

namespace accumulus {

namespace {

AlignedVector<float> floats(int samples, int elements)
{
    return AlignedVector<float>(static_cast<std::size_t>(samples)
                                * static_cast<std::size_t>(elements));
}

/// Rows of one evaluation pass: large enough that primitives run at speed, small enough to stay in
/// cache.
constexpr std::size_t evaluationRows = 256;

/// Numbers of samples whose primitives are kept: micro-batch, the epoch's rest, evaluation and its
/// rest, and room for going back and forth.
constexpr std::size_t maxPasses = 16;

constexpr std::size_t maxParameters = std::size_t{1} << 28;

constexpr std::int64_t maxElements = std::int64_t{1} << 29; // of one layer's output

} // namespace

struct Model::Pass
{
    AlignedVector<float> input;
    AlignedVector<float> targets;
    std::vector<AlignedVector<float>> outputs;   ///< of each layer
    std::vector<AlignedVector<float>> gradients; ///< ∂loss/∂output of each layer
    std::vector<std::unique_ptr<LayerPass>> layers;
    int samples = 0;

    void forward()
    {
        for (const auto& layer : layers)
            layer->forward();
    }
};

Model::Model(onednn::Engine& engine, std::string_view text, const LossKind& loss,
             const Dataset& data, std::uint64_t seed)
    : m_engine(engine)
    , m_loss(loss.make())
    , m_inputs(data.featureCount)
    , m_outputs(data.featureCount)
    , m_targets(data.targetCount)
{
    Shape shape{m_inputs};
    for (const LayerSpec& spec : parseModel(text)) {
        m_layers.push_back(makeLayer(spec, shape));
        m_layers.back()->addParameters(m_arena, "layers." + std::to_string(spec.index) + '.');
        shape = m_layers.back()->outputShape();
    }
    m_outputs = elementCount(shape);
    checkOutputs(data, loss);
    if (m_arena.parameterCount() > maxParameters)
        throw std::invalid_argument("the model has " + std::to_string(m_arena.parameterCount())
                                    + " parameters; at most 2^28 are possible");
    m_arena.allocate();
    for (std::size_t i = 0; i < m_layers.size(); ++i)
        m_layers[i]->initialize(m_arena, seed, static_cast<int>(i));
}

Model::~Model() = default;

void Model::checkOutputs(const Dataset& data, const LossKind& loss) const
{
    const auto classes = static_cast<int>(data.classNames.size());
    const int wanted = loss.wantsClasses ? classes : data.targetCount;
    if (m_outputs == wanted)
        return;
    throw std::invalid_argument(
        "the model ends in " + std::to_string(m_outputs)
        + (m_outputs == 1 ? " output, but " : " outputs, but ") + std::string(loss.name)
        + " on this data needs " + std::to_string(wanted)
        + (loss.wantsClasses ? " (one for each class)" : " (one for each target)")
        + ": end the model text with \"" + std::to_string(wanted) + "\"");
}

Model::Pass& Model::passFor(int samples)
{
    if (const auto known = m_passes.find(samples); known != m_passes.end())
        return *known->second;
    for (const auto& layer : m_layers) {
        if (std::int64_t{samples} * elementCount(layer->outputShape()) > maxElements)
            throw std::invalid_argument("a micro-batch of " + std::to_string(samples)
                                        + " samples is too large for this model; choose a smaller "
                                          "micro_batch_size");
    }
    // A slider that is dragged shows many sizes; without a limit their buffers would pile up.
    if (m_passes.size() == maxPasses) {
        m_passes.clear();
        m_lastPass = nullptr;
    }
    std::unique_ptr<Pass>& pass = m_passes[samples];
    pass = std::make_unique<Pass>();
    pass->samples = samples;
    pass->input = floats(samples, m_inputs);
    pass->targets = floats(samples, m_targets);
    for (const auto& layer : m_layers) {
        const int elements = elementCount(layer->outputShape());
        pass->outputs.push_back(floats(samples, elements));
        pass->gradients.push_back(floats(samples, elements));
    }
    for (std::size_t i = 0; i < m_layers.size(); ++i) {
        const bool isFirst = i == 0;
        pass->layers.push_back(m_layers[i]->makePass(
            m_engine, m_arena,
            {.samples = samples,
             .input = isFirst ? pass->input.data() : pass->outputs[i - 1].data(),
             .output = pass->outputs[i].data(),
             .outputGradient = pass->gradients[i].data(),
             .inputGradient = isFirst ? nullptr : pass->gradients[i - 1].data()}));
    }
    return *pass;
}

BatchLoss Model::forward(const Dataset& data, std::span<const std::uint32_t> rows,
                         float gradientScale)
{
    const auto samples = static_cast<int>(rows.size());
    if (!m_lastPass || m_lastPass->samples != samples)
        m_lastPass = &passFor(samples);
    Pass& pass = *m_lastPass;
    data.gather(rows, pass.input.data(), pass.targets.data());
    pass.forward();
    return m_loss->evaluate(pass.outputs.back().data(), pass.targets.data(), samples, m_outputs,
                            pass.gradients.back().data(), gradientScale);
}

void Model::backward()
{
    assert(m_lastPass);
    for (auto layer = m_lastPass->layers.rbegin(); layer != m_lastPass->layers.rend(); ++layer)
        (*layer)->backward();
}

BatchLoss Model::evaluate(const Dataset& data)
{
    BatchLoss total;
    for (std::size_t first = 0; first < data.rowCount(); first += evaluationRows) {
        auto& rows = m_evaluationRows;
        rows.resize(std::min(evaluationRows, data.rowCount() - first));
        std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(first));
        Pass& pass = passFor(static_cast<int>(rows.size()));
        data.gather(rows, pass.input.data(), pass.targets.data());
        pass.forward();
        const BatchLoss loss =
            m_loss->evaluate(pass.outputs.back().data(), pass.targets.data(),
                             static_cast<int>(rows.size()), m_outputs, nullptr, 0.0f);
        total.sum += loss.sum;
        total.samples += loss.samples;
        total.correct = loss.correct < 0 ? -1 : std::max(0, total.correct) + loss.correct;
    }
    return total;
}

std::vector<std::string> Model::implementations(int samples)
{
    std::vector<std::string> names;
    for (const auto& layer : passFor(samples).layers) {
        for (std::string& name : layer->implementations())
            names.push_back(std::move(name));
    }
    return names;
}

} // namespace accumulus
