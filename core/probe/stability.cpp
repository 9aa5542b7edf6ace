#include "core/probe/stability.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double notDefined = StabilityFigures::notDefined;

constexpr std::size_t spikeWindow = 1000;
constexpr std::size_t smallestSpikeWindow = 100;
constexpr double spikeDeviations = 7.0;

constexpr std::size_t robustWindow = 100;
constexpr double robustScale = 0.6745; ///< MAD of a standard normal variable
constexpr double alarmZ = 8.0;
constexpr double coAlarmZ = 6.0;

constexpr int clippedAllowed = 15; ///< 5 % of the window of 300

constexpr std::size_t maxLossBlocks = 4096;

/// Median of |x − \a median| over an even number of sorted values. Those below and those above the
/// middle are two lists of deviations, each already sorted, so the median of their union is found
/// by bisection: \a fromLower of its smaller half come from the lower list.
double medianDeviation(const std::vector<double>& sorted, double median)
{
    const std::size_t half = sorted.size() / 2;
    const auto lower = [&](std::size_t i) { return median - sorted[half - 1 - i]; };
    const auto upper = [&](std::size_t i) { return sorted[half + i] - median; };
    std::size_t fromLower = 0;
    for (std::size_t end = half; fromLower < end;) {
        const std::size_t middle = (fromLower + end) / 2;
        if (lower(middle) < upper(half - 1 - middle))
            fromLower = middle + 1;
        else
            end = middle;
    }
    const std::size_t fromUpper = half - fromLower;
    const double below = fromLower == 0 ? upper(fromUpper - 1)
        : fromUpper == 0                ? lower(fromLower - 1)
                                        : std::max(lower(fromLower - 1), upper(fromUpper - 1));
    const double above = fromLower == half ? upper(fromUpper)
        : fromUpper == half                ? lower(fromLower)
                                           : std::min(lower(fromLower), upper(fromUpper));
    return 0.5 * (below + above);
}

} // namespace

const std::vector<StabilityFigure>& stabilityFigures()
{
    using F = StabilityFigures;
    static const std::vector<StabilityFigure> table{
        {"final_loss", "Training loss of the last update, finite or not.", &F::finalLoss},
        {"best_loss", "Smallest finite training loss of any update.", &F::bestLoss},
        {"last_tenth_loss",
         "Mean of the finite training losses of the last 10 % of the updates, their number rounded "
         "up; in a run of more than 4096 updates the 10 % begin at a block of at most 1/2048 of "
         "the run, which counts whole.",
         &F::lastTenthLoss},
        {"area_under_loss",
         "Integral of the training loss over epochs by the trapezoid rule, from the first to the "
         "last update with a finite loss.",
         &F::areaUnderLoss},
        {"loss_spike_score",
         "Percentage of the finite training losses that lie above the mean of the finite losses "
         "before them by at least 7 of their (population) standard deviations, where the last 1000 "
         "before it count, or all if there are fewer, and a loss with fewer than 100 before it is "
         "left out.",
         &F::lossSpikeScore},
        {"grad_norm_spike_score",
         "Percentage of the finite gradient norms that lie above the mean of the finite norms "
         "before them by at least 7 of their (population) standard deviations, where the last 1000 "
         "before it count, or all if there are fewer, and a norm with fewer than 100 before it is "
         "left out.",
         &F::gradNormSpikeScore},
        {"max_loss_z",
         "Largest robust z of the training loss: z = 0.6745 (x - median) / MAD with x = ln loss "
         "and the median and the median absolute deviation from it (MAD) of the 100 values of x "
         "before it, where losses that are not positive and finite are left out, and for MAD = 0 z "
         "is 0 if x is the median and not defined otherwise.",
         &F::maxLossZ},
        {"loss_alarms", "Number of updates whose robust z of the loss (see max_loss_z) is above 8.",
         &F::lossAlarms},
        {"co_alarms",
         "Number of updates whose robust z of the loss and that of the gradient norm (both as in "
         "max_loss_z) are both above 6.",
         &F::coAlarms},
        {"loss_increases",
         "Share (0 to 1) of the finite training losses that are above the finite one before them, "
         "the first left out.",
         &F::lossIncreases},
        {"time_above_twice_best",
         "Share (0 to 1) of the finite training losses that are more than twice the smallest loss "
         "until then; not defined if any loss is negative.",
         &F::timeAboveTwiceBest},
        {"clip_fraction",
         "Share (0 to 1) of the updates whose gradient was clipped, that is, multiplied by less "
         "than 1.",
         &F::clipFraction},
        {"clip_alarm",
         "1 if more than 5 % of any 300 updates in a row were clipped, else 0; not defined before "
         "update 300.",
         &F::clipAlarm},
        {"best_validation_loss", "Smallest finite validation loss.", &F::bestValidationLoss},
        {"final_validation_loss", "Validation loss of the last evaluation that gave a number.",
         &F::finalValidationLoss},
        {"final_validation_accuracy",
         "Share (0 to 1) of the validation rows that the last evaluation of it found right.",
         &F::finalValidationAccuracy},
        {"diverged", "1 if the run ended because it diverged, else 0.", &F::diverged},
        {"diverged_at", "Number of the update in which the run diverged.", &F::divergedAt},
    };
    return table;
}

void StabilitySummary::add(const UpdateRecord& record)
{
    m_finalLoss = record.loss;
    m_blocks.add(record.loss);
    if (std::isfinite(record.loss))
        addFiniteLoss(record.loss, record.epoch);
    if (std::isfinite(record.gradNorm))
        m_gradNorm.add(record.gradNorm);
    addScores(record);
    addClipping(record.clipCoefficient < 1.0);
    if (std::isfinite(record.validationLoss))
        m_bestValidationLoss = std::fmin(m_bestValidationLoss, record.validationLoss);
    if (!std::isnan(record.validationLoss))
        m_finalValidationLoss = record.validationLoss;
    if (!std::isnan(record.validationAccuracy))
        m_finalValidationAccuracy = record.validationAccuracy;
}

void StabilitySummary::addFiniteLoss(double loss, double epoch)
{
    m_loss.add(loss);
    m_bestLoss = std::fmin(m_bestLoss, loss);
    m_aboveTwiceBest.add(loss > 2.0 * m_bestLoss);
    if (!std::isnan(m_previousLoss)) {
        m_increases.add(loss > m_previousLoss);
        const double before = std::isnan(m_area) ? 0.0 : m_area;
        m_area = before + (epoch - m_previousEpoch) * (0.5 * loss + 0.5 * m_previousLoss);
    }
    m_previousLoss = loss;
    m_previousEpoch = epoch;
}

void StabilitySummary::addScores(const UpdateRecord& record)
{
    const double lossZ = m_lossScore.add(record.loss);
    const double gradNormZ = m_gradNormScore.add(record.gradNorm);
    if (std::isnan(lossZ))
        return;
    m_maxLossZ = std::fmax(m_maxLossZ, lossZ);
    m_lossAlarms.add(lossZ > alarmZ);
    if (!std::isnan(gradNormZ))
        m_coAlarms.add(lossZ > coAlarmZ && gradNormZ > coAlarmZ);
}

void StabilitySummary::addClipping(bool isClipped)
{
    const std::size_t place = static_cast<std::size_t>(m_clipped.judged) % clipWindow;
    m_clippedInWindow += static_cast<int>(isClipped) - static_cast<int>(m_lastClipped[place]);
    m_lastClipped[place] = isClipped;
    m_clipped.add(isClipped);
    // Too many before there are 300 are too many among the first 300 as well.
    m_clipAlarm = m_clipAlarm || m_clippedInWindow > clippedAllowed;
}

StabilityFigures StabilitySummary::figures() const
{
    StabilityFigures figures;
    figures.finalLoss = m_finalLoss;
    figures.bestLoss = m_bestLoss;
    figures.lastTenthLoss = m_blocks.lastTenthMean();
    figures.areaUnderLoss = m_area;
    figures.lossSpikeScore = 100.0 * m_loss.spikes().share();
    figures.gradNormSpikeScore = 100.0 * m_gradNorm.spikes().share();
    figures.maxLossZ = m_maxLossZ;
    figures.lossAlarms = m_lossAlarms.count();
    figures.coAlarms = m_coAlarms.count();
    figures.lossIncreases = m_increases.share();
    figures.timeAboveTwiceBest = m_bestLoss < 0.0 ? notDefined : m_aboveTwiceBest.share();
    figures.clipFraction = m_clipped.share();
    if (m_clipped.judged >= static_cast<std::int64_t>(clipWindow))
        figures.clipAlarm = m_clipAlarm ? 1.0 : 0.0;
    figures.bestValidationLoss = m_bestValidationLoss;
    figures.finalValidationLoss = m_finalValidationLoss;
    figures.finalValidationAccuracy = m_finalValidationAccuracy;
    figures.diverged = std::isnan(m_divergedAt) ? 0.0 : 1.0;
    figures.divergedAt = m_divergedAt;
    return figures;
}

void StabilitySummary::Tally::add(bool isHit)
{
    ++judged;
    hits += isHit;
}

double StabilitySummary::Tally::count() const
{
    return judged == 0 ? notDefined : static_cast<double>(hits);
}

double StabilitySummary::Tally::share() const
{
    return judged == 0 ? notDefined : static_cast<double>(hits) / static_cast<double>(judged);
}

// Welford 1962; the merge is that of Chan, Golub and LeVeque 1979.
void StabilitySummary::Moments::add(double value)
{
    count += 1.0;
    const double difference = value - mean;
    mean += difference / count;
    squares += difference * (value - mean);
}

StabilitySummary::Moments StabilitySummary::Moments::merged(const Moments& other) const
{
    const double total = count + other.count;
    if (total == 0.0)
        return {};
    const double difference = other.mean - mean;
    const double otherShare = other.count / total;
    return {total, mean + difference * otherShare,
            squares + other.squares + difference * difference * count * otherShare};
}

void StabilitySummary::SpikeDetector::add(double value)
{
    const std::size_t size = m_older.size() + m_newer.size();
    if (size >= smallestSpikeWindow) {
        const Moments before =
            m_older.empty() ? m_newerMoments : m_older.back().merged(m_newerMoments);
        const double deviation = std::sqrt(before.squares / before.count);
        m_spikes.add(value > before.mean && value - before.mean >= spikeDeviations * deviation);
    }
    if (size == spikeWindow)
        dropOldest();
    m_newer.push_back(value);
    m_newerMoments.add(value);
}

void StabilitySummary::SpikeDetector::dropOldest()
{
    if (m_older.empty()) {
        Moments moments;
        for (auto value = m_newer.rbegin(); value != m_newer.rend(); ++value) {
            moments.add(*value);
            m_older.push_back(moments);
        }
        m_newer.clear();
        m_newerMoments = {};
    }
    m_older.pop_back();
}

double StabilitySummary::RobustScore::add(double value)
{
    if (!(value > 0.0) || !std::isfinite(value))
        return notDefined;
    const double logarithm = std::log(value);
    const double z = m_sorted.size() < robustWindow ? notDefined : score(logarithm);
    remember(logarithm);
    return z;
}

double StabilitySummary::RobustScore::score(double logarithm) const
{
    const double median = 0.5 * (m_sorted[robustWindow / 2 - 1] + m_sorted[robustWindow / 2]);
    const double deviation = medianDeviation(m_sorted, median);
    if (deviation == 0.0)
        return logarithm == median ? 0.0 : notDefined;
    return robustScale * (logarithm - median) / deviation;
}

void StabilitySummary::RobustScore::remember(double logarithm)
{
    const auto place = std::lower_bound(m_sorted.begin(), m_sorted.end(), logarithm);
    if (m_ring.size() < robustWindow) {
        m_sorted.insert(place, logarithm);
        m_ring.push_back(logarithm);
        return;
    }
    const auto old = std::lower_bound(m_sorted.begin(), m_sorted.end(), m_ring[m_oldest]);
    if (old < place) {
        std::move(old + 1, place, old);
        *(place - 1) = logarithm;
    } else {
        std::move_backward(place, old, old + 1);
        *place = logarithm;
    }
    m_ring[m_oldest] = logarithm;
    m_oldest = (m_oldest + 1) % robustWindow;
}

void StabilitySummary::LossBlocks::add(double loss)
{
    if (m_blocks.empty() || m_inLast == m_perBlock) {
        if (m_blocks.size() == maxLossBlocks) {
            for (std::size_t i = 0; i < maxLossBlocks / 2; ++i) {
                m_blocks[i] = {m_blocks[2 * i].sum + m_blocks[2 * i + 1].sum,
                               m_blocks[2 * i].finite + m_blocks[2 * i + 1].finite};
            }
            m_blocks.resize(maxLossBlocks / 2);
            m_perBlock *= 2;
        }
        m_blocks.emplace_back();
        m_inLast = 0;
    }
    if (std::isfinite(loss)) {
        m_blocks.back().sum += loss;
        ++m_blocks.back().finite;
    }
    ++m_inLast;
    ++m_updates;
}

double StabilitySummary::LossBlocks::lastTenthMean() const
{
    const std::int64_t tenth = (m_updates + 9) / 10;
    Block total;
    std::int64_t covered = 0;
    for (auto block = m_blocks.rbegin(); block != m_blocks.rend() && covered < tenth; ++block) {
        covered += block == m_blocks.rbegin() ? m_inLast : m_perBlock;
        total.sum += block->sum;
        total.finite += block->finite;
    }
    return total.finite == 0 ? notDefined : total.sum / static_cast<double>(total.finite);
}

} // namespace accumulus
