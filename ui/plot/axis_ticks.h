#pragma once

#include <QString>

#include <vector>

namespace accumulus {

/// Where an axis has labels and grid lines, and what the labels say. Pure functions.

struct AxisTick
{
    double position = 0.0; ///< on the axis: the value, or its logarithm to base 10 on a log axis
    QString label;

    bool operator==(const AxisTick&) const = default;
};

/// Ticks at multiples of 1, 2 or 5 times a power of ten inside min…max; four to six if the range
/// allows and \a maxCount does not forbid it. Nothing for an empty or non-finite range.
std::vector<AxisTick> linearTicks(double min, double max, int maxCount = 6);

/// The same for an axis of logarithms to base 10: whole decades (every second, third … if there are
/// many), 1-2-5 inside few decades, linear steps inside a small part of one.
std::vector<AxisTick> logTicks(double minExponent, double maxExponent, int maxCount = 6);

/// The distance of linearTicks().
double tickStep(double min, double max, int maxCount = 6);

} // namespace accumulus
