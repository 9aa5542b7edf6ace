#include "ui/rate_meter.h"

#include <cmath>

namespace accumulus {
namespace {

constexpr double memorySeconds = 1.0;

std::optional<double> ratio(double numerator, double denominator)
{
    return denominator > 0.0 ? std::optional(numerator / denominator) : std::nullopt;
}

} // namespace

void RateMeter::restart()
{
    m_last.reset();
    m_sums = Sums();
}

void RateMeter::add(double seconds, const SessionStatus& status)
{
    const bool trained = m_last && m_last->state == SessionState::Training
        && status.microBatches >= m_last->microBatches && seconds > m_lastSeconds;
    if (trained) {
        const double elapsed = seconds - m_lastSeconds;
        // Sums that all decay alike: their quotients are debiased averages.
        const double kept = std::exp(-elapsed / memorySeconds);
        m_sums.seconds = kept * m_sums.seconds + elapsed;
        m_sums.samples = kept * m_sums.samples + double(status.samples - m_last->samples);
        m_sums.microBatches =
            kept * m_sums.microBatches + double(status.microBatches - m_last->microBatches);
        m_sums.trainingSeconds = kept * m_sums.trainingSeconds + (status.seconds - m_last->seconds);
        m_sums.progress = kept * m_sums.progress
            + (status.progress.value_or(0.0) - m_last->progress.value_or(0.0));
    }
    m_last = status;
    m_lastSeconds = seconds;
}

std::optional<double> RateMeter::samplesPerSecond() const
{
    return ratio(m_sums.samples, m_sums.seconds);
}

std::optional<double> RateMeter::microBatchesPerSecond() const
{
    return ratio(m_sums.microBatches, m_sums.seconds);
}

std::optional<double> RateMeter::secondsPerMicroBatch() const
{
    return m_sums.trainingSeconds > 0.0 ? ratio(m_sums.trainingSeconds, m_sums.microBatches)
                                        : std::nullopt;
}

std::optional<double> RateMeter::secondsLeft() const
{
    if (!m_last || !m_last->progress)
        return std::nullopt;
    const std::optional<double> perSecond = ratio(m_sums.progress, m_sums.seconds);
    return perSecond ? ratio(1.0 - *m_last->progress, *perSecond) : std::nullopt;
}

} // namespace accumulus
