#include "ui/plot/run_curves.h"

#include "ui/plot/axis_ranges.h"
#include "ui/run.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double rawTolerance = 0.5;     ///< pixels; the raw curve is a pale background
constexpr double smoothTolerance = 0.15; ///< pixels; less than antialiasing can show
constexpr int dotDistance = 16;          ///< pixels between the points of an evaluation

/// \a range stretched to the nearest rows outside it that have a value, so that the lines of a
/// metric that few rows have reach the edges of the plot.
XRange stretchedToValues(const History& history, Metric metric, XAxis axis, XRange range)
{
    const std::vector<double>& x = history.x(axis);
    const std::vector<Bucket>& buckets = history.values(metric);
    const auto hasValue = [&buckets](std::size_t row) { return buckets[row].count > 0; };
    XRange stretched = range;
    auto row =
        static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), range.first) - x.begin());
    while (row > 0 && stretched.first == range.first) {
        --row;
        stretched.first = hasValue(row) ? x[row] : stretched.first;
    }
    row = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), range.last) - x.begin());
    for (; row < x.size() && stretched.last == range.last; ++row)
        stretched.last = hasValue(row) ? x[row] : stretched.last;
    return stretched;
}

} // namespace

RunCurves::RunCurves(const ChartSpec& spec)
    : m_metric(spec.metric)
    , m_evaluation(spec.evaluation)
{}

void RunCurves::update(const Run& run, const CurveView& view, bool growing,
                       std::uint64_t& lastVersion)
{
    m_curves.resize(m_evaluation ? 3 : 2);
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        CurveState& state = m_curves[i];
        state.curve.runId = run.id;
        state.curve.colorIndex = run.colorIndex;
        state.curve.kind = static_cast<CurveKind>(i);
        state.curve.growing = growing;
        const Inputs inputs = inputsFor(run.history, state.curve.kind, view);
        if (!state.inputs || !isSame(*state.inputs, inputs))
            makePoints(run.history, state, inputs, lastVersion);
    }
}

std::vector<const ChartCurve*> RunCurves::curves() const
{
    std::vector<const ChartCurve*> result;
    for (const CurveState& state : m_curves)
        result.push_back(&state.curve);
    return result;
}

const std::vector<double>& RunCurves::smoothed(const History& history, double weight) const
{
    return m_smoothed.update(history, m_metric, weight);
}

RunCurves::Inputs RunCurves::inputsFor(const History& history, CurveKind kind,
                                       const CurveView& view)
{
    const std::vector<double>& x = history.x(view.axis);
    const auto beyond = std::upper_bound(x.begin(), x.end(), view.x.last) - x.begin();
    // One row beyond the end, to which the line goes. Later ones change nothing.
    const std::size_t rows = std::min(static_cast<std::size_t>(beyond) + 1, x.size());
    Inputs inputs;
    inputs.generation = history.generation();
    inputs.rows = rows;
    inputs.updatesInLastRow = history.updatesIn(rows - 1);
    inputs.view = view;
    inputs.view.smoothing = kind == CurveKind::Smoothed ? view.smoothing : 0.0;
    return inputs;
}

bool RunCurves::isSame(const Inputs& a, const Inputs& b)
{
    return a.generation == b.generation && a.rows == b.rows
        && a.updatesInLastRow == b.updatesInLastRow && a.view.axis == b.view.axis
        && isSameRange(a.view.x, b.view.x) && a.view.y.min == b.view.y.min
        && a.view.y.max == b.view.y.max && a.view.smoothing == b.view.smoothing
        && a.view.scale == b.view.scale && a.view.size == b.view.size;
}

bool RunCurves::onlyGrew(const Inputs& before, const Inputs& after)
{
    return before.generation == after.generation && before.rows <= after.rows
        && before.view.axis == after.view.axis && isSameRange(before.view.x, after.view.x)
        && before.view.smoothing == after.view.smoothing && before.view.scale == after.view.scale
        && before.view.size.columns == after.view.size.columns;
}

/// Points from \a first, at a column's edge, to the end of the visible range.
std::vector<CurvePoint> RunCurves::decimatedFrom(const History& history, CurveKind kind,
                                                 double first, const CurveView& view) const
{
    if (kind == CurveKind::Evaluation && history.total(*m_evaluation).count == 0)
        return {}; // It would be looked for in all rows, in every frame.
    const int columns = view.size.columns;
    const double columnWidth = (view.x.last - view.x.first) / std::max(1, columns);
    XRange range{first, view.x.last};
    if (kind == CurveKind::Evaluation)
        range = stretchedToValues(history, *m_evaluation, view.axis, range);
    // Whole columns, as wide as in the visible range, but no more of them than could be of use.
    const double wanted = std::ceil((range.last - range.first) / columnWidth - 1e-9);
    const int count = static_cast<int>(std::clamp(wanted, 1.0, 4.0 * std::max(1, columns)));
    if (wanted == count)
        range.last = range.first + count * columnWidth;
    switch (kind) {
    case CurveKind::Raw:
        return decimate(history, m_metric, view.axis, range, count);
    case CurveKind::Smoothed:
        return columnMeans(history.x(view.axis), smoothed(history, view.smoothing), range, count);
    case CurveKind::Evaluation:
        return decimate(history, *m_evaluation, view.axis, range, count);
    }
    return {};
}

void RunCurves::decimateCurve(const History& history, CurveState& state, const Inputs& inputs) const
{
    const CurveView& view = inputs.view;
    const CurveKind kind = state.curve.kind;
    if (state.inputs && onlyGrew(*state.inputs, inputs)) {
        // All columns before the one of the row that was the last are as they were.
        const double width = (view.x.last - view.x.first) / std::max(1, view.size.columns);
        const double edge = std::floor(state.decimatedTo / width) * width;
        const auto isBefore = [edge](const CurvePoint& point) { return point.x < edge; };
        std::vector<CurvePoint>& points = state.decimated;
        while (!points.empty() && !isBefore(points.back()))
            points.pop_back();
        const std::vector<CurvePoint> tail =
            onAxis(decimatedFrom(history, kind, edge, view), view.scale);
        points.insert(points.end(), std::find_if_not(tail.begin(), tail.end(), isBefore),
                      tail.end());
    } else {
        state.decimated = onAxis(decimatedFrom(history, kind, view.x.first, view), view.scale);
    }
    state.decimatedTo = history.x(view.axis)[inputs.rows - 1];
}

void RunCurves::makePoints(const History& history, CurveState& state, const Inputs& inputs,
                           std::uint64_t& lastVersion)
{
    decimateCurve(history, state, inputs);
    state.inputs = inputs;
    const CurveView& view = inputs.view;
    ChartCurve& curve = state.curve;
    const bool isRaw = curve.kind == CurveKind::Raw;
    std::vector<CurvePoint> shown = simplified(state.decimated, view.x, view.y, view.size,
                                               isRaw ? rawTolerance : smoothTolerance);
    std::vector<CurvePoint> dots;
    if (curve.kind == CurveKind::Evaluation)
        dots = spacedOut(state.decimated, view.x, view.size, dotDistance);
    if (shown != curve.points || dots != curve.dots || curve.version == 0) {
        curve.points = std::move(shown);
        curve.dots = std::move(dots);
        curve.version = ++lastVersion;
    }
}

} // namespace accumulus
