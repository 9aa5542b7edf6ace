#pragma once

#include "core/data/batch_sampler.h"
#include "core/nn/parameter_arena.h"
#include "core/train/clipping.h"
#include "core/train/gradient_accumulator.h"
#include "core/train/hyperparameters.h"

#include <cstdint>
#include <memory>

namespace accumulus {

class ProbeSet;
class Updater;
struct RunCounters;

/// Whether a micro-batch whose gradient is not finite is left out: under SkipMicroBatch, and under
/// SkipWindow where the optimizer sees micro-batches before their window is judged.
bool leavesOutMicroBatches(const Hyperparameters& settings);

/// The gradients of a window, from a backward pass to the update. Implements every value of
/// AccumulatorPrecision, clipping of each micro-batch, and leaving out micro-batches that are not
/// finite.
///
///     model.backward();            // adds into arena.gradients()
///     gradients.take(batch, share); // after each
///     …
///     gradients.finish();          // arena.gradients() is the accumulated gradient of the window
///     updater.update(…);
///     gradients.reset();
///
/// Mostly there is nothing to do: layers add into the arena and stay there. But where somebody
/// needs the gradients of the micro-batches one by one, the arena holds only the newest one and
/// take() moves it to an accumulator of its own.
class WindowGradients
{
public:
    /// All must outlive it.
    WindowGradients(ParameterArena& arena, Updater& updater, ProbeSet& probes,
                    const RunCounters& counters, std::uint64_t seed);
    ~WindowGradients();

    /// What windows are from here on. Between windows; what an earlier one left is kept.
    void configure(const Hyperparameters& settings);

    /// Takes over what backward() added to the arena for \a batch, and shows it to the probes. \a
    /// share: see AccumulationWindow::share(). False if the gradient is not finite and is left out.
    bool take(const MicroBatch& batch, double share);

    void finish();
    void zero();
    /// The same for everything but the arena's gradients, which an update has zeroed already.
    void reset();

    /// Bytes of the accumulator for \a size gradients under these settings; 0: the arena does.
    static std::size_t accumulatorBytes(const Hyperparameters& settings, std::size_t size);

    /// Micro-batches are looked at one by one.
    bool isSeparate() const { return m_accumulator != nullptr; }

    /// Weighted mean of |g|² over the micro-batches' mean gradients g; only if isSeparate().
    double meanSquare() const { return m_shares > 0.0 ? m_squares / m_shares : 0.0; }

    /// Mean over the micro-batches of what clipping each of them multiplied it by.
    double clipCoefficient() const
    {
        return m_taken > 0 ? m_coefficients / static_cast<double>(m_taken) : 1.0;
    }

    void archive(StateArchive& archive);

private:
    double clip(double norm, double share);

    ParameterArena& m_arena;
    Updater& m_updater;
    ProbeSet& m_probes;
    const RunCounters& m_counters;
    std::uint64_t m_seed;
    MemoryAccount* m_account = MemoryScope::current().account; ///< that counts the accumulator
    ClipLimits m_limits;                                       ///< of each micro-batch
    bool m_skipsNonFinite = false;
    AccumulatorPrecision m_precision = AccumulatorPrecision::F32;
    std::unique_ptr<GradientAccumulator>
        m_accumulator; ///< null: layers add straight into the arena
    double m_shares = 0.0;
    double m_squares = 0.0; ///< Σ share · |g|²
    double m_coefficients = 0.0;
    std::int64_t m_taken = 0;
};

} // namespace accumulus
