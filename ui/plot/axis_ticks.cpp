#include "ui/plot/axis_ticks.h"

#include "ui/plot/number_format.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr int wantedCount = 5;
constexpr double compactFrom = 1e6; ///< 200,000 is still read at a glance, 1,200,000 is not
constexpr double scientificBelow = 1e-4;

/// Whether there is a step between min and max that doubles can be divided by: not in ranges next
/// to nothing, next to infinity, or as narrow as the rounding of their limits.
bool isUsable(double min, double max)
{
    const double span = max - min;
    return std::isfinite(min) && std::isfinite(span) && span > 1e-290 && span < 1e290
        && span > 1e-14 * std::max(std::abs(min), std::abs(max));
}

int countOfMultiples(double min, double max, double step)
{
    const double first = std::ceil(min / step - 1e-9);
    const double last = std::floor(max / step + 1e-9);
    return static_cast<int>(last - first) + 1;
}

/// Digits that tell neighbouring ticks apart.
int decimalsFor(double step)
{
    return std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
}

QString plainLabel(double value, int decimals)
{
    const QString fixed = QString::number(std::abs(value), 'f', decimals);
    const qsizetype point = fixed.indexOf(QLatin1Char('.'));
    const QString whole = formatCount(fixed.left(point).toLongLong());
    const QString fraction = point < 0 ? QString() : fixed.mid(point);
    return (value < 0.0 ? QString(QChar(0x2212)) : QString()) + whole + fraction;
}

QString linearLabel(double value, double step, double largest)
{
    if (value == 0.0)
        return QStringLiteral("0");
    const int digits = std::clamp(
        static_cast<int>(std::floor(std::log10(std::abs(value)) - std::log10(step) + 1e-9)) + 1, 1,
        15);
    if (largest < scientificBelow || largest >= 1e15)
        return formatScientific(value, digits);
    if (largest >= compactFrom && digits <= 3)
        return formatCompact(value);
    return plainLabel(value, decimalsFor(step));
}

/// A label of a log axis: as short at 1M as at 0.01, because the margin is the same for all.
QString logLabel(double value)
{
    return value >= 1e4 && value < 1e9 ? formatCompact(value) : formatNumber(value);
}

std::vector<AxisTick> decadeTicks(double minExponent, double maxExponent, int stride)
{
    std::vector<AxisTick> ticks;
    const double first = std::ceil(minExponent / stride - 1e-9) * stride;
    for (double exponent = first; exponent <= maxExponent + 1e-9; exponent += stride) {
        ticks.push_back({exponent, logLabel(std::pow(10.0, exponent))});
    }
    return ticks;
}

std::vector<AxisTick> ticksWithFactors(double minExponent, double maxExponent,
                                       const std::vector<double>& factors)
{
    std::vector<AxisTick> ticks;
    for (double decade = std::floor(minExponent); decade <= maxExponent; decade += 1.0) {
        for (const double factor : factors) {
            const double position = decade + std::log10(factor);
            if (position >= minExponent - 1e-9 && position <= maxExponent + 1e-9) {
                ticks.push_back({position, logLabel(factor * std::pow(10.0, decade))});
            }
        }
    }
    return ticks;
}

std::vector<AxisTick> linearTicksOnLogAxis(double minExponent, double maxExponent, int maxCount)
{
    std::vector<AxisTick> ticks =
        linearTicks(std::pow(10.0, minExponent), std::pow(10.0, maxExponent), maxCount);
    std::erase_if(ticks, [](const AxisTick& tick) { return tick.position <= 0.0; });
    for (AxisTick& tick : ticks)
        tick.position = std::log10(tick.position);
    return ticks;
}

} // namespace

double tickStep(double min, double max, int maxCount)
{
    if (!isUsable(min, max))
        return 0.0;
    const double power = std::pow(10.0, std::floor(std::log10((max - min) / wantedCount)));
    double best = 0.0;
    int bestError = 0;
    for (const double factor : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0}) {
        const int count = countOfMultiples(min, max, factor * power);
        if (count > maxCount && factor < 100.0)
            continue;
        const int error = std::abs(count - std::min(wantedCount, maxCount));
        if (best == 0.0 || error < bestError) {
            best = factor * power;
            bestError = error;
        }
    }
    return best;
}

std::vector<AxisTick> linearTicks(double min, double max, int maxCount)
{
    const double step = tickStep(min, max, maxCount);
    if (step <= 0.0) {
        return {};
    }
    std::vector<AxisTick> ticks;
    const double first = std::ceil(min / step - 1e-9);
    const int count = countOfMultiples(min, max, step);
    const double largest = std::max(std::abs(min), std::abs(max));
    for (int i = 0; i < count; ++i) {
        const double value = (first + i) * step;
        ticks.push_back({value, linearLabel(value, step, largest)});
    }
    return ticks;
}

std::vector<AxisTick> logTicks(double minExponent, double maxExponent, int maxCount)
{
    if (!isUsable(minExponent, maxExponent)) {
        return {};
    }
    std::vector<AxisTick> best;
    const auto consider = [&best, maxCount](std::vector<AxisTick> ticks) {
        const auto error = [](std::size_t count) {
            return std::abs(static_cast<int>(count) - wantedCount);
        };
        const bool fits = ticks.size() <= static_cast<std::size_t>(maxCount);
        if (fits && (best.empty() || error(ticks.size()) < error(best.size())))
            best = std::move(ticks);
    };
    const double decades = maxExponent - minExponent;
    for (int stride = 1; stride <= decades; ++stride)
        consider(decadeTicks(minExponent, maxExponent, stride));
    if (decades <= maxCount) {
        consider(ticksWithFactors(minExponent, maxExponent, {1.0, 3.0}));
        consider(ticksWithFactors(minExponent, maxExponent, {1.0, 2.0, 5.0}));
    }
    return best.size() >= 3 ? best : linearTicksOnLogAxis(minExponent, maxExponent, maxCount);
}

} // namespace accumulus
