#include "ui/plot/curve_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace accumulus {

namespace {

/// Keeps a point if the line from the last kept one cannot pass all later ones within the
/// tolerance: the directions that would still do form a cone that narrows with every point.
class ConeSimplifier
{
public:
    explicit ConeSimplifier(double tolerance)
        : m_tolerance(tolerance)
    {}

    /// Whether the candidate, the point given before, must be kept, now that \a x, \a y follows it.
    bool mustKeepCandidate(double x, double y) const
    {
        const double dx = x - m_anchorX;
        if (dx <= 0.0)
            return true;
        const double slope = (y - m_anchorY) / dx;
        return slope < m_lowest || slope > m_highest;
    }

    void restart(double x, double y)
    {
        m_anchorX = x;
        m_anchorY = y;
        m_lowest = -std::numeric_limits<double>::infinity();
        m_highest = std::numeric_limits<double>::infinity();
    }

    void pass(double x, double y)
    {
        const double dx = x - m_anchorX;
        if (dx > 0.0) {
            m_lowest = std::max(m_lowest, (y - m_tolerance - m_anchorY) / dx);
            m_highest = std::min(m_highest, (y + m_tolerance - m_anchorY) / dx);
        }
    }

private:
    double m_tolerance;
    double m_anchorX = 0.0;
    double m_anchorY = 0.0;
    double m_lowest = 0.0;
    double m_highest = 0.0;
};

/// The first and the last of the two extremes of each group of points in the same pixel column.
std::vector<CurvePoint> columnExtremes(const std::vector<CurvePoint>& points, double columnsPerX,
                                       double firstX)
{
    std::vector<CurvePoint> result;
    result.reserve(points.size());
    std::size_t begin = 0;
    while (begin < points.size()) {
        const double column = std::floor((points[begin].x - firstX) * columnsPerX);
        std::size_t low = begin;
        std::size_t high = begin;
        std::size_t end = begin + 1;
        for (; end < points.size() && std::floor((points[end].x - firstX) * columnsPerX) == column;
             ++end) {
            low = points[end].y < points[low].y ? end : low;
            high = points[end].y > points[high].y ? end : high;
        }
        result.push_back(points[std::min(low, high)]);
        if (low != high)
            result.push_back(points[std::max(low, high)]);
        begin = end;
    }
    return result;
}

} // namespace

std::vector<CurvePoint> columnMeans(const std::vector<double>& x, const std::vector<double>& y,
                                    XRange range, int pixelColumns)
{
    const double width = (range.last - range.first) / std::max(1, pixelColumns);
    auto row =
        static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), range.first) - x.begin());
    auto end =
        static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), range.last) - x.begin());
    row -= row > 0 ? 1 : 0;
    end = std::min({end + 1, x.size(), y.size()});

    std::vector<CurvePoint> points;
    CurvePoint last;
    CurvePoint sum;
    double count = 0.0;
    double column = 0.0;
    const auto flush = [&] {
        if (count > 0.0) {
            points.push_back({sum.x / count, sum.y / count});
        }
        sum = {};
        count = 0.0;
    };
    for (; row < end; ++row) {
        if (!std::isfinite(y[row]))
            continue;
        const double rowColumn = width > 0.0 ? std::floor(x[row] / width) : x[row];
        if (rowColumn != column) {
            flush();
            column = rowColumn;
        }
        last = {x[row], y[row]};
        sum = {sum.x + last.x, sum.y + last.y};
        count += 1.0;
    }
    const bool endIsMean = count > 1.0;
    flush();
    if (endIsMean)
        points.push_back(last);
    return points;
}

std::vector<CurvePoint> onAxis(std::vector<CurvePoint> points, YScale scale)
{
    if (scale == YScale::Log) {
        std::erase_if(points, [](const CurvePoint& point) { return !(point.y > 0.0); });
        for (CurvePoint& point : points)
            point.y = std::log10(point.y);
    }
    return points;
}

std::vector<CurvePoint> simplified(const std::vector<CurvePoint>& points, XRange x, ValueRange y,
                                   PlotSize size, double tolerance)
{
    if (points.size() < 3 || !(x.last > x.first) || !(y.max > y.min))
        return points;
    const double columnsPerX = size.columns / (x.last - x.first);
    const double rowsPerY = size.rows / (y.max - y.min);
    std::vector<CurvePoint> extremes = columnExtremes(points, columnsPerX, x.first);
    // The ends are where a growing curve is looked at: they stay exact.
    if (extremes.front() != points.front())
        extremes.insert(extremes.begin(), points.front());
    if (extremes.back() != points.back())
        extremes.push_back(points.back());

    ConeSimplifier cone(tolerance);
    std::vector<CurvePoint> result{extremes.front()};
    cone.restart(extremes.front().x * columnsPerX, extremes.front().y * rowsPerY);
    for (std::size_t i = 1; i + 1 < extremes.size(); ++i) {
        const CurvePoint& candidate = extremes[i];
        const CurvePoint& next = extremes[i + 1];
        cone.pass(candidate.x * columnsPerX, candidate.y * rowsPerY);
        if (cone.mustKeepCandidate(next.x * columnsPerX, next.y * rowsPerY)) {
            result.push_back(candidate);
            cone.restart(candidate.x * columnsPerX, candidate.y * rowsPerY);
        }
    }
    result.push_back(extremes.back());
    return result;
}

std::vector<CurvePoint> spacedOut(const std::vector<CurvePoint>& points, XRange x, PlotSize size,
                                  int columns)
{
    const double width = (x.last - x.first) * columns / std::max(1, size.columns);
    std::vector<CurvePoint> result;
    double lastBin = -std::numeric_limits<double>::infinity();
    for (const CurvePoint& point : points) {
        const double bin = width > 0.0 ? std::floor(point.x / width) : 0.0;
        if (bin != lastBin && point.x >= x.first && point.x <= x.last) {
            result.push_back(point);
            lastBin = bin;
        }
    }
    return result;
}

} // namespace accumulus
