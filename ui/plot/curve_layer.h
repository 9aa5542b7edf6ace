#pragma once

#include <QColor>
#include <QGraphicsScene>
#include <QImage>
#include <QList>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <map>

class QChart;
class QLineSeries;
class QPainter;
class QValueAxis;

namespace accumulus {

enum class PlotLine { Solid, Dotted, Dashed };

/// How a curve is drawn.
struct PlotStyle
{
    QColor color;
    qreal width = 1.0;
    PlotLine line = PlotLine::Solid;
    bool faded = false;   ///< at 25 % opacity, below all others
    bool growing = false; ///< gets points at its end all the time

    bool operator==(const PlotStyle&) const = default;
};

/// Curves that are drawn together into one transparent picture, which is kept. The only class that
/// knows Qt Charts, which draws them. Points are in pixels from the lower left corner of the plot.
///
/// The series get pixels, not values: Qt Charts compares axis ranges with an absolute 1e-12, so
/// small gradient norms could not be shown, and every change of a range would make it rebuild all
/// curves once more.
class CurveLayer
{
public:
    explicit CurveLayer(bool isFaded);
    ~CurveLayer();

    CurveLayer(const CurveLayer&) = delete;
    CurveLayer& operator=(const CurveLayer&) = delete;

    bool isEmpty() const { return m_curves.empty(); }
    /// The picture has to be drawn anew.
    bool isStale() const { return m_isStale; }

    void setSize(QSizeF size);

    /// Adds or replaces a curve. Returns the part of the picture that changes, from the top left.
    QRectF set(int id, const PlotStyle& style, QList<QPointF> points, QList<QPointF> dots);
    void remove(int id);

    /// None if there is no such curve.
    QList<QPointF> points(int id) const;

    const QImage& picture(qreal devicePixelRatio);

private:
    struct Curve
    {
        QLineSeries* series = nullptr;
        QColor color;
        QList<QPointF> dots;
        QRectF bounds; ///< of everything drawn, from the top left
    };

    QRectF boundsOf(const QList<QPointF>& points, const QList<QPointF>& dots) const;
    void draw(qreal devicePixelRatio);
    void drawFaded(QPainter& painter);
    void drawDots(QPainter& painter) const;

    bool m_isFaded;
    QGraphicsScene m_scene;
    QChart* m_chart; ///< owned by the scene, as the axes and series are by the chart
    QValueAxis* m_xAxis;
    QValueAxis* m_yAxis;
    std::map<int, Curve> m_curves;
    QSizeF m_size;
    QImage m_picture;
    QImage m_scratch;
    QRectF m_drawn; ///< the part of it that is not transparent
    bool m_isStale = true;
};

} // namespace accumulus
