#pragma once

#include "ui/plot/curve_layer.h"
#include "ui/plot/plot_frame.h"

#include <QRectF>

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

class QPainter;

namespace accumulus {

/// The curves of a plot, in layers whose pictures are kept: moving the mouse draws no curve, and a
/// growing curve does not draw the others.
class CurveLayers
{
public:
    /// From the bottom to the top. A growing curve is drawn in two parts: what is settled changes
    /// rarely, the short tail with every frame.
    enum LayerId { SteadyFaded, SettledFaded, TailFaded, Steady, Settled, Tail, LayerCount };

    CurveLayers();
    ~CurveLayers();

    /// Where the axes are: all curves have to be set again.
    void setFrame(const PlotFrame& frame);

    /// Adds or replaces a curve. Nothing happens if \a version, style and frame are those of the
    /// last call. Returns the part of the plot that has to be painted again, on the paper.
    QRectF setCurve(int id, const PlotStyle& style, const std::vector<CurvePoint>& points,
                    const std::vector<CurvePoint>& dots, std::uint64_t version);
    /// Removes all others; returns whether there were any.
    bool keepCurves(const std::vector<int>& ids);

    /// The points that curve \a id is drawn through, in axis coordinates.
    std::vector<CurvePoint> points(int id) const;

    bool isStale(LayerId id) const;
    void paint(QPainter& painter, LayerId id, qreal devicePixelRatio);

private:
    struct Curve
    {
        PlotStyle style;
        std::uint64_t version = 0;
        std::uint64_t frameVersion = 0;
        std::vector<CurvePoint> settled;
        std::size_t settledDots = 0;
    };

    static LayerId settledLayer(const PlotStyle& style);
    void settle(int id, Curve& curve, const std::vector<CurvePoint>& points,
                const std::vector<CurvePoint>& dots);
    QRectF drawTail(int id, const Curve& curve, const std::vector<CurvePoint>& points,
                    const std::vector<CurvePoint>& dots);

    std::vector<std::unique_ptr<CurveLayer>> m_layers;
    std::map<int, Curve> m_curves;
    PlotFrame m_frame;
    std::uint64_t m_frameVersion = 1;
};

} // namespace accumulus
