#include "core/train/accumulation_window.h"

#include <algorithm>
#include <cassert>

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
    return m_semantics.reduction == Reduction::SampleWeightedMean || weight == 0.0 ? 1.0
                                                                                   : 1.0 / weight;
}

void AccumulationWindow::add(const BatchLoss& loss, bool endsEpoch)
{
    assert(m_state == State::Filling);
    ++m_microSteps;
    ++m_microBatches;
    m_samples += loss.samples;
    m_weight += loss.weight;
    m_lossSum += loss.sum;
    m_lastMean = loss.mean();
    m_meanSum += m_lastMean;

    if (m_microSteps == m_accumulationSteps) {
        m_state = State::Complete;
    } else if (endsEpoch) {
        switch (m_semantics.partialWindow) {
        case PartialWindow::Flush:
        case PartialWindow::FlushDividedByN:
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
}

double AccumulationWindow::divisor() const
{
    const bool asIfFull = m_semantics.partialWindow == PartialWindow::FlushDividedByN;
    switch (m_semantics.reduction) {
    case Reduction::SampleWeightedMean:
        // A window cut short counts as if the missing micro-batches were as large as its mean one.
        return asIfFull ? m_weight / static_cast<double>(m_microBatches) * m_accumulationSteps
                        : m_weight;
    case Reduction::MeanOfMeans:
        return asIfFull ? m_accumulationSteps : static_cast<double>(m_microBatches);
    case Reduction::Sum:
        break;
    }
    return 1.0;
}

double AccumulationWindow::loss() const
{
    switch (m_semantics.loggedLoss) {
    case LoggedLoss::WeightedMean:
        return m_weight > 0.0 ? m_lossSum / m_weight : 0.0;
    case LoggedLoss::LastMicroBatch:
        return m_lastMean;
    case LoggedLoss::Sum:
        break;
    }
    return m_meanSum;
}

void AccumulationWindow::close()
{
    m_state = State::Filling;
    m_microSteps = 0;
    m_microBatches = 0;
    m_samples = 0;
    m_weight = 0.0;
    m_lossSum = 0.0;
    m_meanSum = 0.0;
    m_lastMean = 0.0;
}

} // namespace accumulus
