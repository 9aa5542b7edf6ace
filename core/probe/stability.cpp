#include "core/probe/stability.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr std::size_t spikeWindow = 1000;
constexpr std::size_t shortestSpikeWindow = 100;
constexpr double spikeDeviations = 7.0;
constexpr double alarmZ = 8.0;
constexpr double jointAlarmZ = 6.0;
constexpr std::size_t clipWindow = 300;
constexpr int clipAlarmCount = 15; // 5 % of it
constexpr std::size_t maxBlocks = 4096;

double share(std::int64_t part, std::int64_t whole)
{
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole)
                     : StabilityFigures::notDefined;
}

} // namespace

const std::vector<StabilityFigure>& stabilityFigures()
{
    using F = StabilityFigures;
    static const std::vector<StabilityFigure> table{
        {"final_loss", "training loss of the last update", &F::finalLoss},
        {"best_loss", "smallest training loss of any update", &F::bestLoss},
        {"last_tenth_loss",
         "mean training loss of the last tenth of the updates, at least one; exact for up to 4096 "
         "updates, beyond that the tenth is rounded to 1/2048 of the run",
         &F::lastTenthLoss},
        {"area_under_loss",
         "area under the training loss over epochs, by the trapezoid rule from the first update on",
         &F::areaUnderLoss},
        {"loss_spike_score",
         "percentage of updates whose loss is at least 7 standard deviations above the mean of the "
         "1000 losses before it, or of all before it from 100 on (OLMo 2)",
         &F::lossSpikeScore},
        {"grad_norm_spike_score", "the same of the gradient norm", &F::gradNormSpikeScore},
        {"loss_alarms",
         "updates whose ln loss has z > 8, z = 0.6745·(x − median)/MAD over the 100 before it",
         &F::lossAlarms},
        {"joint_alarms", "updates for which both ln loss and ln grad_norm have z > 6",
         &F::jointAlarms},
        {"largest_loss_z", "largest z of ln loss", &F::largestLossZ},
        {"loss_increases", "share of updates whose loss is above that of the update before",
         &F::lossIncreases},
        {"clip_fraction", "share of updates whose gradient was clipped", &F::clipFraction},
        {"clip_alarm", "1 if more than 15 of any 300 updates in a row were clipped, else 0",
         &F::clipAlarm},
        {"time_above_twice_best",
         "share of updates whose loss is more than twice the smallest one so far",
         &F::timeAboveTwiceBest},
        {"best_validation_loss", "smallest validation loss", &F::bestValidationLoss},
        {"final_validation_loss", "last validation loss", &F::finalValidationLoss},
        {"final_validation_accuracy", "last validation accuracy, 0…1", &F::finalValidationAccuracy},
        {"diverged",
         "1 if the run ended because a loss or gradient norm was not finite, or a loss was 1000 "
         "times the first one; else 0",
         &F::diverged},
        {"diverged_at", "the update at which it did", &F::divergedAt},
    };
    return table;
}

RollingDeviation::RollingDeviation(std::size_t length)
    : m_length(length)
{}

double RollingDeviation::above(double value, std::size_t atLeast) const
{
    if (m_values.size() < atLeast)
        return StabilityFigures::notDefined;
    const auto count = static_cast<double>(m_values.size());
    const double mean = m_sum / count;
    const double variance = std::max(m_squares / count - mean * mean, 0.0);
    const double distance = value - m_origin - mean;
    if (variance == 0.0)
        return distance > 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
    return distance / std::sqrt(variance);
}

void RollingDeviation::add(double value)
{
    double left = 0.0; // what the new value pushes out
    if (m_values.size() < m_length) {
        if (m_values.empty())
            m_origin = value;
        m_values.push_back(value);
    } else {
        left = m_values[m_next] - m_origin;
        m_values[m_next] = value;
        m_sum -= left;
        m_squares -= left * left;
        m_next = (m_next + 1) % m_length;
    }
    const double distance = value - m_origin;
    m_sum += distance;
    m_squares += distance * distance;
    m_largest = std::max(m_largest, std::abs(distance));
    // Rounding of a large value stays in the sums when it has left.
    if (++m_sinceSummed >= m_length || (left != 0.0 && std::abs(left) == m_largest))
        sumAnew();
}

void RollingDeviation::sumAnew()
{
    m_sinceSummed = 0;
    m_sum = 0.0;
    for (const double value : m_values)
        m_sum += value / static_cast<double>(m_values.size());
    m_origin = m_sum;
    m_sum = 0.0;
    m_squares = 0.0;
    m_largest = 0.0;
    for (const double value : m_values) {
        const double distance = value - m_origin;
        m_sum += distance;
        m_squares += distance * distance;
        m_largest = std::max(m_largest, std::abs(distance));
    }
}

double RollingMedian::z(double value) const
{
    if (m_sorted.size() < length)
        return StabilityFigures::notDefined;
    const double middle = median();
    const double deviation = medianDeviation(middle);
    return deviation > 0.0 ? 0.6745 * (value - middle) / deviation : StabilityFigures::notDefined;
}

void RollingMedian::add(double value)
{
    if (m_values.size() < length) {
        m_values.push_back(value);
    } else {
        m_sorted.erase(std::lower_bound(m_sorted.begin(), m_sorted.end(), m_values[m_next]));
        m_values[m_next] = value;
        m_next = (m_next + 1) % length;
    }
    m_sorted.insert(std::upper_bound(m_sorted.begin(), m_sorted.end(), value), value);
}

double RollingMedian::median() const
{
    return (m_sorted[length / 2 - 1] + m_sorted[length / 2]) / 2.0;
}

/// Distances grow to both sides of the median, so a walk outwards meets them in order.
double RollingMedian::medianDeviation(double median) const
{
    std::size_t right = length / 2; // next one to the right
    std::size_t left = length / 2;  // behind the next one to the left
    double before = 0.0;
    double distance = 0.0;
    for (std::size_t i = 0; i <= length / 2; ++i) {
        before = distance;
        const bool goesLeft =
            right == length || (left > 0 && median - m_sorted[left - 1] < m_sorted[right] - median);
        distance = goesLeft ? median - m_sorted[--left] : m_sorted[right++] - median;
    }
    return (before + distance) / 2.0;
}

StabilitySummary::StabilitySummary()
    : m_loss(spikeWindow)
    , m_gradNorm(spikeWindow)
{}

void StabilitySummary::add(const UpdateRecord& record)
{
    addLoss(record);
    addAlarms(record);
    addClipping(record);
    if (!std::isnan(record.validationLoss)) {
        m_figures.finalValidationLoss = record.validationLoss;
        m_figures.bestValidationLoss =
            std::fmin(m_figures.bestValidationLoss, record.validationLoss);
        m_figures.finalValidationAccuracy = record.validationAccuracy;
    }
    m_lastLoss = record.loss;
    m_lastEpoch = record.epoch;
    ++m_updates;
}

void StabilitySummary::addLoss(const UpdateRecord& record)
{
    if (m_updates > 0) {
        m_area += (record.epoch - m_lastEpoch) * (record.loss + m_lastLoss) / 2.0;
        m_increases += record.loss > m_lastLoss;
    }
    m_aboveTwiceBest += record.loss > 2.0 * m_figures.bestLoss;
    m_figures.finalLoss = record.loss;
    m_figures.bestLoss = std::fmin(m_figures.bestLoss, record.loss);

    if (m_blocks.empty() || m_inLastBlock == m_blockLength) {
        if (m_blocks.size() == maxBlocks) {
            for (std::size_t i = 0; i < maxBlocks / 2; ++i)
                m_blocks[i] = m_blocks[2 * i] + m_blocks[2 * i + 1];
            m_blocks.resize(maxBlocks / 2);
            m_blockLength *= 2;
        }
        m_blocks.push_back(0.0);
        m_inLastBlock = 0;
    }
    m_blocks.back() += record.loss;
    ++m_inLastBlock;
}

void StabilitySummary::addAlarms(const UpdateRecord& record)
{
    const auto judge = [](RollingDeviation& values, double value, std::int64_t& judged,
                          std::int64_t& spikes) {
        if (!std::isfinite(value))
            return;
        const double above = values.above(value, shortestSpikeWindow);
        judged += !std::isnan(above);
        spikes += above >= spikeDeviations;
        values.add(value);
    };
    judge(m_loss, record.loss, m_lossJudged, m_lossSpikes);
    judge(m_gradNorm, record.gradNorm, m_gradNormJudged, m_gradNormSpikes);

    // Of logarithms, so that a falling curve is as wide at its end as at its beginning.
    const auto z = [](RollingMedian& values, double value) {
        if (!(value > 0.0) || !std::isfinite(value))
            return StabilityFigures::notDefined;
        const double result = values.z(std::log(value));
        values.add(std::log(value));
        return result;
    };
    const double lossZ = z(m_logLoss, record.loss);
    const double gradNormZ = z(m_logGradNorm, record.gradNorm);
    m_figures.lossAlarms += lossZ > alarmZ;
    m_figures.jointAlarms += lossZ > jointAlarmZ && gradNormZ > jointAlarmZ;
    m_figures.largestLossZ = std::fmax(m_figures.largestLossZ, lossZ);
}

void StabilitySummary::addClipping(const UpdateRecord& record)
{
    const bool isClipped = record.clipCoefficient < 1.0;
    m_clipped += isClipped;
    const std::size_t place = static_cast<std::size_t>(m_updates) % clipWindow;
    if (m_clipRing.size() < clipWindow) {
        m_clipRing.push_back(isClipped);
    } else {
        m_clippedInRing -= m_clipRing[place];
        m_clipRing[place] = isClipped;
    }
    m_clippedInRing += isClipped;
    if (m_clipRing.size() == clipWindow && m_clippedInRing > clipAlarmCount)
        m_figures.clipAlarm = 1.0;
}

void StabilitySummary::setDiverged(std::int64_t update)
{
    m_figures.diverged = 1.0;
    m_figures.divergedAt = static_cast<double>(update);
}

/// Of whole blocks from the end on, until they are a tenth.
double StabilitySummary::lastTenth() const
{
    const std::int64_t wanted = std::max<std::int64_t>(1, m_updates / 10);
    double sum = 0.0;
    std::int64_t count = 0;
    for (auto block = m_blocks.rbegin(); block != m_blocks.rend() && count < wanted; ++block) {
        sum += *block;
        count += block == m_blocks.rbegin() ? m_inLastBlock : m_blockLength;
    }
    return sum / static_cast<double>(count);
}

StabilityFigures StabilitySummary::figures() const
{
    StabilityFigures figures = m_figures;
    if (m_updates == 0)
        return figures;
    figures.lastTenthLoss = lastTenth();
    figures.areaUnderLoss = m_area;
    figures.lossIncreases = share(m_increases, m_updates - 1);
    figures.clipFraction = share(m_clipped, m_updates);
    figures.timeAboveTwiceBest = share(m_aboveTwiceBest, m_updates);
    figures.lossSpikeScore = 100.0 * share(m_lossSpikes, m_lossJudged);
    figures.gradNormSpikeScore = 100.0 * share(m_gradNormSpikes, m_gradNormJudged);
    return figures;
}

} // namespace accumulus
