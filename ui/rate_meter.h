#pragma once

#include "core/train/training_session.h"

#include <optional>

namespace accumulus {

/// How fast a session trains, from the statuses that come in one after the other. Rates are
/// smoothed over about a second, debiased, so that the first ones are right too. Knows no clock:
/// the caller says what time it is.
class RateMeter
{
public:
    /// Forgets everything; the next status begins a new measurement.
    void restart();

    /// A status seen at \a seconds on any monotonic clock. Statuses of a session that does not
    /// train only set where the next measurement begins.
    void add(double seconds, const SessionStatus& status);

    /// Per second of real time; none while nothing was measured.
    std::optional<double> samplesPerSecond() const;
    /// Per second of real time: what the speed limit acts on.
    std::optional<double> microBatchesPerSecond() const;
    /// Of training alone: pauses and the speed limit's waiting are left out.
    std::optional<double> secondsPerMicroBatch() const;
    /// Until the stop that is set; none without one.
    std::optional<double> secondsLeft() const;

private:
    struct Sums
    {
        double seconds = 0.0;
        double samples = 0.0;
        double microBatches = 0.0;
        double trainingSeconds = 0.0;
        double progress = 0.0;
    };

    std::optional<SessionStatus> m_last;
    double m_lastSeconds = 0.0;
    Sums m_sums; ///< of what was seen, the older the less it counts
};

} // namespace accumulus
