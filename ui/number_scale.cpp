#include "ui/number_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace accumulus {
namespace {

double roundedTo(double value, int significantDigits)
{
    if (value == 0.0)
        return 0.0;
    const int digits =
        significantDigits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value))));
    // Dividing by a power of ten is exact where multiplying by its inverse is not: 0.001, not
    // 0.00100…02.
    const double power = std::pow(10.0, std::abs(digits));
    return digits >= 0 ? std::round(value * power) / power : std::round(value / power) * power;
}

/// The next number of the row …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … above or below \a value.
double nextRound(double value, bool up)
{
    static constexpr std::array mantissas{1.0, 2.0, 5.0};
    const double tolerance = 1e-9 * value;
    const int exponent = static_cast<int>(std::floor(std::log10(value)));
    double best = up ? INFINITY : 0.0;
    for (int e = exponent - 1; e <= exponent + 1; ++e) {
        for (const double mantissa : mantissas) {
            const double candidate =
                e >= 0 ? mantissa * std::pow(10.0, e) : mantissa / std::pow(10.0, -e);
            if (up && candidate > value + tolerance) {
                best = std::min(best, candidate);
            } else if (!up && candidate < value - tolerance) {
                best = std::max(best, candidate);
            }
        }
    }
    return best;
}

bool hasZero(const NumberScale& scale)
{
    return scale.mapping == NumberScale::Mapping::LogarithmicWithZero;
}

double steppedOnce(const NumberScale& scale, double value, bool up)
{
    if (scale.wholeNumbers || scale.singleStep > 0.0) {
        const double step = scale.singleStep > 0.0 ? scale.singleStep : 1.0;
        return roundedTo(value + (up ? step : -step), 12);
    }
    const double smallest = scale.sliderMinimum > 0.0 ? scale.sliderMinimum : 1e-12;
    if (value < smallest || (!up && value <= smallest))
        return up ? smallest : scale.minimum;
    return nextRound(value, up);
}

} // namespace

double valueAt(const NumberScale& scale, int position)
{
    const double share = std::clamp(position, 0, sliderPositions) / double(sliderPositions);
    if (hasZero(scale) && position <= 0)
        return 0.0;
    const double value = scale.mapping == NumberScale::Mapping::Linear
        ? scale.sliderMinimum + share * (scale.sliderMaximum - scale.sliderMinimum)
        : scale.sliderMinimum * std::pow(scale.sliderMaximum / scale.sliderMinimum, share);
    return scale.wholeNumbers ? std::round(value) : roundedTo(value, 2);
}

int positionOf(const NumberScale& scale, double value)
{
    if (scale.mapping == NumberScale::Mapping::Linear) {
        const double share =
            (value - scale.sliderMinimum) / (scale.sliderMaximum - scale.sliderMinimum);
        return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * sliderPositions));
    }
    if (value <= 0.0)
        return 0;
    const double share =
        std::log(value / scale.sliderMinimum) / std::log(scale.sliderMaximum / scale.sliderMinimum);
    const int position =
        static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * sliderPositions));
    return hasZero(scale) ? std::max(position, 1) : position;
}

double stepped(const NumberScale& scale, double value, int steps)
{
    for (int i = 0; i < std::abs(steps); ++i)
        value = bounded(scale, steppedOnce(scale, value, steps > 0));
    return value;
}

double bounded(const NumberScale& scale, double value)
{
    const double kept = scale.wholeNumbers ? std::round(value) : value;
    return std::clamp(kept, scale.minimum, scale.maximum);
}

} // namespace accumulus
