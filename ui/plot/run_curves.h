#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"
#include "ui/plot/curve_points.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace accumulus {

struct Run;

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
    /// Where an evaluation is marked with a point, some distance apart.
    std::vector<CurvePoint> dots;
};

/// What the points of all curves of a chart depend on, besides the rows of their runs.
struct CurveView
{
    XAxis axis = XAxis::Updates;
    XRange x;
    ValueRange y;
    YScale scale = YScale::Linear;
    double smoothing = 0.0;
    PlotSize size;
};

/// The curves of one run in one chart. Their points are made anew only if something they depend on
/// has changed; of a run that only grew, only the end is.
class RunCurves
{
public:
    explicit RunCurves(const ChartSpec& spec);

    /// \a run has rows, and stays the same one. \a lastVersion is the latest of all curves of the
    /// chart.
    void update(const Run& run, const CurveView& view, bool growing, std::uint64_t& lastVersion);

    /// Valid until the next update().
    std::vector<const ChartCurve*> curves() const;

    /// One value a row of \a history, which may have got more rows since the last update().
    const std::vector<double>& smoothed(const History& history, double weight) const;

private:
    /// Everything that points depend on: as long as it is equal, they are not made anew.
    struct Inputs
    {
        std::uint64_t generation = 0;
        std::size_t rows = 0; ///< up to the end of the visible range
        std::int64_t updatesInLastRow = 0;
        CurveView view; ///< its smoothing is 0 for curves that are not smoothed
    };
    struct CurveState
    {
        std::optional<Inputs> inputs;
        std::vector<CurvePoint> decimated; ///< on the axis; added to while a run grows
        double decimatedTo = 0.0;          ///< x of the last row in them
        ChartCurve curve;
    };

    void makePoints(const History& history, CurveState& state, const Inputs& inputs,
                    std::uint64_t& lastVersion);
    void decimateCurve(const History& history, CurveState& state, const Inputs& inputs) const;
    std::vector<CurvePoint> decimatedFrom(const History& history, CurveKind kind, double first,
                                          const CurveView& view) const;
    static Inputs inputsFor(const History& history, CurveKind kind, const CurveView& view);
    static bool isSame(const Inputs& a, const Inputs& b);
    static bool onlyGrew(const Inputs& before, const Inputs& after);

    Metric m_metric;
    std::optional<Metric> m_evaluation;
    mutable SmoothedCurve m_smoothed; ///< a cache: smoothed() may be the first to see a new row
    std::vector<CurveState> m_curves; ///< one of each kind
};

} // namespace accumulus
