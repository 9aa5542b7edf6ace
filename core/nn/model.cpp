#include "core/nn/model.h"

#include "core/nn/model_spec.h"
#include "core/onednn/engine.h"
#include "core/random.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <string>

namespace accumulus {

namespace {

AlignedVector<float> floats(int samples, int elements)
{
    return AlignedVector<float>(static_cast<std::size_t>(samples)
                                * static_cast<std::size_t>(elements));
}

/// Numbers of samples whose primitives are kept: micro-batch, the epoch's rest, evaluation and its
/// rest, and room for going back and forth.
constexpr std::size_t maxPasses = 16;

constexpr std::size_t maxParameters = std::size_t{1} << 28;

constexpr std::int64_t maxElements = std::int64_t{1} << 29; // of one layer's output

/// How many outputs the model must have for a loss on this data. Throws std::invalid_argument if
/// the two do not fit.
int wantedOutputs(const LossKind& loss, const Dataset& data)
{
    const auto classes = static_cast<int>(data.classNames.size());
    switch (loss.targets) {
    case TargetKind::Classes:
        return classes;
    case TargetKind::Binary:
        if (data.isClassification() && classes != 2)
            throw std::invalid_argument(std::string(loss.name)
                                        + " needs two classes, but the data has "
                                        + std::to_string(classes)
                                        + "; use cross_entropy or, in a table, name the column of "
                                          "the two as data.target");
        break;
    case TargetKind::Numbers:
        break;
    }
    return data.targetCount;
}

Sequence layersOf(std::string_view text, const LossKind& loss, const Dataset& data)
{
    return {parseModel(text),
            {.shape = data.shape.empty() ? Shape{data.featureCount} : data.shape,
             .vocabulary = data.vocabulary},
            wantedOutputs(loss, data)};
}

} // namespace

ModelSize sizeOfModel(std::string_view text, const LossKind& loss, const Dataset& data)
{
    Sequence layers = layersOf(text, loss, data);
    ParameterArena arena;
    layers.addParameters(arena, {});
    return {data.positions * layers.multiplyAdds(false), arena.parameterCount()};
}

struct Model::Pass
{
    AlignedVector<float> input;
    AlignedVector<float> targets;
    AlignedVector<float> weights;         ///< empty: all 1
    AlignedVector<std::uint64_t> rowKeys; ///< empty: no layer draws random numbers
    std::unique_ptr<SequencePass> layers;
    int samples = 0;
    int rows = 0; ///< samples × positions

    void gather(const Dataset& data, std::span<const std::uint32_t> samplesToTake, int threads)
    {
        data.gather(samplesToTake, input.data(), targets.data(), weights.data(), threads);
    }

    /// The samples from \a first on.
    void take(const Dataset& data, std::size_t first)
    {
        const auto copy = [&](const std::vector<float>& from, AlignedVector<float>& to) {
            const std::size_t width = to.size() / static_cast<std::size_t>(samples);
            std::copy_n(from.data() + first * width, to.size(), to.data());
        };
        copy(data.features, input);
        copy(data.targets, targets);
        copy(data.weights, weights);
    }
};

Model::Model(onednn::Engine& engine, std::string_view text, const LossKind& loss,
             const Dataset& data, const Initialization& initialization)
    : m_engine(engine)
    , m_layers(layersOf(text, loss, data))
    , m_loss(loss.make())
    , m_seed(initialization.seed)
    , m_positions(data.positions)
    , m_inputs(data.featureCount)
    , m_outputs(elementCount(m_layers.outputShape()))
    , m_targets(data.targetCount)
    , m_hasWeights(!data.weights.empty())
    , m_usesRowKeys(m_layers.usesRowKeys())
{
    checkOutputs(wantedOutputs(loss, data), loss);
    m_layers.addParameters(m_arena, "layers.");
    if (m_arena.parameterCount() > maxParameters)
        throw std::invalid_argument("the model has " + std::to_string(m_arena.parameterCount())
                                    + " parameters; at most 2^28 are possible");
    m_arena.allocate();
    m_arena.setThreads(engine.threads());
    m_layers.initialize(m_arena, initialization);
}

Model::~Model() = default;

void Model::checkOutputs(int wanted, const LossKind& loss) const
{
    if (m_outputs == wanted)
        return;
    throw std::invalid_argument(
        "the model ends in " + std::to_string(m_outputs)
        + (m_outputs == 1 ? " output, but " : " outputs, but ") + std::string(loss.name)
        + " on this data needs " + std::to_string(wanted)
        + (loss.targets == TargetKind::Classes ? " (one for each class)" : " (one for each target)")
        + ": end the model text with \"" + std::to_string(wanted) + "\"");
}

Model::Pass& Model::passFor(int samples)
{
    if (const auto known = m_passes.find(samples); known != m_passes.end())
        return *known->second;
    if (samples > largestPass())
        throw std::invalid_argument("a micro-batch of " + std::to_string(samples)
                                    + " samples is too large for this model; choose a smaller "
                                      "micro_batch_size");
    // A slider that is dragged shows many sizes; without a limit their buffers would pile up.
    if (m_passes.size() == maxPasses)
        releaseAll();
    std::unique_ptr<Pass> pass;
    try {
        pass = makePass(samples);
    } catch (const MemoryBudgetError&) {
        if (m_passes.empty())
            throw;
        releaseAll();
        pass = makePass(samples);
    }
    return *(m_passes[samples] = std::move(pass));
}

std::unique_ptr<Model::Pass> Model::makePass(int samples)
{
    const MemoryScope scope(m_account, MemoryCategory::Activations);
    auto pass = std::make_unique<Pass>();
    pass->samples = samples;
    pass->rows = samples * m_positions;
    pass->input = floats(pass->rows, m_inputs);
    pass->targets = floats(pass->rows, m_targets);
    pass->weights = floats(pass->rows, m_hasWeights ? 1 : 0);
    pass->rowKeys =
        AlignedVector<std::uint64_t>(m_usesRowKeys ? static_cast<std::size_t>(pass->rows) : 0);
    pass->layers = m_layers.makePass(m_engine, m_arena, pass->rows, pass->input.data(), nullptr);
    return pass;
}

void Model::releaseAll()
{
    m_passes.clear();
    m_lastPass = nullptr;
    m_engine.dropScratchpad();
}

std::int64_t Model::largestPass() const
{
    return maxElements / (std::int64_t{m_positions} * m_layers.largestOutput());
}

std::size_t Model::passBytes(std::size_t samples) const
{
    const std::size_t rows = samples * static_cast<std::size_t>(m_positions);
    const auto values = static_cast<std::size_t>(m_inputs + m_targets + (m_hasWeights ? 1 : 0));
    return rows * (values * sizeof(float) + (m_usesRowKeys ? sizeof(std::uint64_t) : 0))
        + m_layers.passBytes(rows, false);
}

void Model::planPass(std::size_t samples)
{
    const auto possible =
        static_cast<int>(std::min(static_cast<std::int64_t>(samples), largestPass()));
    m_layers.planPass(m_engine, m_arena, possible * m_positions, false);
}

/// Every position of every sample gets a key of its own, which depends on seed, epoch and sample
/// alone.
void Model::fillRowKeys(Pass& pass, const MicroBatch& batch) const
{
    const CounterRandom random(m_seed, RandomPurpose::Dropout,
                               static_cast<std::uint64_t>(batch.epoch));
    const auto positions = static_cast<std::uint64_t>(m_positions);
    auto key = pass.rowKeys.begin();
    for (const std::uint32_t row : batch.rows) {
        for (std::uint64_t position = 0; position < positions; ++position)
            *key++ = random.bits(row * positions + position);
    }
}

BatchLoss Model::lossOf(Pass& pass, float* gradient, float gradientScale) const
{
    BatchLoss loss = m_loss->evaluate({.predictions = pass.layers->output(),
                                       .targets = pass.targets.data(),
                                       .weights = m_hasWeights ? pass.weights.data() : nullptr,
                                       .rows = pass.rows,
                                       .outputs = m_outputs},
                                      gradient, gradientScale);
    loss.samples = pass.samples;
    return loss;
}

BatchLoss Model::forward(const Dataset& data, const MicroBatch& batch, float gradientScale)
{
    const auto samples = static_cast<int>(batch.rows.size());
    if (!m_lastPass || m_lastPass->samples != samples)
        m_lastPass = &passFor(samples);
    Pass& pass = *m_lastPass;
    pass.gather(data, batch.rows, m_engine.threads());
    if (m_usesRowKeys)
        fillRowKeys(pass, batch);
    pass.layers->forward({.mode = PassMode::Training,
                          .rowKeys = pass.rowKeys,
                          .call = static_cast<std::uint64_t>(++m_calls)});
    return lossOf(pass, pass.layers->outputGradient(), gradientScale);
}

void Model::backward()
{
    assert(m_lastPass);
    m_lastPass->layers->backward();
}

void Model::release(int samples)
{
    if (m_lastPass && m_lastPass->samples == samples)
        m_lastPass = nullptr;
    m_passes.erase(samples);
}

BatchLoss Model::evaluate(const Dataset& data, int rowsAtOnce)
{
    const auto most = static_cast<std::size_t>(rowsAtOnce);
    BatchLoss total;
    for (std::size_t first = 0; first < data.rowCount(); first += most) {
        Pass& pass = passFor(static_cast<int>(std::min(most, data.rowCount() - first)));
        pass.take(data, first);
        pass.layers->forward({.mode = PassMode::Evaluation});
        const BatchLoss loss = lossOf(pass, nullptr, 0.0f);
        total.sum += loss.sum;
        total.weight += loss.weight;
        total.rows += loss.rows;
        total.samples += loss.samples;
        total.correct = loss.correct < 0.0 ? -1.0 : std::max(0.0, total.correct) + loss.correct;
    }
    return total;
}

std::vector<std::string> Model::implementations(int samples)
{
    return passFor(samples).layers->implementations();
}

} // namespace accumulus
