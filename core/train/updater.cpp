#include "core/train/updater.h"

#include "core/data_error.h"
#include "core/optim/schedule.h"
#include "core/parallel_for.h"
#include "core/record/state_archive.h"
#include "core/train/clipping.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr std::string_view adaScaleName = "adascale";

constexpr std::size_t floatsOfBlock = 4096; // 16 KB of each buffer

ParameterLayout layoutOf(const ParameterArena& arena)
{
    ParameterLayout layout{.size = arena.weights().size(), .slices = {}};
    for (const ParameterArena::Parameter& parameter : arena.parameters())
        layout.slices.push_back({parameter.offset, parameter.size});
    return layout;
}

std::unique_ptr<Optimizer> makeOptimizer(const std::string& name, const ParameterLayout& layout)
{
    const MemoryScope scope(MemoryCategory::OptimizerState);
    return optimizerKind(name).make(layout);
}

bool stepsAside(const Hyperparameters& settings)
{
    return settings.semantics.betweenUpdates == BetweenUpdates::StepEachMicroBatch;
}

} // namespace

WindowMoments windowMoments(const AccumulationWindow& window, double gradNorm, double meanSquare)
{
    const auto microBatches = static_cast<double>(window.microBatches());
    const double meanNorm = gradNorm * window.divisorInMicroBatches() / microBatches;
    return {.meanSquare = meanSquare,
            .squareMean = meanNorm * meanNorm,
            .microBatches = microBatches,
            .microBatchSize = static_cast<double>(window.samples()) / microBatches};
}

Updater::Updater(ParameterArena& arena, const RunCounters& counters,
                 const Hyperparameters& settings, std::int64_t scheduleLength)
    : m_arena(arena)
    , m_counters(counters)
    , m_scheduleLength(scheduleLength)
    , m_optimizer(makeOptimizer(settings.optimizer.name, layoutOf(arena)))
{
    configure(settings);
}

Updater::~Updater() = default;

void Updater::configure(const Hyperparameters& settings)
{
    m_settings = settings;
    m_stepOptions = settings.optimizer;
    if (decaysEachMicroBatch())
        m_stepOptions.weightDecay = 0.0;
    const std::size_t size = stepsAside(settings) ? m_arena.weights().size() : 0;
    if (m_sum.size() != size) {
        for (AlignedVector<float>* buffer : {&m_stepped, &m_sum}) {
            buffer->clear();
            buffer->shrink_to_fit(); // what is not needed any more is there for others
            buffer->assign(size, 0.0f);
        }
    }
}

bool Updater::usesMicroBatches(const Hyperparameters& settings)
{
    return optimizerKind(settings.optimizer.name).make({})->usesMicroBatches()
        || settings.semantics.betweenUpdates == BetweenUpdates::ZeroGradientStep
        || stepsAside(settings) || settings.optimizer.learningRateScaling == adaScaleName;
}

std::size_t Updater::bufferBytes(const Hyperparameters& settings, std::size_t size)
{
    const std::size_t aside = stepsAside(settings) ? 2 : 0;
    return sizeof(float) * size * (optimizerKind(settings.optimizer.name).bufferCount + aside);
}

void Updater::addMicroBatch(double share)
{
    m_optimizer->addMicroBatch(m_arena.gradients(), share);
    if (m_settings.semantics.betweenUpdates == BetweenUpdates::StepEachMicroBatch)
        stepAside(share);
}

void Updater::afterMicroBatch(const AccumulationWindow& window)
{
    if (decaysEachMicroBatch()) {
        const auto keep =
            static_cast<float>(1.0 - learningRate() * m_settings.optimizer.weightDecay);
        for (float& weight : m_arena.weights())
            weight *= keep;
        m_arena.weightsChanged();
    }
    if (m_settings.semantics.betweenUpdates == BetweenUpdates::ZeroGradientStep
        && !window.isComplete())
        step(m_arena.weights(), 0.0, learningRate(), WhenDone::KeepWindow);
}

UpdateOutcome Updater::update(const AccumulationWindow& window, double gradNorm, double meanSquare)
{
    if (m_settings.optimizer.learningRateScaling == adaScaleName)
        m_adaScale.add(windowMoments(window, gradNorm, meanSquare));
    UpdateOutcome outcome{.learningRate = learningRate()};
    if (m_settings.semantics.betweenUpdates == BetweenUpdates::StepEachMicroBatch) {
        applySteps(window);
    } else {
        const double factor = clip(window, gradNorm, outcome.clipCoefficient);
        step(m_arena.weights(), factor / window.divisor(), outcome.learningRate,
             WhenDone::ZeroGradients);
    }
    m_scheduleTick +=
        m_settings.optimizer.learningRateScaling == adaScaleName ? scalingFactor() : 1.0;
    return outcome;
}

void Updater::drop()
{
    m_optimizer->dropMicroBatches();
    std::fill(m_sum.begin(), m_sum.end(), 0.0f);
}

bool Updater::decaysEachMicroBatch() const
{
    return m_settings.semantics.betweenUpdates == BetweenUpdates::DecayEachMicroBatch
        && optimizerKind(m_settings.optimizer.name).decoupledDecay;
}

double Updater::scheduleTick() const
{
    const bool countsMicroBatches =
        m_settings.semantics.scheduleClock == ScheduleClock::MicroBatches;
    return countsMicroBatches ? static_cast<double>(m_counters.microBatches - 1) : m_scheduleTick;
}

bool Updater::hasScheduleEnded() const
{
    return accumulus::hasScheduleEnded(m_settings.schedule, scheduleTick(), m_scheduleLength);
}

double Updater::learningRate() const
{
    return m_settings.optimizer.learningRate * scalingFactor()
        * scheduleFactor(m_settings.schedule, scheduleTick(), m_scheduleLength);
}

double Updater::scalingFactor() const
{
    const OptimizerOptions& options = m_settings.optimizer;
    const int base = options.baseAccumulationSteps;
    return options.learningRateScaling == adaScaleName
        ? m_adaScale.gain(m_settings.accumulationSteps, base)
        : learningRateFactor(options.learningRateScaling, m_settings.accumulationSteps, base);
}

/// Limits the accumulated gradient, in its own scale. Returns the factor that is still to be
/// applied.
double Updater::clip(const AccumulationWindow& window, double gradNorm, double& coefficient)
{
    if (clipsEachMicroBatch(m_settings.semantics))
        return 1.0;
    const bool onSum = m_settings.semantics.clipping == Clipping::Sum;
    // From the quantity that the limits are about to the accumulated one.
    const double scale = window.divisor() / (onSum ? window.divisorInMicroBatches() : 1.0);
    const Clipped clipped = clipGradients(
        m_arena.gradients(), gradNorm * window.divisor(),
        {m_settings.optimizer.clipNorm * scale, m_settings.optimizer.clipValue * scale});
    coefficient = clipped.coefficient;
    return clipped.factor;
}

/// One pass over weights, gradients and moments, on all threads. It goes in blocks that fit into
/// a core's caches, so that zeroing finds the gradients there; as a pass of its own that took half
/// as long as the update of a large model.
void Updater::step(std::span<float> weights, double gradientScale, double learningRate,
                   WhenDone whenDone)
{
    const OptimizerStep step{.step = m_steps++,
                             .gradientScale = gradientScale,
                             .learningRate = learningRate,
                             .closesWindow = whenDone != WhenDone::KeepWindow,
                             .options = m_stepOptions};
    const std::span<float> gradients = m_arena.gradients();
    const std::size_t block = m_optimizer->isElementwise() ? floatsOfBlock : weights.size();
    parallelFor(m_arena.threads(), weights.size(), block, [&](std::size_t begin, std::size_t end) {
        while (begin < end) {
            const std::size_t size = std::min(block, end - begin);
            m_optimizer->stepRange(weights, gradients, step, {begin, size});
            if (whenDone == WhenDone::ZeroGradients)
                std::fill_n(gradients.data() + begin, size, 0.0f);
            begin += size;
        }
    });
    m_optimizer->endStep(step);
    m_arena.weightsChanged();
}

/// The optimizer sees the weights of now and the micro-batch's mean gradient; what it would change
/// goes into the window's sum.
void Updater::stepAside(double share)
{
    const auto weights = m_arena.weights();
    std::copy(weights.begin(), weights.end(), m_stepped.begin());
    step(m_stepped, 1.0 / share, learningRate(), WhenDone::UseUp);
    for (std::size_t i = 0; i < m_sum.size(); ++i)
        m_sum[i] += m_stepped[i] - weights[i];
}

void Updater::applySteps(const AccumulationWindow& window)
{
    const auto scale = static_cast<float>(1.0 / window.divisorInMicroBatches());
    const auto weights = m_arena.weights();
    for (std::size_t i = 0; i < m_sum.size(); ++i)
        weights[i] += scale * m_sum[i];
    std::fill(m_sum.begin(), m_sum.end(), 0.0f);
    m_arena.zeroGradients();
    m_arena.weightsChanged();
}

void Updater::archive(StateArchive& archive)
{
    archive.count("updater.schedule_length", m_scheduleLength);
    archive.count("updater.steps", m_steps);
    archive.value("updater.schedule_tick", m_scheduleTick);
    if (!(m_scheduleTick >= 0.0 && m_scheduleTick <= 0x1.0p53))
        throw DataError("the schedule's clock is out of its range");
    for (const OptimizerBuffer& buffer : m_optimizer->buffers())
        archive.buffer("optimizer." + std::string(buffer.name), buffer.values);
    if (!m_sum.empty())
        archive.buffer("sum_of_steps", m_sum);
    AdaScale::State state = m_adaScale.state();
    archive.value("adascale.variance", state.variance);
    archive.value("adascale.square", state.square);
    archive.value("adascale.weight", state.weight);
    archive.value("adascale.micro_batch_size", state.microBatchSize);
    if (!std::isfinite(state.variance) || !std::isfinite(state.square) || !(state.weight >= 0.0)
        || !(state.microBatchSize > 0.0))
        throw DataError("what adascale has learned is out of its range");
    m_adaScale.setState(state);
}

} // namespace accumulus
