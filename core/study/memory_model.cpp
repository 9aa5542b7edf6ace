#include "core/study/memory_model.h"

#include "core/onednn/engine.h"
#include "core/train/compute_choice.h"
#include "core/train/updater.h"
#include "core/train/window_gradients.h"
#include "core/train/window_plan.h"

#include <algorithm>

namespace accumulus {

MemoryModel::MemoryModel(const Experiment& experiment, const TrainingData& data)
try : m_experiment(experiment), m_trainingRows(data.training.rowCount()),
    m_validationRows(data.validation.rowCount()),
    m_dataBytes(data.byteCount() + sizeof(std::uint32_t) * m_trainingRows), // and their order
    m_engine(std::make_unique<onednn::Engine>(chooseThreads(experiment, data.training,
                                                            availableCores()),
                                              choosePrecision(experiment), m_plan)),
    m_model(*m_engine, experiment.model, lossKind(experiment.loss), data.training,
            {experiment.seed, initializerKind(experiment.initializer)}) {
} catch (const std::invalid_argument& error) {
    throw ExperimentError(error.what());
}

MemoryModel::~MemoryModel() = default;

MemoryUse MemoryModel::predict(std::int64_t microBatchSize)
{
    MemoryUse use = withoutPasses();
    m_engine->dropScratchpad();
    for (const std::size_t samples : passSizes(m_trainingRows, m_validationRows, microBatchSize))
        addPass(use, samples);
    return use;
}

std::size_t MemoryModel::smallestBudget(std::int64_t microBatchSize)
{
    std::size_t budget = 0;
    for (const std::size_t samples : passSizes(m_trainingRows, m_validationRows, microBatchSize)) {
        MemoryUse use = withoutPasses();
        m_engine->dropScratchpad();
        addPass(use, samples);
        budget = std::max(budget, use.budgeted());
    }
    return budget;
}

MemoryUse MemoryModel::withoutPasses() const
{
    using enum MemoryCategory;
    const Hyperparameters& settings = m_experiment.hyperparameters;
    const ParameterArena& arena = m_model.arena();
    const std::size_t size = arena.weights().size();
    const std::size_t states = sizeof(float) * arena.stateValues().size();
    MemoryUse use;
    use[Parameters] = sizeof(float) * size + states;
    use[Gradients] = sizeof(float) * size + WindowGradients::accumulatorBytes(settings, size);
    use[OptimizerState] = Updater::bufferBytes(settings, size);
    // The trainer's copy for undoing a micro-batch or a window.
    use[Workspace] = settings.nonFinite == NonFinite::Stop ? 0 : states;
    use[Data] = m_dataBytes;
    return use;
}

void MemoryModel::addPass(MemoryUse& use, std::size_t samples)
{
    use[MemoryCategory::Activations] += m_model.passBytes(samples);
    const MemoryUse before = m_plan.current();
    m_model.planPass(samples);
    for (std::size_t i = 0; i < memoryCategoryCount; ++i)
        use.bytes[i] += m_plan.current().bytes[i] - before.bytes[i];
}

MemoryUse predictMemory(const Experiment& experiment, const TrainingData& data)
{
    return MemoryModel(experiment, data).predict(experiment.hyperparameters.microBatchSize);
}

} // namespace accumulus
