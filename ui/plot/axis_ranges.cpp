#include "ui/plot/axis_ranges.h"

#include "ui/plot/axis_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace accumulus {

namespace {

constexpr double roomToGrow = 1.2;     ///< how far beyond the last row a growing run's x range ends
constexpr double emptiestRange = 0.45; ///< a smaller share of the range in use means a new range
constexpr double valuePadding = 0.04;  ///< of the range, above and below the curves

/// So that the first seconds of a run do not rescale with every update.
double shortestFollowRange(XAxis axis)
{
    static constexpr std::array<double, xAxisCount> shortest{20.0, 50.0, 1000.0, 2.0, 0.05};
    return shortest[static_cast<std::size_t>(axis)];
}

double roundedUp(double value)
{
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1.0);
    return std::ceil(value / unit - 1e-9) * unit;
}

} // namespace

bool isSameRange(const XRange& a, const XRange& b)
{
    return a.first == b.first && a.last == b.last;
}

XRange followRange(XRange current, double last, bool growing, XAxis axis)
{
    if (!growing) {
        return {0.0, last > 0.0 ? last : shortestFollowRange(axis)};
    }
    const bool serves =
        current.first == 0.0 && last <= current.last && last >= emptiestRange * current.last;
    if (serves)
        return current;
    return {0.0, roundedUp(std::max(last * roomToGrow, shortestFollowRange(axis)))};
}

ValueRange roomyRange(std::optional<ValueRange> current, ValueRange data, YScale scale)
{
    double low = data.min;
    double high = data.max;
    if (low == high) {
        const double room = scale == YScale::Log ? 0.1 : std::max(std::abs(low) * 0.05, 1e-12);
        low -= room;
        high += room;
    }
    const double padding = valuePadding * (high - low);
    // A curve that comes down near zero is read best against zero itself.
    const bool fromZero = scale == YScale::Linear && data.min >= 0.0 && data.min < 0.3 * data.max;
    low = fromZero ? 0.0 : low - padding;
    high += padding;

    const double unit = tickStep(low, high) / 4.0;
    ValueRange fresh{low, high};
    if (unit > 0.0) {
        fresh = {std::floor(low / unit) * unit, std::ceil(high / unit) * unit};
    }
    if (current && current->min <= data.min && current->max >= data.max
        && fresh.max - fresh.min >= emptiestRange * (current->max - current->min)) {
        return *current;
    }
    return fresh;
}

} // namespace accumulus
