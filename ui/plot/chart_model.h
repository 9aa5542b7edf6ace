#pragma once

#include "core/record/curve.h"
#include "ui/chart_panel.h"

#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace accumulus {

class RunStore;
struct Run;

/// What a chart shows, without drawing it: ranges, curves, markers and read-outs made from a
/// RunStore. y is in axis coordinates: the value, or its logarithm to base 10 on a log axis.

enum class CurveKind { Raw, Smoothed, Evaluation };

/// A curve reduced to what is visible at the plot's size.
struct ChartCurve
{
    int runId = 0;
    int colorIndex = 0;
    CurveKind kind = CurveKind::Raw;
    bool growing = false;      ///< of the run that trains: changes with every frame
    std::uint64_t version = 0; ///< another one whenever points or dots are others
    std::vector<CurvePoint> points;
    std::vector<CurvePoint>
        dots; ///< where an evaluation is marked with a point, some distance apart
};

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

/// The plot's size in device pixels.
struct PlotSize
{
    int columns = 0;
    int rows = 0;

    bool operator==(const PlotSize&) const = default;
};

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
    void pan(double dx,
             double dy); ///< by a distance in axis coordinates; dy counts if y was zoomed
    void setXView(std::optional<XRange> range);
    std::optional<XRange> xView() const { return m_xView; }

private:
    /// The values of a metric in the visible x range, added to as rows come in.
    struct Extent
    {
        std::uint64_t generation = 0;
        XAxis axis = XAxis::Updates;
        XRange range;
        YScale scale = YScale::Linear;
        double scannedTo = 0.0; ///< x up to which rows were looked at; the row there may still grow
        std::optional<ValueRange> values;
    };
    /// Everything that points depend on: as long as it is equal, they are not made anew.
    struct CurveInputs
    {
        std::uint64_t generation = 0;
        std::size_t rows = 0; ///< up to the end of the visible range
        std::int64_t updatesInLastRow = 0;
        XAxis axis = XAxis::Updates;
        XRange x;
        ValueRange y;
        double smoothing = 0.0;
        YScale scale = YScale::Linear;
        PlotSize size;
    };
    struct CurveState
    {
        std::optional<CurveInputs> inputs;
        std::vector<CurvePoint> decimated; ///< not yet on the axis; added to while a run grows
        double decimatedTo = 0.0;          ///< x of the last row in them
        ChartCurve curve;
    };
    struct RunState
    {
        const Run* run = nullptr;
        std::uint64_t generation = 0;
        std::size_t rows = 0;
        std::int64_t updates = 0;
        mutable SmoothedCurve smoothed; ///< a cache: readOut() may be the first to see a new row
        std::optional<Extent> metricExtent;
        std::optional<Extent> evaluationExtent;
        std::vector<CurveState> curves;
    };

    void updateRuns(const RunStore& store);
    void updateXRange();
    void updateYRange();
    void updateCurves(PlotSize size);
    void updateMarkers();
    void updateOverflows();
    void makePoints(const RunState& state, CurveState& curve, const CurveInputs& inputs);
    void decimateCurve(const RunState& state, CurveState& curve, const CurveInputs& inputs) const;
    CurveInputs inputsFor(const RunState& state, CurveKind kind, PlotSize size) const;
    std::vector<CurvePoint> decimatedFrom(const RunState& state, CurveKind kind, double first,
                                          int columns) const;
    std::optional<ValueRange> extent(const Run& run, Metric metric,
                                     std::optional<Extent>& known) const;
    ReadOutRow readOutRow(const Run& run, const RunState& state, std::size_t row) const;
    static bool isSame(const CurveInputs& a, const CurveInputs& b);
    static bool onlyGrew(const CurveInputs& before, const CurveInputs& after);

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
    int m_growingRun = 0;
    std::uint64_t m_lastVersion = 0;
    std::vector<ChartMarker> m_markers;
    std::vector<ChartOverflow> m_overflows;
};

// The steps that ChartModel is made of, for tests.

/// The x range that shows everything up to \a last: exactly that for ended runs; with room to the
/// right, so that it does not change with every frame, while one grows. \a current is kept while it
/// serves.
XRange followRange(XRange current, double last, bool growing, XAxis axis);

/// The y range around \a data (in axis coordinates) with a little room, its limits on round
/// numbers. \a current, if any, is kept while it contains the data without wasting much room.
ValueRange roomyRange(std::optional<ValueRange> current, ValueRange data, YScale scale);

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
