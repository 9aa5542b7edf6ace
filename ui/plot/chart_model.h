#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"
#include "ui/plot/curve_points.h"
#include "ui/plot/run_curves.h"
#include "ui/plot/value_extent.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace accumulus {

class RunStore;
struct Run;

/// A change of settings.
struct ChartMarker
{
    double x = 0.0;
    QString label;
    int colorIndex = 0;

    bool operator==(const ChartMarker&) const = default;
};

/// How many rows of a run in the visible part of the x axis have values beyond the limits of the y
/// axis. On a log axis values ≤ 0 are below it, infinite ones above.
struct ChartOverflow
{
    int colorIndex = 0;
    std::int64_t above = 0;
    std::int64_t below = 0;

    bool operator==(const ChartOverflow&) const = default;
};

/// The true values of a run at its row next to the cursor.
struct ReadOutRow
{
    int colorIndex = 0;
    QString name;
    double x = 0.0;        ///< of the row
    double position = 0.0; ///< y in axis coordinates
    Bucket value;          ///< exact if it counts one update
    double smoothed = 0.0;
    std::optional<double> evaluation; ///< the latest at or before the row
};

struct ReadOut
{
    double x = 0.0; ///< of the row that is nearest of all
    std::vector<ReadOutRow> rows;
    std::vector<QString> markers; ///< of changes close to x
};

/// What a chart shows, without drawing it: ranges, curves, markers and read-outs made from a
/// RunStore. y is in axis coordinates: the value, or its logarithm to base 10 on a log axis.
class ChartModel
{
public:
    explicit ChartModel(const ChartSpec& spec);

    void setOptions(const ChartOptions& options); ///< another x axis means following again
    void setScale(YScale scale);
    const ChartOptions& options() const { return m_options; }
    YScale scale() const { return m_scale; }

    /// Brings everything up to date with \a store; costs next to nothing for runs that have not
    /// changed.
    void update(const RunStore& store, PlotSize size);

    /// There is nothing to draw: no visible run has a row.
    bool isEmpty() const { return m_runs.empty(); }
    XRange xRange() const { return m_xRange; }
    ValueRange yRange() const { return m_yRange; }
    std::vector<const ChartCurve*> curves() const; ///< valid until the next update()
    const std::vector<ChartMarker>& markers() const { return m_markers; }
    const std::vector<ChartOverflow>& overflows() const { return m_overflows; }

    /// True values next to \a x. Runs that have no row within \a reach of it are left out.
    ReadOut readOut(const RunStore& store, double x, double reach) const;

    // The user's view. It stays until follow(); y follows the visible part of the curves until it
    // is zoomed itself.
    bool isFollowing() const { return !m_xView && !m_yView; }
    void follow();
    void zoomX(double center, double factor); ///< factor > 1 shows more
    void zoomY(double center, double factor);
    /// By a distance in axis coordinates; \a dy counts if y was zoomed.
    void pan(double dx, double dy);
    void setXView(std::optional<XRange> range);
    std::optional<XRange> xView() const { return m_xView; }

private:
    static constexpr int mostQuietCalls = 60;

    struct RunState
    {
        explicit RunState(const ChartSpec& spec)
            : curves(spec)
        {}

        RunCurves curves;
        const Run* run = nullptr;
        std::int64_t updates = 0;
        /// Calls of update() since it grew, of those in which any run did. A run that is quiet for
        /// a few counts as steady, so that several that train do not take turns in being so.
        int quietCalls = mostQuietCalls;
        bool isGrowing() const { return quietCalls < mostQuietCalls; }
        ValueExtent metricExtent;
        ValueExtent evaluationExtent;
    };

    void updateRuns(const RunStore& store);
    void noteGrowth();
    void updateXRange();
    void updateYRange();
    void updateCurves(PlotSize size);
    void updateMarkers();
    void updateOverflows();
    ReadOutRow readOutRow(const Run& run, const RunState& state, std::size_t row) const;

    ChartSpec m_spec;
    ChartOptions m_options;
    YScale m_scale;

    std::optional<XRange> m_xView;
    std::optional<ValueRange> m_yView;
    XRange m_followRange;
    XRange m_xRange{0.0, 1.0};
    ValueRange m_yRange{0.0, 1.0};
    std::optional<ValueRange> m_autoYRange; ///< what the next one should stay at if it can

    std::map<int, RunState> m_runs; ///< the visible ones that have rows, by id
    std::uint64_t m_lastVersion = 0;
    std::vector<ChartMarker> m_markers;
    std::vector<ChartOverflow> m_overflows;
};

} // namespace accumulus
