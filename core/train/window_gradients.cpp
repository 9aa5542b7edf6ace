#include "core/train/window_gradients.h"

#include "core/probe/probe_set.h"
#include "core/record/state_archive.h"
#include "core/train/updater.h"

#include <cmath>
#include <utility>

namespace accumulus {

namespace {

ClipLimits microBatchLimits(const Hyperparameters& settings)
{
    return clipsEachMicroBatch(settings.semantics)
        ? ClipLimits{settings.optimizer.clipNorm, settings.optimizer.clipValue}
        : ClipLimits();
}

/// Whether somebody needs the gradients of the micro-batches one by one.
bool needsAccumulator(const Hyperparameters& settings)
{
    return !microBatchLimits(settings).isNone() || leavesOutMicroBatches(settings)
        || settings.semantics.precision != AccumulatorPrecision::F32
        || Updater::usesMicroBatches(settings) || usesMicroBatches(settings.probes);
}

} // namespace

bool leavesOutMicroBatches(const Hyperparameters& settings)
{
    const BetweenUpdates between = settings.semantics.betweenUpdates;
    return settings.nonFinite == NonFinite::SkipMicroBatch
        || (settings.nonFinite == NonFinite::SkipWindow
            && (between == BetweenUpdates::StepEachMicroBatch
                || between == BetweenUpdates::ZeroGradientStep));
}

WindowGradients::WindowGradients(ParameterArena& arena, Updater& updater, ProbeSet& probes,
                                 const RunCounters& counters, std::uint64_t seed)
    : m_arena(arena)
    , m_updater(updater)
    , m_probes(probes)
    , m_counters(counters)
    , m_seed(seed)
{}

WindowGradients::~WindowGradients() = default;

void WindowGradients::configure(const Hyperparameters& settings)
{
    const Semantics& semantics = settings.semantics;
    m_limits = microBatchLimits(settings);
    m_skipsNonFinite = leavesOutMicroBatches(settings);

    const bool isSeparate = needsAccumulator(settings);
    if (isSeparate == (m_accumulator != nullptr) && semantics.precision == m_precision)
        return;
    finish(); // what an earlier window left goes along
    m_precision = semantics.precision;
    m_accumulator.reset(); // before the next one is made: there may be no room for two
    if (isSeparate) {
        const MemoryScope scope(m_account, MemoryCategory::Gradients);
        m_accumulator = makeGradientAccumulator(m_precision, m_arena.gradients().size(), m_seed);
        m_accumulator->add(m_arena.gradients(), 1.0f);
        m_arena.zeroGradients();
    }
}

std::size_t WindowGradients::accumulatorBytes(const Hyperparameters& settings, std::size_t size)
{
    return needsAccumulator(settings) ? gradientAccumulatorBytes(settings.semantics.precision, size)
                                      : 0;
}

bool WindowGradients::take(const MicroBatch& batch, double share)
{
    m_probes.beginMicroBatch();
    MicroBatchView view{.batch = batch, .share = share, .gradients = {}};
    const std::int64_t update = m_counters.updates + 1;
    if (!m_accumulator) {
        m_probes.addMicroBatch(update, view);
        return true;
    }
    const double norm = m_arena.gradientNorm();
    const bool isLeftOut = m_skipsNonFinite && !std::isfinite(norm);
    if (!isLeftOut && share > 0.0) {
        const double coefficient = m_limits.isNone() ? 1.0 : clip(norm, share);
        view.norm = norm * coefficient / share;
        view.gradients = m_arena.gradients();
        m_shares += share;
        m_squares += share * view.norm * view.norm;
        m_coefficients += coefficient;
        ++m_taken;
        m_updater.addMicroBatch(share);
        m_probes.addMicroBatch(update, view);
        m_accumulator->add(m_arena.gradients(), 1.0f);
    } else if (!isLeftOut) {
        m_probes.passOver();
    }
    m_arena.zeroGradients();
    return !isLeftOut;
}

/// Limits the micro-batch's mean gradient, which is that in the arena divided by its share.
double WindowGradients::clip(double norm, double share)
{
    const Clipped clipped =
        clipGradients(m_arena.gradients(), norm, {m_limits.norm * share, m_limits.value * share});
    if (clipped.factor != 1.0) {
        for (float& gradient : m_arena.gradients())
            gradient *= static_cast<float>(clipped.factor);
    }
    return clipped.coefficient;
}

void WindowGradients::finish()
{
    if (m_accumulator)
        m_accumulator->read(m_arena.gradients());
}

void WindowGradients::zero()
{
    m_arena.zeroGradients();
    reset();
}

void WindowGradients::reset()
{
    if (m_accumulator)
        m_accumulator->zero();
    m_shares = 0.0;
    m_squares = 0.0;
    m_coefficients = 0.0;
    m_taken = 0;
}

void WindowGradients::archive(StateArchive& archive)
{
    if (m_accumulator)
        m_accumulator->archive(archive);
    else
        archive.buffer("accumulated_gradients", m_arena.gradients());
    archive.value("gradients.shares", m_shares);
    archive.value("gradients.squares", m_squares);
    archive.value("gradients.coefficients", m_coefficients);
    archive.count("gradients.taken", m_taken);
}

} // namespace accumulus
