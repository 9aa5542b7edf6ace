#include "ui/plot/chart_model.h"

#include "ui/plot/axis_ticks.h"
#include "ui/run_store.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace accumulus {

namespace {

constexpr double roomToGrow = 1.2;     ///< how far beyond the last row a growing run's x range ends
constexpr double emptiestRange = 0.45; ///< a smaller share of the range in use means a new range
constexpr double valuePadding = 0.04;  ///< of the range, above and below the curves
constexpr double rawTolerance = 0.5;   ///< pixels; the raw curve is a pale background
constexpr double smoothTolerance = 0.15; ///< pixels; less than antialiasing can show
constexpr int dotDistance = 16;          ///< pixels between the points of an evaluation

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

bool isGrowing(const Run& run)
{
    return run.status.state == SessionState::Training || run.status.state == SessionState::Paused
        || run.status.state == SessionState::Loading;
}

double lastX(const Run& run, XAxis axis)
{
    return run.history.x(axis).back();
}

double toAxis(double value, YScale scale)
{
    return scale == YScale::Log ? std::log10(value) : value;
}

double fromAxis(double position, YScale scale)
{
    return scale == YScale::Log ? std::pow(10.0, position) : position;
}

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
    for (; row < x.size() && stretched.last == range.last; ++row) {
        stretched.last = hasValue(row) ? x[row] : stretched.last;
    }
    return stretched;
}

void unite(std::optional<ValueRange>& all, const std::optional<ValueRange>& more)
{
    if (!more) {
        return;
    }
    all = all ? ValueRange{std::min(all->min, more->min), std::max(all->max, more->max)} : *more;
}

bool isSameRange(const XRange& a, const XRange& b)
{
    return a.first == b.first && a.last == b.last;
}

/// Values of a row beyond the limits.
void countBeyond(const Bucket& bucket, double lowest, double highest, ChartOverflow& overflow)
{
    if (bucket.count > 0) {
        overflow.above += bucket.max > highest ? 1 : 0;
        overflow.below += bucket.min < lowest ? 1 : 0;
    }
}

} // namespace

// ---------------------------------------------------------------------------------------------
// The steps

XRange followRange(XRange current, double last, bool growing, XAxis axis)
{
    if (!growing) {
        return {0.0, last > 0.0 ? last : shortestFollowRange(axis)};
    }
    const bool serves =
        current.first == 0.0 && last <= current.last && last >= emptiestRange * current.last;
    if (serves) {
        return current;
    }
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
        if (!std::isfinite(y[row])) {
            continue;
        }
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
    if (endIsMean) {
        points.push_back(last);
    }
    return points;
}

std::vector<CurvePoint> onAxis(std::vector<CurvePoint> points, YScale scale)
{
    if (scale == YScale::Log) {
        std::erase_if(points, [](const CurvePoint& point) { return !(point.y > 0.0); });
        for (CurvePoint& point : points) {
            point.y = std::log10(point.y);
        }
    }
    return points;
}

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
        if (dx <= 0.0) {
            return true;
        }
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
        if (low != high) {
            result.push_back(points[std::max(low, high)]);
        }
        begin = end;
    }
    return result;
}

} // namespace

std::vector<CurvePoint> simplified(const std::vector<CurvePoint>& points, XRange x, ValueRange y,
                                   PlotSize size, double tolerance)
{
    if (points.size() < 3 || !(x.last > x.first) || !(y.max > y.min)) {
        return points;
    }
    const double columnsPerX = size.columns / (x.last - x.first);
    const double rowsPerY = size.rows / (y.max - y.min);
    std::vector<CurvePoint> extremes = columnExtremes(points, columnsPerX, x.first);
    // The ends are where a growing curve is looked at: they stay exact.
    if (extremes.front() != points.front()) {
        extremes.insert(extremes.begin(), points.front());
    }
    if (extremes.back() != points.back()) {
        extremes.push_back(points.back());
    }

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

// ---------------------------------------------------------------------------------------------
// The model

ChartModel::ChartModel(const ChartSpec& spec)
    : m_spec(spec)
    , m_scale(spec.scale)
{}

void ChartModel::setOptions(const ChartOptions& options)
{
    if (options.xAxis != m_options.xAxis) {
        m_followRange = {};
        follow();
    }
    m_options = options;
}

void ChartModel::setScale(YScale scale)
{
    if (scale != m_scale) {
        m_scale = scale;
        m_yView.reset();
        m_autoYRange.reset();
    }
}

void ChartModel::update(const RunStore& store, PlotSize size)
{
    updateRuns(store);
    updateXRange();
    updateYRange();
    updateCurves(size);
    updateMarkers();
    updateOverflows();
}

std::vector<const ChartCurve*> ChartModel::curves() const
{
    std::vector<const ChartCurve*> result;
    for (const auto& [id, state] : m_runs) {
        for (const CurveState& curve : state.curves) {
            result.push_back(&curve.curve);
        }
    }
    return result;
}

void ChartModel::updateRuns(const RunStore& store)
{
    std::map<int, RunState> runs;
    for (const auto& run : store.runs()) {
        if (!run->visible || run->history.isEmpty()) {
            continue;
        }
        auto known = m_runs.extract(run->id);
        const bool isKnown = !known.empty();
        RunState state = isKnown ? std::move(known.mapped()) : RunState();
        const History& history = run->history;
        const std::int64_t updates = history.record(history.rowCount() - 1).update;
        if (isKnown && updates != state.updates) {
            m_growingRun = run->id;
        }
        state.run = run.get();
        state.generation = history.generation();
        state.rows = history.rowCount();
        state.updates = updates;
        runs.emplace(run->id, std::move(state));
    }
    m_runs = std::move(runs);
}

void ChartModel::updateXRange()
{
    double last = 0.0;
    bool growing = false;
    for (const auto& [id, state] : m_runs) {
        const double end = lastX(*state.run, m_options.xAxis);
        // Only the run at the right end can push the range.
        if (end >= last) {
            growing = isGrowing(*state.run);
            last = end;
        }
    }
    m_followRange = followRange(m_followRange, last, growing || m_runs.empty(), m_options.xAxis);
    m_xRange = m_xView.value_or(m_followRange);
}

std::optional<ValueRange> ChartModel::extent(const Run& run, Metric metric,
                                             std::optional<Extent>& known) const
{
    const History& history = run.history;
    const XAxis axis = m_options.xAxis;
    const bool continues = known && known->generation == history.generation() && known->axis == axis
        && known->scale == m_scale && isSameRange(known->range, m_xRange);
    if (!continues) {
        known = Extent{history.generation(), axis, m_xRange, m_scale, m_xRange.first, std::nullopt};
    }
    const double last = std::min(m_xRange.last, lastX(run, axis));
    if (last >= known->scannedTo) {
        unite(known->values,
              valueRange(history, metric, axis, {known->scannedTo, last}, m_scale == YScale::Log));
        known->scannedTo = last;
    }
    return known->values;
}

void ChartModel::updateYRange()
{
    std::optional<ValueRange> data;
    for (auto& [id, state] : m_runs) {
        unite(data, extent(*state.run, m_spec.metric, state.metricExtent));
        if (m_spec.evaluation) {
            unite(data, extent(*state.run, *m_spec.evaluation, state.evaluationExtent));
        }
    }
    if (data) {
        m_autoYRange = roomyRange(
            m_autoYRange, {toAxis(data->min, m_scale), toAxis(data->max, m_scale)}, m_scale);
    } else if (m_runs.empty()) {
        m_autoYRange.reset();
    }
    m_yRange = m_yView.value_or(m_autoYRange.value_or(ValueRange{0.0, 1.0}));
}

ChartModel::CurveInputs ChartModel::inputsFor(const RunState& state, CurveKind kind,
                                              PlotSize size) const
{
    const std::vector<double>& x = state.run->history.x(m_options.xAxis);
    const auto beyond = std::upper_bound(x.begin(), x.end(), m_xRange.last) - x.begin();
    // One row beyond the end, to which the line goes. Later ones change nothing.
    const std::size_t rows = std::min(static_cast<std::size_t>(beyond) + 1, x.size());
    CurveInputs inputs;
    inputs.generation = state.generation;
    inputs.rows = rows;
    inputs.updatesInLastRow = state.run->history.updatesIn(rows - 1);
    inputs.axis = m_options.xAxis;
    inputs.x = m_xRange;
    inputs.y = m_yRange;
    inputs.smoothing = kind == CurveKind::Smoothed ? m_options.smoothing : 0.0;
    inputs.scale = m_scale;
    inputs.size = size;
    return inputs;
}

bool ChartModel::isSame(const CurveInputs& a, const CurveInputs& b)
{
    return a.generation == b.generation && a.rows == b.rows
        && a.updatesInLastRow == b.updatesInLastRow && a.axis == b.axis && isSameRange(a.x, b.x)
        && a.y.min == b.y.min && a.y.max == b.y.max && a.smoothing == b.smoothing
        && a.scale == b.scale && a.size == b.size;
}

void ChartModel::updateCurves(PlotSize size)
{
    const int kinds = m_spec.evaluation ? 3 : 2;
    for (auto& [id, state] : m_runs) {
        state.curves.resize(static_cast<std::size_t>(kinds));
        for (int i = 0; i < kinds; ++i) {
            CurveState& curve = state.curves[static_cast<std::size_t>(i)];
            curve.curve.runId = id;
            curve.curve.colorIndex = state.run->colorIndex;
            curve.curve.kind = static_cast<CurveKind>(i);
            curve.curve.growing = id == m_growingRun;
            const CurveInputs inputs = inputsFor(state, curve.curve.kind, size);
            if (!curve.inputs || !isSame(*curve.inputs, inputs)) {
                makePoints(state, curve, inputs);
            }
        }
    }
}

/// Points from \a first, at a column's edge, to the end of the visible range, whose width is \a
/// columns.
std::vector<CurvePoint> ChartModel::decimatedFrom(const RunState& state, CurveKind kind,
                                                  double first, int columns) const
{
    const History& history = state.run->history;
    const XAxis axis = m_options.xAxis;
    const double columnWidth = (m_xRange.last - m_xRange.first) / std::max(1, columns);
    XRange range{first, m_xRange.last};
    if (kind == CurveKind::Evaluation) {
        range = stretchedToValues(history, *m_spec.evaluation, axis, range);
    }
    // Whole columns, as wide as in the visible range, but no more of them than could be of use.
    const double wanted = std::ceil((range.last - range.first) / columnWidth - 1e-9);
    const int count = static_cast<int>(std::clamp(wanted, 1.0, 4.0 * std::max(1, columns)));
    if (wanted == count) {
        range.last = range.first + count * columnWidth;
    }
    switch (kind) {
    case CurveKind::Raw:
        return decimate(history, m_spec.metric, axis, range, count);
    case CurveKind::Smoothed:
        return columnMeans(history.x(axis),
                           state.smoothed.update(history, m_spec.metric, m_options.smoothing),
                           range, count);
    case CurveKind::Evaluation:
        return decimate(history, *m_spec.evaluation, axis, range, count);
    }
    return {};
}

bool ChartModel::onlyGrew(const CurveInputs& before, const CurveInputs& after)
{
    return before.generation == after.generation && before.rows <= after.rows
        && before.axis == after.axis && isSameRange(before.x, after.x)
        && before.smoothing == after.smoothing && before.size.columns == after.size.columns;
}

void ChartModel::decimateCurve(const RunState& state, CurveState& curve,
                               const CurveInputs& inputs) const
{
    const CurveKind kind = curve.curve.kind;
    const int columns = inputs.size.columns;
    if (curve.inputs && onlyGrew(*curve.inputs, inputs)) {
        // All columns before the one of the row that was the last are as they were.
        const double width = (m_xRange.last - m_xRange.first) / std::max(1, columns);
        const double edge = std::floor(curve.decimatedTo / width) * width;
        const auto isBeyond = [edge](const CurvePoint& point) { return point.x >= edge; };
        std::vector<CurvePoint>& points = curve.decimated;
        points.erase(std::find_if(points.begin(), points.end(), isBeyond), points.end());
        const std::vector<CurvePoint> tail = decimatedFrom(state, kind, edge, columns);
        points.insert(points.end(), std::find_if(tail.begin(), tail.end(), isBeyond), tail.end());
    } else {
        curve.decimated = decimatedFrom(state, kind, m_xRange.first, columns);
    }
    curve.decimatedTo = state.run->history.x(m_options.xAxis)[inputs.rows - 1];
}

void ChartModel::makePoints(const RunState& state, CurveState& curve, const CurveInputs& inputs)
{
    decimateCurve(state, curve, inputs);
    curve.inputs = inputs;
    const bool isRaw = curve.curve.kind == CurveKind::Raw;
    const std::vector<CurvePoint> points = onAxis(curve.decimated, m_scale);
    std::vector<CurvePoint> shown =
        simplified(points, m_xRange, m_yRange, inputs.size, isRaw ? rawTolerance : smoothTolerance);
    std::vector<CurvePoint> dots;
    if (curve.curve.kind == CurveKind::Evaluation) {
        dots = spacedOut(points, m_xRange, inputs.size, dotDistance);
    }
    if (shown != curve.curve.points || dots != curve.curve.dots || curve.curve.version == 0) {
        curve.curve.points = std::move(shown);
        curve.curve.dots = std::move(dots);
        curve.curve.version = ++m_lastVersion;
    }
}

void ChartModel::updateMarkers()
{
    m_markers.clear();
    for (const auto& [id, state] : m_runs) {
        for (const RunEvent& event : state.run->events) {
            const double x = event.x[static_cast<std::size_t>(m_options.xAxis)];
            if (x >= m_xRange.first && x <= m_xRange.last) {
                m_markers.push_back({x, event.label, state.run->colorIndex});
            }
        }
    }
    std::stable_sort(m_markers.begin(), m_markers.end(),
                     [](const ChartMarker& a, const ChartMarker& b) { return a.x < b.x; });
}

void ChartModel::updateOverflows()
{
    m_overflows.clear();
    const double lowest = fromAxis(m_yRange.min, m_scale);
    const double highest = fromAxis(m_yRange.max, m_scale);
    for (const auto& [id, state] : m_runs) {
        const History& history = state.run->history;
        ChartOverflow overflow{state.run->colorIndex, 0, 0};
        const auto count = [&](Metric metric) {
            const Bucket total = history.total(metric);
            const bool hasOddValues = !std::isfinite(total.min) || !std::isfinite(total.max)
                || (m_scale == YScale::Log && total.min <= 0.0);
            if (total.count == 0 || (!m_yView && !hasOddValues)) {
                return; // The usual case: the auto range contains everything. No look at the rows.
            }
            const std::vector<double>& x = history.x(m_options.xAxis);
            const auto first = std::lower_bound(x.begin(), x.end(), m_xRange.first) - x.begin();
            const auto end = std::upper_bound(x.begin(), x.end(), m_xRange.last) - x.begin();
            for (auto row = first; row < end; ++row) {
                countBeyond(history.values(metric)[static_cast<std::size_t>(row)], lowest, highest,
                            overflow);
            }
        };
        count(m_spec.metric);
        if (m_spec.evaluation) {
            count(*m_spec.evaluation);
        }
        if (overflow.above > 0 || overflow.below > 0) {
            m_overflows.push_back(overflow);
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Reading out

ReadOutRow ChartModel::readOutRow(const Run& run, const RunState& state, std::size_t row) const
{
    const History& history = run.history;
    ReadOutRow result;
    result.colorIndex = run.colorIndex;
    result.name = run.name;
    result.x = history.x(m_options.xAxis)[row];
    result.value = history.values(m_spec.metric)[row];
    result.position = toAxis(result.value.mean, m_scale);
    const std::vector<double>& smoothed =
        state.smoothed.update(history, m_spec.metric, m_options.smoothing);
    result.smoothed = smoothed[row];
    if (m_spec.evaluation) {
        const std::vector<Bucket>& evaluations = history.values(*m_spec.evaluation);
        for (std::size_t at = row + 1; at-- > 0 && !result.evaluation;) {
            if (evaluations[at].count > 0) {
                result.evaluation = evaluations[at].last;
            }
        }
    }
    return result;
}

ReadOut ChartModel::readOut(const RunStore& store, double x, double reach) const
{
    ReadOut result;
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto& run : store.runs()) {
        const auto state = m_runs.find(run->id);
        if (state == m_runs.end() || run->history.isEmpty()) {
            continue;
        }
        const auto row = nearestRow(run->history, m_spec.metric, m_options.xAxis, x);
        if (!row) {
            continue;
        }
        const std::vector<double>& xs = run->history.x(m_options.xAxis);
        // Between two rows of a run its nearest one may be far away and still be the right one.
        const bool isInside = x >= xs.front() && x <= xs.back();
        if (!isInside && std::abs(xs[*row] - x) > reach) {
            continue;
        }
        result.rows.push_back(readOutRow(*run, state->second, *row));
        if (std::abs(xs[*row] - x) < nearest) {
            nearest = std::abs(xs[*row] - x);
            result.x = xs[*row];
        }
    }
    for (const ChartMarker& marker : m_markers) {
        if (std::abs(marker.x - x) <= reach) {
            result.markers.push_back(marker.label);
        }
    }
    return result;
}

// ---------------------------------------------------------------------------------------------
// The user's view

void ChartModel::follow()
{
    m_xView.reset();
    m_yView.reset();
    m_autoYRange.reset();
}

void ChartModel::setXView(std::optional<XRange> range)
{
    m_xView = range;
}

void ChartModel::zoomX(double center, double factor)
{
    const double whole = std::max(m_followRange.last, 1e-9);
    XRange range{center + (m_xRange.first - center) * factor,
                 center + (m_xRange.last - center) * factor};
    if (range.last - range.first >= 1.05 * whole) {
        // Further out there is nothing: everything is what following shows.
        m_xView.reset();
        return;
    }
    if (range.last - range.first > 1e-7 * whole) {
        m_xView = range;
        pan(0.0, 0.0);
    }
}

void ChartModel::zoomY(double center, double factor)
{
    const ValueRange range{center + (m_yRange.min - center) * factor,
                           center + (m_yRange.max - center) * factor};
    const double size = range.max - range.min;
    if (std::isfinite(size) && size > 1e-12 * std::max(std::abs(range.min), std::abs(range.max))) {
        m_yView = range;
        m_yRange = range;
    }
}

void ChartModel::pan(double dx, double dy)
{
    XRange range = m_xView.value_or(m_xRange);
    const double width = range.last - range.first;
    // Something stays in view.
    const double leftmost = -0.25 * width;
    const double rightmost = std::max(leftmost, m_followRange.last - 0.5 * width);
    const double first = std::clamp(range.first + dx, leftmost, rightmost);
    if (m_xView || dx != 0.0) {
        m_xView = XRange{first, first + width};
        m_xRange = *m_xView;
    }
    if (m_yView) {
        m_yView = ValueRange{m_yView->min + dy, m_yView->max + dy};
        m_yRange = *m_yView;
    }
}

} // namespace accumulus
