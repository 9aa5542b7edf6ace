#pragma once

#include "core/record/records.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace accumulus {

/// How steadily a run trained, in numbers; what each is says stabilityFigures(). NaN: not defined,
/// because the run was too short or never evaluated.
struct StabilityFigures
{
    static constexpr double notDefined = std::numeric_limits<double>::quiet_NaN();

    double finalLoss = notDefined;
    double bestLoss = notDefined;
    double lastTenthLoss = notDefined;
    double areaUnderLoss = notDefined;
    double lossSpikeScore = notDefined;
    double gradNormSpikeScore = notDefined;
    double lossAlarms = 0.0;
    double jointAlarms = 0.0;
    double largestLossZ = notDefined;
    double lossIncreases = notDefined;
    double clipFraction = notDefined;
    double clipAlarm = 0.0;
    double timeAboveTwiceBest = notDefined;
    double bestValidationLoss = notDefined;
    double finalValidationLoss = notDefined;
    double finalValidationAccuracy = notDefined;
    double diverged = 0.0;
    double divergedAt = notDefined;
};

/// A figure as a row of a table, the one place where it is defined.
struct StabilityFigure
{
    std::string_view name;       ///< in files and on the command line
    std::string_view definition; ///< a sentence; the README has the same
    double StabilityFigures::*member;

    double value(const StabilityFigures& figures) const { return figures.*member; }
};

const std::vector<StabilityFigure>& stabilityFigures();

/// The last values of a curve, for judging the next one by their mean and standard deviation.
class RollingDeviation
{
public:
    explicit RollingDeviation(std::size_t length);

    /// How many standard deviations \a value lies above the mean of the values before it; NaN if
    /// they are fewer than \a atLeast.
    double above(double value, std::size_t atLeast) const;
    void add(double value);

private:
    void sumAnew();

    std::size_t m_length;
    std::vector<double> m_values; ///< a ring
    std::size_t m_next = 0;
    std::size_t m_sinceSummed = 0;
    double m_origin = 0.0; ///< sums are of distances from it, so that nothing cancels
    double m_sum = 0.0;
    double m_squares = 0.0;
    double m_largest = 0.0; ///< distance that was added since the sums were made anew
};

/// The last hundred values of a curve, for judging the next one by their median and median absolute
/// deviation, which a spike among them does not move.
class RollingMedian
{
public:
    static constexpr std::size_t length = 100;

    /// 0.6745·(value − median)/MAD; NaN until there are `length` values, or if MAD is 0.
    double z(double value) const;
    void add(double value);

private:
    double median() const;
    double medianDeviation(double median) const;

    std::vector<double> m_values; ///< a ring
    std::vector<double> m_sorted;
    std::size_t m_next = 0;
};

/// Makes the figures of a run from its records, one after the other; bounded in memory however long
/// the run is. About 0.4 µs an update.
class StabilitySummary
{
public:
    StabilitySummary();

    void add(const UpdateRecord& record);

    /// The run ended because it diverged at \a update.
    void setDiverged(std::int64_t update);

    StabilityFigures figures() const;

private:
    void addLoss(const UpdateRecord& record);
    void addAlarms(const UpdateRecord& record);
    void addClipping(const UpdateRecord& record);
    double lastTenth() const;

    StabilityFigures m_figures; ///< those that are final at every update
    std::int64_t m_updates = 0;
    double m_lastLoss = 0.0;
    double m_lastEpoch = 0.0;
    double m_area = 0.0;
    std::int64_t m_increases = 0;
    std::int64_t m_clipped = 0;
    std::int64_t m_aboveTwiceBest = 0;
    std::int64_t m_lossJudged = 0; ///< updates whose loss could be a spike
    std::int64_t m_lossSpikes = 0;
    std::int64_t m_gradNormJudged = 0;
    std::int64_t m_gradNormSpikes = 0;
    RollingDeviation m_loss;
    RollingDeviation m_gradNorm;
    RollingMedian m_logLoss;
    RollingMedian m_logGradNorm;
    std::vector<bool> m_clipRing; ///< of the last updates
    int m_clippedInRing = 0;
    std::vector<double> m_blocks;   ///< sums of the losses of `m_blockLength` updates each
    std::int64_t m_blockLength = 1; ///< doubles when there are too many blocks
    std::int64_t m_inLastBlock = 0;
};

} // namespace accumulus
