#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"

#include <vector>

namespace accumulus {

/// How many points are made from the rows of a run, few enough to be drawn in every frame without
/// changing what is seen.

/// The plot's size in device pixels.
struct PlotSize
{
    int columns = 0;
    int rows = 0;

    bool operator==(const PlotSize&) const = default;
};

/// Leaves out points that would change no pixel: those nearer than \a tolerance (in pixels, upwards
/// or downwards) to the line through their neighbours, and those between the extremes of one pixel
/// column. Extremes stay.
std::vector<CurvePoint> simplified(const std::vector<CurvePoint>& points, XRange x, ValueRange y,
                                   PlotSize size, double tolerance);

/// A line instead of a cloud: where several rows share a pixel column, their mean; elsewhere, and
/// at the end, the rows themselves. For smoothed curves, whose extremes the raw curve below them
/// shows anyway. Columns are aligned to multiples of their width; one row beyond each end of \a
/// range is included; non-finite values are left out.
std::vector<CurvePoint> columnMeans(const std::vector<double>& x, const std::vector<double>& y,
                                    XRange range, int pixelColumns);

/// To axis coordinates. On a log axis, points that have no logarithm are left out.
std::vector<CurvePoint> onAxis(std::vector<CurvePoint> points, YScale scale);

/// Points that are at least about \a columns pixel columns apart, always the same ones while the
/// range stays.
std::vector<CurvePoint> spacedOut(const std::vector<CurvePoint>& points, XRange x, PlotSize size,
                                  int columns);

} // namespace accumulus
