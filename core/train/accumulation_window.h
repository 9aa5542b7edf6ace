#pragma once

#include "core/data/batch_sampler.h"
#include "core/nn/loss.h"
#include "core/train/divergence.h"
#include "core/train/semantics.h"

#include <cstdint>

namespace accumulus {

class StateArchive;

/// The book-keeping of one accumulation window: which micro-batches are in it, when it is complete,
/// and what its accumulated gradient must be divided by. The gradients themselves are kept by
/// WindowGradients. Settings are fixed while a window is open.
///
///     window.open(N, semantics);                // at first, and for other settings
///     window.gradientScale(weight)              // factor for a micro-batch's gradient
///     window.add(loss, place);                  // after each backward pass
///     if (window.isComplete()) { … ÷ window.divisor() … window.close(); }
///
/// Implements every value of Reduction, PartialWindow and LoggedLoss.
class AccumulationWindow
{
public:
    /// Sets what windows are from here on. What an earlier window leaked or carried over stays in.
    void open(int accumulationSteps, const Semantics& semantics);

    /// Factor for the gradient of the loss summed over a micro-batch of total \a weight before it
    /// is added: 1 if samples count equally, 1/weight if micro-batches do.
    double gradientScale(double weight) const;

    /// What a micro-batch of total \a weight adds to what a mean is divided by: its weight, or 1.
    double share(double weight) const;

    /// Counts a micro-batch whose gradients were just added.
    void add(const BatchLoss& loss, const EpochPlace& place);

    /// A micro-batch that was left out. It may still end the epoch, and so the window.
    void skip(const EpochPlace& place);

    /// An update is due.
    bool isComplete() const { return m_state == State::Complete; }

    /// Gradients must be zeroed without an update (PartialWindow::Drop at the end of an epoch).
    bool isDropped() const { return m_state == State::Dropped; }

    /// A micro-batch was added and the window is not finished, so settings must stay as they are.
    bool isOpen() const { return m_state == State::Filling && m_microSteps > 0; }

    /// The accumulated gradient ÷ this = the gradient to apply.
    double divisor() const;

    /// The same counted in micro-batches: (sum of the micro-batches' mean gradients) ÷ this = the
    /// gradient to apply, exactly if all micro-batches weigh the same.
    double divisorInMicroBatches() const;

    /// The training loss of the window, as Semantics::loggedLoss says; NaN if there is none,
    /// because all its samples are masked.
    double loss() const;

    /// The weighted mean loss of its samples, whatever is logged; NaN without any.
    WindowLoss meanLoss() const;

    int accumulationSteps() const { return m_accumulationSteps; }
    int microSteps() const { return m_microSteps; } ///< micro-batches counted towards N
    const Semantics& semantics() const { return m_semantics; }

    /// Whose gradients are in the accumulator, what an earlier window leaked included.
    std::int64_t microBatches() const { return m_microBatches; }
    std::int64_t samples() const { return m_samples; }

    /// The end of an epoch makes an update of what is in the window.
    bool flushesPartial() const;

    /// Empties the window after its update or drop.
    void close();

    void archive(StateArchive& archive);

private:
    enum class State { Filling, Complete, Dropped };

    void endEpoch();
    std::int64_t tailOf(const EpochPlace& place) const;
    double microBatchesToDivideBy() const;

    State m_state = State::Filling;
    Semantics m_semantics;
    int m_accumulationSteps = 1;
    int m_microSteps = 0;
    std::int64_t m_microBatches = 0;
    std::int64_t m_samples = 0;
    std::int64_t m_firstPlace = 0; ///< in the epoch, of the window's first micro-batch
    std::int64_t m_tail = 0; ///< length of the epoch's tail if the window lies in it (SplitTail)
    std::int64_t m_rows = 0; ///< that are not masked
    double m_weight = 0.0;
    double m_lossSum = 0.0; ///< weighted, over samples
    double m_meanSum = 0.0; ///< over micro-batches, of their means
    double m_lastMean = 0.0;
};

} // namespace accumulus
