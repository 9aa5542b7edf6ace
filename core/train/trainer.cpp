#include "core/train/trainer.h"

#include "core/onednn/engine.h"
#include "core/train/semantics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

/// A number of a message: six digits, `nan` and `inf` spelled.
std::string shown(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

ParameterLayout layoutOf(const ParameterArena& arena)
{
    ParameterLayout layout{.size = arena.weights().size(), .slices = {}};
    for (const ParameterArena::Parameter& parameter : arena.parameters())
        layout.slices.push_back({parameter.offset, parameter.size});
    return layout;
}

} // namespace

TrainingData loadTrainingData(const Experiment& experiment, const LoadProgress& progress)
{
    const bool classes = lossKind(experiment.loss).targets != TargetKind::Numbers;
    return loadTrainingData(experiment.data, classes, experiment.seed, progress);
}

Trainer::Trainer(const Experiment& experiment, TrainingData data, RecordSink& sink)
try : m_experiment(experiment), m_data(std::move(data)), m_sink(sink),
    m_engine(std::make_unique<onednn::Engine>(experiment.compute.threads)),
    m_model(*m_engine, experiment.model, lossKind(experiment.loss), m_data.training,
            {experiment.seed, initializerKind(experiment.initializer)}),
    m_optimizer(
        optimizerKind(experiment.hyperparameters.optimizer.name).make(layoutOf(m_model.arena()))),
    m_sampler(m_data.training.rowCount(),
              experiment.data.shuffle ? BatchSampler::Order::Shuffled
                                      : BatchSampler::Order::AsStored,
              experiment.seed),
    m_settings(experiment.hyperparameters) {
    m_window.open(m_settings.accumulationSteps, semanticsPreset(m_settings.preset).semantics);
} catch (const std::invalid_argument& error) {
    throw ExperimentError(error.what());
}

Trainer::~Trainer() = default;

void Trainer::runMicroBatch()
{
    if (!m_window.isOpen())
        takePendingSettings();

    const MicroBatch batch = m_sampler.next(m_settings.microBatchSize);
    const auto samples = static_cast<int>(batch.rows.size());
    const double weight = m_data.training.weightOf(batch.rows);
    const BatchLoss loss =
        m_model.forward(m_data.training, batch, static_cast<float>(m_window.gradientScale(weight)));
    m_model.backward(); // every layer adds into the gradient accumulator

    ++m_microBatches;
    m_samples += samples;
    m_sink.onMicroBatch(
        {m_microBatches, m_updates + 1, m_window.microSteps(), samples, loss.mean()});
    m_window.add(loss, batch.endsEpoch);

    if (m_window.isComplete()) {
        closeWindow();
    } else if (m_window.isDropped()) {
        m_model.arena().zeroGradients();
        m_window.close();
    }
    checkStop();
}

/// Reduce, clip, update, zero, record.
void Trainer::closeWindow()
{
    ParameterArena& arena = m_model.arena();
    const OptimizerOptions& options = m_settings.optimizer;
    const double reduction = 1.0 / m_window.divisor();
    const double gradNorm = reduction * arena.gradientNorm();
    const double clip =
        options.clipNorm > 0.0 && gradNorm > options.clipNorm ? options.clipNorm / gradNorm : 1.0;

    UpdateRecord record{.update = m_updates + 1,
                        .microBatches = m_microBatches,
                        .samples = m_samples,
                        .epoch = epoch(),
                        .accumulationSteps = m_settings.accumulationSteps,
                        .microBatchSize = m_settings.microBatchSize,
                        .windowSamples = m_window.samples(),
                        .learningRate = options.learningRate,
                        .loss = m_window.loss(),
                        .gradNorm = gradNorm,
                        .clipCoefficient = clip};

    if (!checkDivergence(record.loss, gradNorm)) {
        m_optimizer->step(arena.weights(), arena.gradients(),
                          {.step = m_updates,
                           .gradientScale = reduction * clip,
                           .learningRate = options.learningRate,
                           .options = options});
        arena.zeroGradients();
    }
    ++m_updates;
    m_window.close();
    takePendingSettings(); // they decide whether another window closes in this epoch
    if (!hasEnded() && isLastUpdateOfEpoch())
        evaluate(record);
    record.seconds = m_stopwatch.seconds();
    m_sink.onUpdate(record);
}

/// Weights stay as they were before a gradient that is not a number; a loss that only grew is
/// judged by the first one.
bool Trainer::checkDivergence(double loss, double gradNorm)
{
    if (!m_firstLoss)
        m_firstLoss = std::max(loss, static_cast<double>(std::numeric_limits<float>::epsilon()));
    if (!std::isfinite(loss))
        diverge(m_updates + 1, "the loss became " + shown(loss));
    else if (!std::isfinite(gradNorm))
        diverge(m_updates + 1, "the gradient norm became " + shown(gradNorm));
    else if (loss > divergenceFactor * *m_firstLoss)
        diverge(m_updates + 1,
                "the loss rose to " + shown(loss) + ", more than " + shown(divergenceFactor)
                    + " times the first one (" + shown(*m_firstLoss) + ")");
    return hasEnded();
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
            && microBatches < static_cast<std::size_t>(m_settings.accumulationSteps));
}

void Trainer::evaluate(UpdateRecord& record)
{
    if (m_data.validation.rowCount() == 0)
        return;
    const BatchLoss loss = m_model.evaluate(m_data.validation);
    record.validationLoss = loss.mean();
    if (!std::isfinite(record.validationLoss))
        diverge(record.update, "the validation loss became " + shown(record.validationLoss));
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
    if (!m_pending)
        return;
    const Reduction before = semanticsPreset(m_settings.preset).semantics.reduction;
    m_settings = *std::exchange(m_pending, std::nullopt);
    const Semantics& semantics = semanticsPreset(m_settings.preset).semantics;
    // What an earlier window leaked was scaled for its own reduction and has no meaning under
    // another.
    if (semantics.reduction != before && m_window.microBatches() > 0) {
        m_model.arena().zeroGradients();
        m_window.close();
    }
    m_window.open(m_settings.accumulationSteps, semantics);
}

std::optional<double> Trainer::progress() const
{
    const StopOptions& stop = m_experiment.stop;
    if (!stop.isSet())
        return std::nullopt;
    double progress = 0.0;
    if (stop.updates > 0)
        progress =
            std::max(progress, static_cast<double>(m_updates) / static_cast<double>(stop.updates));
    if (stop.epochs > 0)
        progress = std::max(progress, epoch() / static_cast<double>(stop.epochs));
    if (stop.seconds > 0.0)
        progress = std::max(progress, seconds() / stop.seconds);
    return std::min(progress, 1.0);
}

void Trainer::checkStop()
{
    const StopOptions& stop = m_experiment.stop;
    const bool reached = (stop.updates > 0 && m_updates >= stop.updates)
        || (stop.epochs > 0 && m_samples / trainingRows() >= stop.epochs)
        || (stop.seconds > 0.0 && !m_window.isOpen() && seconds() >= stop.seconds);
    if (reached && m_state == State::Running)
        m_state = State::Finished;
}

} // namespace accumulus
