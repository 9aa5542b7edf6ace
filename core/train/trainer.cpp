#include "core/train/trainer.h"

#include "core/data_error.h"
#include "core/onednn/engine.h"
#include "core/record/state_archive.h"
#include "core/train/update_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

std::size_t budgetOf(const Experiment& experiment)
{
    return static_cast<std::size_t>(std::ceil(experiment.compute.memoryMb * 1e6));
}

/// A run in which nothing is finite any more would skip for ever.
constexpr int mostLeftOutInARow = 1000;

} // namespace

TrainingData loadTrainingData(const Experiment& experiment, const LoadProgress& progress)
{
    const bool classes = lossKind(experiment.loss).targets != TargetKind::Numbers;
    return loadTrainingData(experiment.data, classes, experiment.seed, progress);
}

Trainer::Trainer(const Experiment& experiment, TrainingData data, RecordSink& sink, int mostThreads)
try : m_memory(budgetOf(experiment)),
    m_counting(std::in_place, &m_memory, MemoryCategory::Workspace), m_experiment(experiment),
    m_data(std::move(data)), m_dataMemory(m_memory, MemoryCategory::Data, m_data.byteCount()),
    m_sink(sink),
    m_engine(std::make_unique<onednn::Engine>(chooseThreads(experiment, m_data.training,
                                                            mostThreads),
                                              choosePrecision(experiment))),
    m_model(*m_engine, experiment.model, lossKind(experiment.loss), m_data.training,
            {experiment.seed, initializerKind(experiment.initializer)}),
    m_updater(m_model.arena(), m_counters, experiment.hyperparameters,
              plannedUpdates(experiment, trainingRows())),
    m_probes({m_model, m_data.training, experiment.seed, m_memory}),
    m_gradients(m_model.arena(), m_updater, m_probes, m_counters, experiment.seed),
    m_sampler(m_data.training.rowCount(),
              experiment.data.shuffle ? BatchSampler::Order::Shuffled
                                      : BatchSampler::Order::AsStored,
              experiment.seed) {
    m_experiment.compute.threads = m_engine->threads();
    apply(experiment.hyperparameters);
    m_counting.reset();
} catch (const std::invalid_argument& error) {
    throw ExperimentError(error.what());
} catch (const MemoryBudgetError& error) {
    throw ExperimentError(error.what());
}

Trainer::~Trainer() = default;

Precision Trainer::precision() const
{
    return m_engine->precision();
}

void Trainer::runMicroBatch()
{
    if (!m_window.isOpen())
        openWindow();
    if (leavesOutMicroBatches(m_settings))
        keepLayerStates();

    const MicroBatch batch = m_sampler.next(m_settings.microBatchSize);
    const double weight = m_data.training.weightOf(batch.rows);
    const BatchLoss loss =
        m_model.forward(m_data.training, batch, static_cast<float>(m_window.gradientScale(weight)));
    m_model.backward(); // every layer adds into the gradient accumulator

    ++m_counters.microBatches;
    m_counters.samples += loss.samples;
    const bool isTaken = takeGradients(batch, m_window.share(weight));
    m_sink.onMicroBatch({m_counters.microBatches, m_counters.updates + 1, m_window.microSteps(),
                         loss.samples, loss.mean(), m_probes.microBatchValues()});
    if (isTaken) {
        m_window.add(loss, batch.place);
        m_updater.afterMicroBatch(m_window);
    } else {
        m_window.skip(batch.place);
    }
    if (m_window.isComplete())
        closeWindow();
    else if (m_window.isDropped())
        dropWindow();
    checkStop();
}

/// Takes what has changed since the last window: settings, and N by its schedule.
void Trainer::openWindow()
{
    takePendingSettings();
    const int steps = stepsOfNextWindow();
    m_windowOpened = {samples() / trainingRows(), updates()};
    if (steps != m_settings.accumulationSteps) {
        Hyperparameters settings = m_settings;
        settings.accumulationSteps = steps;
        apply(settings);
    }
    if (m_settings.nonFinite == NonFinite::SkipWindow)
        keepLayerStates();
}

/// N as its schedule has it for a window that opens now.
int Trainer::stepsOfNextWindow() const
{
    return stepsAfter(m_stepsSchedule, m_settings.accumulationSteps, m_windowOpened,
                      {samples() / trainingRows(), updates()});
}

/// False if the micro-batch's gradient is not finite and is left out, as if it had never been.
bool Trainer::takeGradients(const MicroBatch& batch, double share)
{
    const bool isTaken = m_gradients.take(batch, share);
    if (!isTaken) {
        restoreLayerStates();
        countLeftOut();
    } else if (leavesOutMicroBatches(m_settings)) {
        m_leftOutInARow = 0;
    }
    return isTaken;
}

/// For undoing a micro-batch or a window: batch_norm's statistics have seen it by then.
void Trainer::keepLayerStates()
{
    const auto states = m_model.arena().stateValues();
    m_layerStates.assign(states.begin(), states.end());
}

void Trainer::restoreLayerStates()
{
    std::copy(m_layerStates.begin(), m_layerStates.end(), m_model.arena().stateValues().begin());
}

void Trainer::countLeftOut()
{
    ++m_leftOut;
    if (++m_leftOutInARow == mostLeftOutInARow)
        diverge(m_counters.updates + 1,
                "no gradient was finite for " + std::to_string(mostLeftOutInARow) + " times");
}

/// Reduce, clip, update, zero, record.
void Trainer::closeWindow()
{
    m_gradients.finish();
    const double gradNorm = m_model.arena().gradientNorm() / m_window.divisor();
    if (m_settings.nonFinite == NonFinite::SkipWindow && !std::isfinite(gradNorm)) {
        dropWindow();
        restoreLayerStates();
        countLeftOut();
        return;
    }
    UpdateRecord record = update(gradNorm);
    m_window.close();
    takePendingSettings(); // they decide whether another window closes in this epoch
    if (!hasEnded() && isLastUpdateOfEpoch())
        evaluate(record);
    record.seconds = m_stopwatch.seconds();
    m_sink.onUpdate(record);
}

UpdateRecord Trainer::update(double gradNorm)
{
    UpdateRecord record{.update = ++m_counters.updates,
                        .microBatches = microBatches(),
                        .samples = samples(),
                        .epoch = epoch(),
                        .accumulationSteps = m_settings.accumulationSteps,
                        .microBatchSize = m_settings.microBatchSize,
                        .windowSamples = m_window.samples(),
                        .learningRate = m_settings.optimizer.learningRate,
                        .baseLearningRate = m_settings.optimizer.learningRate,
                        .loss = m_window.loss(),
                        .gradNorm = gradNorm,
                        .clipCoefficient = m_gradients.clipCoefficient()};
    if (const auto reason = m_divergence.judge(m_window.meanLoss(), m_window.weight(), gradNorm)) {
        diverge(record.update, *reason);
        dropWindow(); // weights stay as they were, and a checkpoint does not carry this on
        return record;
    }
    if (!m_probes.isEmpty())
        m_probes.beforeUpdate(record.update, windowView(gradNorm), m_window.microBatches());
    const UpdateOutcome outcome = m_updater.update(m_window, gradNorm, m_gradients.meanSquare());
    if (!m_probes.isEmpty()) {
        m_probes.afterUpdate(outcome.learningRate);
        record.probes = m_probes.values();
    }
    m_probes.endWindow();
    record.learningRate = outcome.learningRate;
    record.clipCoefficient *= outcome.clipCoefficient;
    m_gradients.reset();
    m_leftOutInARow = 0;
    return record;
}

WindowView Trainer::windowView(double gradNorm) const
{
    WindowView view{.divisor = m_window.divisor(),
                    .gradNorm = gradNorm,
                    .moments = std::nullopt,
                    .stepFactor = static_cast<double>(m_window.microBatches())
                        / m_window.divisorInMicroBatches(),
                    .microBatchSize = m_settings.microBatchSize,
                    .optimizer = m_settings.optimizer};
    if (m_gradients.isSeparate())
        view.moments = windowMoments(m_window, gradNorm, m_gradients.meanSquare());
    return view;
}

void Trainer::dropWindow()
{
    m_gradients.zero();
    m_probes.endWindow();
    m_updater.drop();
    m_window.close();
}

void Trainer::diverge(std::int64_t update, const std::string& reason)
{
    m_state = State::Diverged;
    m_message = "diverged at update " + std::to_string(update) + ": " + reason;
}

/// True if no further window closes before the epoch ends, so that its weights are those of the
/// epoch's end.
bool Trainer::isLastUpdateOfEpoch() const
{
    const std::size_t left = m_sampler.rowsLeftInEpoch();
    const auto perMicroBatch = static_cast<std::size_t>(m_settings.microBatchSize);
    const std::size_t microBatches = (left + perMicroBatch - 1) / perMicroBatch;
    return left == 0
        || (!m_window.flushesPartial()
            && microBatches < static_cast<std::size_t>(stepsOfNextWindow()));
}

bool Trainer::canUpdate() const
{
    const PartialWindow partial = m_settings.semantics.partialWindow;
    const std::int64_t perEpoch =
        (trainingRows() + m_settings.microBatchSize - 1) / m_settings.microBatchSize;
    return (partial != PartialWindow::Leak && partial != PartialWindow::Drop)
        || perEpoch >= m_settings.accumulationSteps || m_pending || !m_stepsSchedule.empty();
}

void Trainer::evaluate(UpdateRecord& record)
{
    if (m_data.validation.rowCount() == 0)
        return;
    const BatchLoss loss = m_model.evaluate(m_data.validation, m_settings.microBatchSize);
    record.validationLoss = loss.mean();
    if (!std::isfinite(record.validationLoss))
        diverge(record.update, "the validation loss became " + numberText(record.validationLoss));
    if (loss.correct >= 0.0)
        record.validationAccuracy = loss.correct / loss.weight;
}

void Trainer::setHyperparameters(const Hyperparameters& hyperparameters)
{
    validateChange(m_settings, hyperparameters);
    m_pending = hyperparameters;
    if (!m_window.isOpen())
        takePendingSettings();
}

void Trainer::takePendingSettings()
{
    if (m_pending)
        apply(*std::exchange(m_pending, std::nullopt));
}

/// Between windows.
void Trainer::apply(const Hyperparameters& settings)
{
    // What an earlier window leaked was scaled for its own reduction and has no meaning under
    // another.
    if (settings.semantics.reduction != m_window.semantics().reduction
        && m_window.microBatches() > 0)
        dropWindow();
    m_settings = settings;
    m_stepsSchedule = parseStepsSchedule(settings.stepsSchedule);
    m_updater.configure(settings);
    m_probes.configure(settings.probes);
    m_gradients.configure(settings);
    m_window.open(settings.accumulationSteps, settings.semantics);
}

std::optional<double> Trainer::progress() const
{
    const StopOptions& stop = m_experiment.stop;
    if (!stop.isSet())
        return std::nullopt;
    double progress = 0.0;
    if (stop.updates > 0)
        progress = std::max(
            progress, static_cast<double>(m_counters.updates) / static_cast<double>(stop.updates));
    if (stop.epochs > 0)
        progress = std::max(progress, epoch() / static_cast<double>(stop.epochs));
    if (stop.seconds > 0.0)
        progress = std::max(progress, seconds() / stop.seconds);
    return std::min(progress, 1.0);
}

void Trainer::checkStop()
{
    const StopOptions& stop = m_experiment.stop;
    const bool reached = (stop.updates > 0 && m_counters.updates >= stop.updates)
        || (stop.epochs > 0 && samples() / trainingRows() >= stop.epochs)
        || (stop.seconds > 0.0 && !m_window.isOpen() && seconds() >= stop.seconds);
    if (reached && m_state == State::Running)
        m_state = State::Finished;
}

} // namespace accumulus
