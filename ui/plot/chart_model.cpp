#include "ui/plot/chart_model.h"

#include "ui/plot/axis_ranges.h"
#include "ui/run_store.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace accumulus {

namespace {

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

/// Values of a row beyond the limits.
void countBeyond(const Bucket& bucket, double lowest, double highest, ChartOverflow& overflow)
{
    if (bucket.count > 0) {
        overflow.above += bucket.max > highest ? 1 : 0;
        overflow.below += bucket.min < lowest ? 1 : 0;
    }
}

} // namespace

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
        const std::vector<const ChartCurve*> curves = state.curves.curves();
        result.insert(result.end(), curves.begin(), curves.end());
    }
    return result;
}

void ChartModel::updateRuns(const RunStore& store)
{
    std::map<int, RunState> runs;
    for (const auto& run : store.runs()) {
        if (!run->visible || run->history.isEmpty())
            continue;
        auto known = m_runs.extract(run->id);
        RunState state = known.empty() ? RunState(m_spec) : std::move(known.mapped());
        state.run = run.get();
        runs.emplace(run->id, std::move(state));
    }
    m_runs = std::move(runs);
    noteGrowth();
}

void ChartModel::noteGrowth()
{
    bool anyGrew = false;
    for (auto& [id, state] : m_runs) {
        const History& history = state.run->history;
        const std::int64_t before =
            std::exchange(state.updates, history.record(history.rowCount() - 1).update);
        if (before != 0 && before != state.updates) {
            state.quietCalls = -1; // counted below
            anyGrew = true;
        }
    }
    for (auto& [id, state] : m_runs)
        state.quietCalls = std::min(state.quietCalls + (anyGrew ? 1 : 0), mostQuietCalls);
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

void ChartModel::updateYRange()
{
    std::optional<ValueRange> data;
    for (auto& [id, state] : m_runs) {
        const History& history = state.run->history;
        const XAxis axis = m_options.xAxis;
        unite(data, state.metricExtent.update(history, m_spec.metric, axis, m_xRange, m_scale));
        if (m_spec.evaluation) {
            unite(data,
                  state.evaluationExtent.update(history, *m_spec.evaluation, axis, m_xRange,
                                                m_scale));
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

void ChartModel::updateCurves(PlotSize size)
{
    const CurveView view{m_options.xAxis, m_xRange, m_yRange, m_scale, m_options.smoothing, size};
    for (auto& [id, state] : m_runs)
        state.curves.update(*state.run, view, state.isGrowing(), m_lastVersion);
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
            if (total.count == 0 || (!m_yView && !hasOddValues))
                return; // The usual case: the auto range contains everything. No look at the rows.
            const std::vector<double>& x = history.x(m_options.xAxis);
            const auto first = std::lower_bound(x.begin(), x.end(), m_xRange.first) - x.begin();
            const auto end = std::upper_bound(x.begin(), x.end(), m_xRange.last) - x.begin();
            for (auto row = first; row < end; ++row) {
                countBeyond(history.values(metric)[static_cast<std::size_t>(row)], lowest, highest,
                            overflow);
            }
        };
        count(m_spec.metric);
        if (m_spec.evaluation)
            count(*m_spec.evaluation);
        if (overflow.above > 0 || overflow.below > 0)
            m_overflows.push_back(overflow);
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
    result.smoothed = state.curves.smoothed(history, m_options.smoothing)[row];
    if (m_spec.evaluation) {
        const std::vector<Bucket>& evaluations = history.values(*m_spec.evaluation);
        for (std::size_t at = row + 1; at-- > 0 && !result.evaluation;) {
            if (evaluations[at].count > 0)
                result.evaluation = evaluations[at].last;
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
        if (state == m_runs.end() || run->history.isEmpty())
            continue;
        const auto row = nearestRow(run->history, m_spec.metric, m_options.xAxis, x);
        if (!row)
            continue;
        const std::vector<double>& xs = run->history.x(m_options.xAxis);
        // Between two rows of a run its nearest one may be far away and still be the right one.
        const bool isInside = x >= xs.front() && x <= xs.back();
        if (!isInside && std::abs(xs[*row] - x) > reach)
            continue;
        result.rows.push_back(readOutRow(*run, state->second, *row));
        if (std::abs(xs[*row] - x) < nearest) {
            nearest = std::abs(xs[*row] - x);
            result.x = xs[*row];
        }
    }
    for (const ChartMarker& marker : m_markers) {
        if (std::abs(marker.x - x) <= reach)
            result.markers.push_back(marker.label);
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
