#include "core/train/accumulation_window.h"

#include "core/data_error.h"
#include "core/record/state_archive.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace accumulus {

void AccumulationWindow::open(int accumulationSteps, const Semantics& semantics)
{
    assert(!isOpen() && accumulationSteps >= 1);
    m_accumulationSteps = accumulationSteps;
    m_semantics = semantics;
    m_state = State::Filling;
}

double AccumulationWindow::gradientScale(double weight) const
{
    return weight > 0.0 ? share(weight) / weight : 1.0;
}

double AccumulationWindow::share(double weight) const
{
    return m_semantics.reduction == Reduction::SampleWeightedMean ? weight : 1.0;
}

void AccumulationWindow::add(const BatchLoss& loss, const EpochPlace& place)
{
    assert(m_state == State::Filling);
    if (m_microSteps == 0)
        m_firstPlace = place.before;
    ++m_microSteps;
    ++m_microBatches;
    m_samples += loss.samples;
    m_rows += loss.rows;
    m_weight += loss.weight;
    m_lossSum += loss.sum;
    m_lastMean = loss.mean();
    if (loss.weight > 0.0)
        m_meanSum += m_lastMean;
    m_tail = tailOf(place);

    const bool endsSplit = m_tail > 0 && m_microSteps > 1 && (place.before + 1) % m_tail == 0;
    if (m_microSteps == m_accumulationSteps || endsSplit)
        m_state = State::Complete;
    else if (place.left == 0)
        endEpoch();
}

void AccumulationWindow::skip(const EpochPlace& place)
{
    if (place.left == 0 && m_microSteps > 0)
        endEpoch();
}

void AccumulationWindow::endEpoch()
{
    switch (m_semantics.partialWindow) {
    case PartialWindow::Flush:
    case PartialWindow::FlushDividedByN:
    case PartialWindow::SplitTail:
        m_state = State::Complete;
        break;
    case PartialWindow::Drop:
        m_state = State::Dropped;
        break;
    case PartialWindow::Leak:
        m_microSteps = 0;
        break;
    case PartialWindow::CarryOver:
        break;
    }
}

/// The number of micro-batches that are left over at the end of the epoch if \a place is one of
/// them, else 0. timm's loop sets its divisor and its modulus to that number when it gets there, so
/// that a multiple of it ends a window from the tail's second micro-batch on.
std::int64_t AccumulationWindow::tailOf(const EpochPlace& place) const
{
    if (m_semantics.partialWindow != PartialWindow::SplitTail)
        return 0;
    const std::int64_t microBatches = place.before + 1 + place.left;
    const std::int64_t tail = microBatches % m_accumulationSteps;
    // Windows that are not aligned to the epoch, after a change of N or a micro-batch that was left
    // out, have another length than the tail.
    const bool isWhole = place.before - m_firstPlace + 1 == m_microSteps;
    return isWhole && m_firstPlace >= microBatches - tail ? tail : 0;
}

bool AccumulationWindow::flushesPartial() const
{
    return m_semantics.partialWindow == PartialWindow::Flush
        || m_semantics.partialWindow == PartialWindow::FlushDividedByN
        || m_semantics.partialWindow == PartialWindow::SplitTail;
}

/// Of a mean of means.
double AccumulationWindow::microBatchesToDivideBy() const
{
    if (m_semantics.partialWindow == PartialWindow::FlushDividedByN)
        return m_accumulationSteps;
    return static_cast<double>(m_tail > 0 ? m_tail : m_microBatches);
}

double AccumulationWindow::divisor() const
{
    if (m_weight
        == 0.0) // nothing but masked samples: their gradient is 0 whatever it is divided by
        return 1.0;
    switch (m_semantics.reduction) {
    case Reduction::SampleWeightedMean:
        // Micro-batches that a cut-short window lacks count as large as its mean one.
        return m_weight / static_cast<double>(m_microBatches) * microBatchesToDivideBy();
    case Reduction::MeanOfMeans:
        return microBatchesToDivideBy();
    case Reduction::Sum:
        break;
    }
    return 1.0;
}

double AccumulationWindow::divisorInMicroBatches() const
{
    return m_semantics.reduction == Reduction::Sum ? 1.0 : microBatchesToDivideBy();
}

WindowLoss AccumulationWindow::meanLoss() const
{
    const double none = std::numeric_limits<double>::quiet_NaN();
    return {m_weight > 0.0 ? m_lossSum / m_weight : none, m_weight, m_rows};
}

double AccumulationWindow::loss() const
{
    switch (m_semantics.loggedLoss) {
    case LoggedLoss::WeightedMean:
        return meanLoss().mean;
    case LoggedLoss::LastMicroBatch:
        return m_lastMean;
    case LoggedLoss::Sum:
        break;
    }
    return m_weight > 0.0 ? m_meanSum : std::numeric_limits<double>::quiet_NaN();
}

void AccumulationWindow::close()
{
    m_state = State::Filling;
    m_microSteps = 0;
    m_microBatches = 0;
    m_samples = 0;
    m_tail = 0;
    m_rows = 0;
    m_weight = 0.0;
    m_lossSum = 0.0;
    m_meanSum = 0.0;
    m_lastMean = 0.0;
}

void AccumulationWindow::archive(StateArchive& archive)
{
    archive.count("window.accumulation_steps", m_accumulationSteps, maxAccumulationSteps);
    archive.count("window.micro_steps", m_microSteps, maxAccumulationSteps);
    archive.count("window.micro_batches", m_microBatches);
    archive.count("window.samples", m_samples);
    archive.count("window.first_place", m_firstPlace);
    archive.count("window.tail", m_tail);
    archive.count("window.rows", m_rows);
    archive.value("window.weight", m_weight);
    archive.value("window.loss_sum", m_lossSum);
    archive.value("window.mean_sum", m_meanSum);
    archive.value("window.last_mean", m_lastMean);
    // What is complete has been closed before anybody archives it.
    const bool isConsistent = m_accumulationSteps >= 1 && m_microSteps < m_accumulationSteps
        && m_microBatches >= m_microSteps && m_samples >= m_microBatches
        && m_tail < m_accumulationSteps && std::isfinite(m_weight) && m_weight >= 0.0;
    if (!isConsistent)
        throw DataError("the open window's counters are out of their range");
}

} // namespace accumulus
