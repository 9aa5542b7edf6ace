#pragma once

#include "core/record/history.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace accumulus {

/// From a History to what a chart draws: smoothing, decimation, look-up. Views call these and
/// compute nothing.

struct CurvePoint
{
    double x = 0.0;
    double y = 0.0;

    bool operator==(const CurvePoint&) const = default;
};

/// A visible part of the x axis.
struct XRange
{
    double first = 0.0;
    double last = 0.0;
};

/// Exponential moving average of a metric, debiased exactly as TensorBoard's scalar charts do:
/// `last = w·last + (1−w)·x; y = last / (1 − wⁿ)`; non-finite values pass through and do not count;
/// a constant series stays as it is. A row that stands for n updates counts as n equal values (w
/// becomes wⁿ), so the curve does not depend on how far the history has been merged. Values are
/// computed once and appended to as the history grows.
class SmoothedCurve
{
public:
    /// One value a row of \a history (NaN where the metric has none); \a weight in 0…1 (not 1
    /// itself), 0 = the row's mean.
    const std::vector<double>& update(const History& history, Metric metric, double weight);

private:
    struct Average
    {
        double last = 0.0;
        double bias = 1.0; ///< wⁿ: what of the average is still its start at 0
        bool isConstant = true;
        std::optional<double> first;
    };

    double smoothed(const Bucket& bucket);

    std::vector<double> m_values;
    std::uint64_t m_generation = 0;
    std::size_t m_fullRows = 0; ///< rows before the last one, which may still grow
    double m_weight = -1.0;
    std::int64_t m_keepCount = 0;
    double m_keep = 1.0; ///< w to the power of m_keepCount
    Average m_average;
};

/// At most four points per pixel column (first, min, max, last of what falls in it: M4, Jugel et
/// al., VLDB 2014), so that every spike stays visible. Columns are aligned to multiples of their
/// width, so a scrolling curve does not shimmer. One row beyond each end of \a range is included,
/// so lines reach the edge. Non-finite values are left out. O(visible rows).
std::vector<CurvePoint> decimate(const History& history, Metric metric, XAxis axis, XRange range,
                                 int pixelColumns);

/// The same for a curve with one value a row, such as a smoothed one.
std::vector<CurvePoint> decimate(const std::vector<double>& x, const std::vector<double>& y,
                                 XRange range, int pixelColumns);

/// Smallest and largest finite value in \a range, if there is any. With \a positiveOnly values ≤ 0
/// are left out (log axes).
struct ValueRange
{
    double min = 0.0;
    double max = 0.0;
};
std::optional<ValueRange> valueRange(const History& history, Metric metric, XAxis axis,
                                     XRange range, bool positiveOnly = false);

/// The row whose x is nearest to \a x and that has a value of the metric; none if there is no such
/// row.
std::optional<std::size_t> nearestRow(const History& history, Metric metric, XAxis axis, double x);

} // namespace accumulus
