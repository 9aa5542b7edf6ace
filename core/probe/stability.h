#pragma once

#include "core/record/records.h"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace accumulus {

/// How steadily a run trained, in numbers. What each one is exactly says stabilityFigures(); NaN =
/// not defined, for example after too few updates.
struct StabilityFigures
{
    static constexpr double notDefined = std::numeric_limits<double>::quiet_NaN();

    double finalLoss = notDefined;
    double bestLoss = notDefined;
    double lastTenthLoss = notDefined;
    double areaUnderLoss = notDefined;
    double lossSpikeScore = notDefined;
    double gradNormSpikeScore = notDefined;
    double maxLossZ = notDefined;
    double lossAlarms = notDefined;
    double coAlarms = notDefined;
    double lossIncreases = notDefined;
    double timeAboveTwiceBest = notDefined;
    double clipFraction = notDefined;
    double clipAlarm = notDefined;
    double bestValidationLoss = notDefined;
    double finalValidationLoss = notDefined;
    double finalValidationAccuracy = notDefined;
    double diverged = 0.0;
    double divergedAt = notDefined;
};

struct StabilityFigure
{
    std::string_view name;       ///< in files and on the command line
    std::string_view definition; ///< one sentence; the only place where the figure is defined
    double StabilityFigures::*value;
};

/// All figures in the order in which they are shown. A new one is a member of StabilityFigures, a
/// row here and its computation in StabilitySummary.
const std::vector<StabilityFigure>& stabilityFigures();

/// Computes the figures of a run while it trains, in about 150 KiB however long the run is and in
/// well under a microsecond per update on average; once in a thousand updates it tidies up for some
/// microseconds. Only what was added counts.
///
/// Losses that are not finite are left out, as if there had been no such update, of everything but
/// the final loss and the shares of clipped updates; the same holds for gradient norms. It does not
/// judge whether a run diverged: whoever stops the run says so.
///
/// Sources: the spike score is that of OLMo 2 (arXiv:2501.00656), counting only values above the
/// mean; the robust z is the modified z-score of Iglewicz and Hoaglin (1993).
///
/// Not thread-safe.
class StabilitySummary
{
public:
    void add(const UpdateRecord& record);

    /// The run ended because it diverged in update \a update.
    void setDiverged(std::int64_t update) { m_divergedAt = static_cast<double>(update); }

    StabilityFigures figures() const;

private:
    /// How many of those that could be judged were so.
    struct Tally
    {
        std::int64_t hits = 0;
        std::int64_t judged = 0;

        void add(bool isHit);
        double count() const; ///< NaN if nothing could be judged
        double share() const; ///< 0…1; NaN likewise
    };

    /// Mean and sum of squared deviations from it.
    struct Moments
    {
        double count = 0.0;
        double mean = 0.0;
        double squares = 0.0;

        void add(double value);
        Moments merged(const Moments& other) const;
    };

    /// The values before an update, up to 1000 of them, that a spike has to stand out from. A queue
    /// made of two stacks, so that an old value goes without being subtracted: nothing cancels, and
    /// the deviation of equal values is exactly 0 even after an enormous spike among them.
    class SpikeDetector
    {
    public:
        void add(double value); ///< judges it, then remembers it
        const Tally& spikes() const { return m_spikes; }

    private:
        void dropOldest();

        std::vector<Moments> m_older; ///< [i]: of the older half's values from the i-th newest on
        std::vector<double> m_newer;
        Moments m_newerMoments;
        Tally m_spikes;
    };

    /// The last 100 logarithms, in the order of arrival and sorted.
    class RobustScore
    {
    public:
        /// z of ln \a value among the 100 before it, which it then joins. NaN if \a value is not
        /// positive and finite, if there are not 100 yet, or if their MAD is 0 and it is not their
        /// median.
        double add(double value);

    private:
        double score(double logarithm) const;
        void remember(double logarithm);

        std::vector<double> m_ring;
        std::vector<double> m_sorted;
        std::size_t m_oldest = 0; ///< in the ring, once it is full
    };

    /// Sums of losses over blocks of equally many updates; when there are too many blocks,
    /// neighbours merge.
    class LossBlocks
    {
    public:
        void add(double loss);
        double lastTenthMean() const;

    private:
        struct Block
        {
            double sum = 0.0;
            std::int64_t finite = 0;
        };

        std::vector<Block> m_blocks;
        std::int64_t m_perBlock = 1;
        std::int64_t m_inLast = 0;
        std::int64_t m_updates = 0;
    };

    void addFiniteLoss(double loss, double epoch);
    void addScores(const UpdateRecord& record);
    void addClipping(bool isClipped);

    static constexpr std::size_t clipWindow = 300;

    double m_finalLoss = StabilityFigures::notDefined;
    double m_bestLoss = StabilityFigures::notDefined;
    double m_previousLoss = StabilityFigures::notDefined; ///< the last finite one
    double m_previousEpoch = 0.0;
    double m_area = StabilityFigures::notDefined;
    LossBlocks m_blocks;
    Tally m_increases;
    Tally m_aboveTwiceBest;

    SpikeDetector m_loss;
    SpikeDetector m_gradNorm;
    RobustScore m_lossScore;
    RobustScore m_gradNormScore;
    double m_maxLossZ = StabilityFigures::notDefined;
    Tally m_lossAlarms;
    Tally m_coAlarms;

    Tally m_clipped;
    std::bitset<clipWindow> m_lastClipped; ///< a ring
    int m_clippedInWindow = 0;
    bool m_clipAlarm = false;

    double m_bestValidationLoss = StabilityFigures::notDefined;
    double m_finalValidationLoss = StabilityFigures::notDefined;
    double m_finalValidationAccuracy = StabilityFigures::notDefined;
    double m_divergedAt = StabilityFigures::notDefined;
};

} // namespace accumulus
