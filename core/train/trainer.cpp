#include "core/train/trainer.h"

#include "core/data_error.h"
#include "core/nn/constant_loss.h"
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

/// A run in which nothing is finite any more would skip for ever.
constexpr int mostLeftOutInARow = 1000;

/// Bytes of a model's states kept aside, to undo a micro-batch or a window.
std::size_t keptStates(const Hyperparameters& settings, const ParameterArena& arena)
{
    return settings.nonFinite == NonFinite::Stop ? 0 : sizeof(float) * arena.stateValues().size();
}

/// What of a run's memory its settings decide.
struct BufferSizes
{
    std::size_t optimizer = 0;
    std::size_t accumulator = 0;
    std::size_t states = 0;
    int microBatchSize = 0;
    ProbeOptions probes;

    BufferSizes(const Hyperparameters& settings, const ParameterArena& arena)
        : optimizer(Updater::bufferBytes(settings, arena.weights().size()))
        , accumulator(WindowGradients::accumulatorBytes(settings, arena.weights().size()))
        , states(keptStates(settings, arena))
        , microBatchSize(settings.microBatchSize)
        , probes(settings.probes)
    {}

    bool operator==(const BufferSizes&) const = default;
};

/// Diagnostics give way to \a work where a budget is too small for both.
template <typename Work>
auto makingRoom(ProbeSet& probes, Work work)
{
    try {
        return work();
    } catch (const MemoryBudgetError&) {
        probes.giveWay();
        return work();
    }
}

} // namespace

TrainingData loadTrainingData(const Experiment& experiment, const LoadProgress& progress)
{
    const bool classes = lossKind(experiment.loss).targets != TargetKind::Numbers;
    return loadTrainingData(experiment.data, classes, experiment.seed, progress);
}

Trainer::Trainer(const Experiment& experiment, TrainingData data, RecordSink& sink, int mostThreads)
try : m_memory(memoryBudget(experiment)),
    m_counting(std::in_place, &m_memory, MemoryCategory::Workspace), m_experiment(experiment),
    m_data(std::move(data)), m_dataMemory(m_memory, MemoryCategory::Data, m_data.byteCount()),
    m_sink(sink),
    m_engine(std::make_unique<onednn::Engine>(chooseThreads(experiment, m_data.training,
                                                            mostThreads),
                                              choosePrecision(experiment))),
    m_model(*m_engine, experiment.model, lossKind(experiment.loss), m_data.training,
            {experiment.seed, initializerKind(experiment.initializer)}),
    m_plannedUpdates(plannedUpdates(experiment, trainingRows())),
    m_updater(m_model.arena(), m_counters, experiment.hyperparameters,
              m_plannedUpdates.value_or(0)),
    m_probes({m_model, m_data.training, experiment.seed, m_memory,
              [this] { return isInterrupted(); }}),
    m_gradients(m_model.arena(), m_updater, m_probes, m_counters, experiment.seed),
    m_sampler(m_data.training.rowCount(),
              experiment.data.shuffle ? BatchSampler::Order::Shuffled
                                      : BatchSampler::Order::AsStored,
              experiment.seed),
    m_divergence(constantLoss(lossKind(experiment.loss), m_data.training)) {
    m_experiment.compute.threads = m_engine->threads();
    apply(experiment.hyperparameters);
    m_counting.reset();
    refuseLargePasses(experiment.hyperparameters);
    if (m_memory.budget() > 0) // told now, not in the middle of training
        preparePasses(experiment.hyperparameters);
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
    if (m_counters.microBatches == 0)
        noteBeginning();
    if (!m_window.isOpen())
        openWindow();
    if (leavesOutMicroBatches(m_settings))
        keepLayerStates();

    const MicroBatch batch = m_sampler.next(m_settings.microBatchSize);
    const double weight = m_data.training.weightOf(batch.rows);
    const auto scale = static_cast<float>(m_window.gradientScale(weight));
    const BatchLoss loss =
        makingRoom(m_probes, [&] { return m_model.forward(m_data.training, batch, scale); });
    m_model.backward(); // every layer adds into the gradient accumulator

    ++m_counters.microBatches;
    m_counters.samples += loss.samples;
    const bool isTaken = takeGradients(batch, m_window.share(weight));
    m_sink.onMicroBatch({.microBatch = m_counters.microBatches,
                         .update = m_counters.updates + 1,
                         .microStep = m_window.microSteps(),
                         .samples = loss.samples,
                         .loss = loss.mean(),
                         .hasLoss = loss.rows > 0,
                         .probes = m_probes.microBatchValues()});
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
    if (++m_leftOutInARow >= mostLeftOutInARow)
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
                        .hasLoss = m_window.meanLoss().rows > 0,
                        .gradNorm = gradNorm,
                        .clipCoefficient = m_gradients.clipCoefficient()};
    if (const auto reason = m_divergence.judge(m_window.meanLoss(), gradNorm)) {
        diverge(record.update, *reason);
        dropWindow(); // weights stay as they were, and a checkpoint does not carry this on
        return record;
    }
    if (!m_probes.isEmpty())
        m_probes.beforeUpdate(record.update, windowView(gradNorm), m_window.microBatches());
    const bool isBehindSchedule = m_updater.hasScheduleEnded();
    const UpdateOutcome outcome = m_updater.update(m_window, gradNorm, m_gradients.meanSquare());
    if (isBehindSchedule && !m_noted.contains("schedule"))
        note("schedule",
             "the schedule " + m_settings.schedule.name + " had ended before update "
                 + std::to_string(record.update) + ": from here on the learning rate stays at "
                 + numberText(outcome.learningRate)
                 + "; set schedule.length to the length of the whole run");
    if (!m_probes.isEmpty()) {
        m_probes.afterUpdate(outcome.learningRate);
        record.probes = m_probes.values();
    }
    if (!m_probes.problem().empty())
        note("probes", m_probes.problem());
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
    const std::int64_t left = microBatchesLeft();
    return left == 0 || (!m_window.flushesPartial() && left < stepsOfNextWindow());
}

/// Of the epoch.
std::int64_t Trainer::microBatchesLeft() const
{
    const auto rows = static_cast<std::int64_t>(m_sampler.rowsLeftInEpoch());
    return accumulus::windowPlan(rows, 1, m_settings.microBatchSize).microBatchesPerEpoch;
}

std::string Trainer::whyNoUpdate() const
{
    if (m_window.isOpen()
        && m_window.microSteps() + microBatchesLeft() >= m_window.accumulationSteps())
        return {};
    const Hyperparameters& settings = m_pending ? *m_pending : m_settings;
    const StepsPosition now{samples() / trainingRows(), updates()};
    const int steps = stepsAfter(parseStepsSchedule(settings.stepsSchedule),
                                 settings.accumulationSteps, m_windowOpened, now);
    return accumulus::whyNoUpdate(settings, trainingRows(), steps, now.epochs);
}

WindowPlan Trainer::windowPlan() const
{
    return accumulus::windowPlan(trainingRows(), m_settings.accumulationSteps,
                                 m_settings.microBatchSize);
}

void Trainer::evaluate(UpdateRecord& record)
{
    if (m_data.validation.rowCount() == 0)
        return;
    const BatchLoss loss = makingRoom(
        m_probes, [&] { return m_model.evaluate(m_data.validation, m_settings.microBatchSize); });
    if (loss.rows == 0) // all masked
        return;
    record.validationLoss = loss.mean();
    if (!std::isfinite(record.validationLoss))
        diverge(record.update, "the validation loss became " + numberText(record.validationLoss));
    if (loss.correct >= 0.0)
        record.validationAccuracy = loss.correct / loss.weight;
}

/// Before the first micro-batch.
void Trainer::noteBeginning()
{
    if (m_plannedUpdates == 0)
        note("beginning",
             "no update will be made: the run ends before a window of "
                 + std::to_string(m_settings.accumulationSteps) + " micro-batches is complete ("
                 + groupedNumber(windowPlan().microBatchesPerEpoch)
                 + " an epoch); choose more epochs or a smaller accumulation_steps");
}

void Trainer::noteShortWindow()
{
    const WindowPlan plan = windowPlan();
    if (!m_window.flushesPartial() || plan.fullWindows > 0)
        return;
    note("short window",
         "an epoch has only " + std::to_string(plan.microBatchesPerEpoch)
             + (plan.microBatchesPerEpoch == 1 ? " micro-batch" : " micro-batches")
             + ", so windows are cut short: they hold " + std::to_string(plan.microBatchesPerEpoch)
             + " of the " + std::to_string(plan.accumulationSteps) + " of accumulation_steps");
}

void Trainer::note(std::string_view topic, const std::string& sentence)
{
    if (m_noted.emplace(topic).second)
        m_notes.push_back(sentence);
}

void Trainer::setInterrupt(std::function<bool()> isInterrupted)
{
    m_isInterrupted = std::move(isInterrupted);
}

bool Trainer::isInterrupted() const
{
    const double limit = m_experiment.stop.seconds;
    return (limit > 0.0 && seconds() >= limit) || (m_isInterrupted && m_isInterrupted());
}

void Trainer::setHyperparameters(const Hyperparameters& hyperparameters)
{
    validateChange(m_settings, hyperparameters);
    requireScheduleLength(hyperparameters.schedule, m_experiment.stop);
    requireRoom(hyperparameters);
    m_pending = hyperparameters;
    if (!m_window.isOpen())
        takePendingSettings();
}

void Trainer::takePendingSettings()
{
    if (m_pending)
        apply(*std::exchange(m_pending, std::nullopt));
}

/// Makes what the settings need that is not there yet, and gives it back.
void Trainer::requireRoom(const Hyperparameters& settings)
{
    refuseLargePasses(settings);
    const BufferSizes now(m_settings, m_model.arena());
    const BufferSizes then(settings, m_model.arena());
    if (m_memory.budget() == 0 || then == now)
        return;
    const auto tryOut = [&] {
        using enum MemoryCategory;
        m_model.releaseAll();
        const MemoryReservation optimizer(m_memory, OptimizerState, then.optimizer, now.optimizer);
        const MemoryReservation accumulator(m_memory, Gradients, then.accumulator, now.accumulator);
        const MemoryReservation states(m_memory, Workspace, then.states, now.states);
        const auto probes = m_probes.tryOut(settings.probes);
        preparePasses(settings);
    };
    try {
        makingRoom(m_probes, tryOut);
    } catch (const MemoryBudgetError& error) {
        throw ExperimentError(std::string("the run keeps its settings: ") + error.what());
    }
}

void Trainer::preparePasses(const Hyperparameters& settings)
{
    for (const std::size_t samples : passSizes(
             m_data.training.rowCount(), m_data.validation.rowCount(), settings.microBatchSize))
        m_model.prepare(static_cast<int>(samples));
}

void Trainer::refuseLargePasses(const Hyperparameters& settings) const
{
    const std::int64_t samples = std::min(settings.microBatchSize, trainingRows());
    if (samples > m_model.largestPass())
        throw ExperimentError("a micro-batch of " + std::to_string(samples)
                              + " samples is too large for this model, which can have "
                              + std::to_string(m_model.largestPass())
                              + "; choose a smaller micro_batch_size");
}

/// Between windows.
void Trainer::apply(const Hyperparameters& settings)
{
    if (m_memory.budget() > 0
        && BufferSizes(settings, m_model.arena()) != BufferSizes(m_settings, m_model.arena()))
        m_model.releaseAll(); // passes are made again, around what the settings need
    // What an earlier window leaked was scaled for its own reduction and has no meaning under
    // another.
    if (settings.semantics.reduction != m_window.semantics().reduction
        && m_window.microBatches() > 0)
        dropWindow();
    if (settings.schedule != m_settings.schedule)
        m_noted.erase("schedule");
    m_settings = settings;
    m_stepsSchedule = parseStepsSchedule(settings.stepsSchedule);
    m_layerStates.resize(keptStates(settings, m_model.arena()) / sizeof(float));
    m_layerStates.shrink_to_fit();
    m_updater.configure(settings);
    m_probes.configure(settings.probes);
    m_gradients.configure(settings);
    m_window.open(settings.accumulationSteps, settings.semantics);
    noteShortWindow();
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
