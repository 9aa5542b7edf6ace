#include "ui/plot/curve_layer.h"

#include "ui/frame_times.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <QValueAxis>

namespace accumulus {

namespace {

constexpr qreal fadedOpacity = 0.25;
constexpr qreal evaluationDotRadius = 2.0;
/// Of faded curves: more of them are a cloud anyway.
constexpr qsizetype mostPointsAntialiased = 1200;

QPen penFor(const PlotStyle& style)
{
    QPen pen(style.color, style.width);
    switch (style.line) {
    case PlotLine::Solid:
        break;
    case PlotLine::Dotted:
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({2.0, 2.0});
        // The raster engine draws dashes of one device pixel fifty times faster than wider ones.
        pen.setCosmetic(true);
        break;
    case PlotLine::Dashed:
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern({5.0, 3.0});
        break;
    }
    return pen;
}

void clear(QPainter& painter, const QRectF& area)
{
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.fillRect(area, Qt::transparent);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
}

} // namespace

CurveLayer::CurveLayer(bool isFaded)
    : m_isFaded(isFaded)
    , m_chart(new QChart)
    , m_xAxis(new QValueAxis)
    , m_yAxis(new QValueAxis)
{
    m_scene.setItemIndexMethod(QGraphicsScene::NoIndex);
    m_scene.addItem(m_chart);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->setBackgroundVisible(false);
    m_chart->setBackgroundRoundness(0.0);
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0.0, 0.0, 0.0, 0.0);
    m_chart->legend()->hide();
    for (QValueAxis* axis : {m_xAxis, m_yAxis})
        axis->setVisible(false);
    m_chart->addAxis(m_xAxis, Qt::AlignBottom);
    m_chart->addAxis(m_yAxis, Qt::AlignLeft);
}

CurveLayer::~CurveLayer() = default;

void CurveLayer::setSize(QSizeF size)
{
    if (size == m_size || size.isEmpty())
        return;
    m_size = size;
    m_chart->resize(size);
    m_chart->setPlotArea(QRectF(QPointF(), size));
    m_xAxis->setRange(0.0, size.width());
    m_yAxis->setRange(0.0, size.height());
    m_isStale = true;
}

QRectF CurveLayer::set(int id, const PlotStyle& style, QList<QPointF> points, QList<QPointF> dots)
{
    const FrameScope scope(FramePart::Geometry);
    Curve& curve = m_curves[id];
    if (curve.series == nullptr) {
        curve.series = new QLineSeries;
        m_chart->addSeries(curve.series);
        curve.series->attachAxis(m_xAxis);
        curve.series->attachAxis(m_yAxis);
    }
    curve.series->setPen(penFor(style));
    curve.color = style.color;
    const QRectF before = curve.bounds;
    curve.bounds = boundsOf(points, dots);
    curve.dots = std::move(dots);
    curve.series->replace(points);
    m_isStale = true;
    return before.united(curve.bounds);
}

void CurveLayer::remove(int id)
{
    const auto curve = m_curves.find(id);
    if (curve == m_curves.end())
        return;
    m_chart->removeSeries(curve->second.series);
    delete curve->second.series;
    m_curves.erase(curve);
    m_isStale = true;
}

QList<QPointF> CurveLayer::points(int id) const
{
    const auto curve = m_curves.find(id);
    return curve == m_curves.end() ? QList<QPointF>() : curve->second.series->points();
}

const QImage& CurveLayer::picture(qreal devicePixelRatio)
{
    if (m_isStale || m_picture.devicePixelRatio() != devicePixelRatio) {
        draw(devicePixelRatio);
        m_isStale = false;
    }
    return m_picture;
}

QRectF CurveLayer::boundsOf(const QList<QPointF>& points, const QList<QPointF>& dots) const
{
    const QRectF bounds = QPolygonF(points).boundingRect().united(QPolygonF(dots).boundingRect());
    const QRectF flipped(bounds.left(), m_size.height() - bounds.bottom(), bounds.width(),
                         bounds.height());
    return flipped.adjusted(-4.0, -4.0, 4.0, 4.0);
}

void CurveLayer::draw(qreal devicePixelRatio)
{
    const FrameScope scope(FramePart::Curves);
    const QSize pixels = (m_size * devicePixelRatio).toSize();
    const QRectF area(QPointF(), m_size);
    if (m_picture.size() != pixels) {
        m_picture = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
        m_drawn = area;
    }
    m_picture.setDevicePixelRatio(devicePixelRatio);

    QPainter painter(&m_picture);
    clear(painter, m_drawn);
    m_drawn = QRectF();
    for (const auto& [id, curve] : m_curves)
        m_drawn = m_drawn.united(curve.bounds);
    m_drawn = m_drawn.intersected(area);
    if (m_isFaded) {
        drawFaded(painter);
    } else {
        painter.setRenderHint(QPainter::Antialiasing, true);
        m_scene.render(&painter, area, area);
        drawDots(painter);
    }
}

/// Each curve is drawn opaque and then faded as a whole, so that its lines do not add up where
/// they cross while other runs shine through.
void CurveLayer::drawFaded(QPainter& painter)
{
    const QRectF area(QPointF(), m_size);
    if (m_scratch.size() != m_picture.size())
        m_scratch = QImage(m_picture.size(), m_picture.format());
    m_scratch.setDevicePixelRatio(m_picture.devicePixelRatio());
    painter.setOpacity(fadedOpacity);
    for (const auto& [id, curve] : m_curves) {
        for (const auto& [otherId, other] : m_curves)
            other.series->setVisible(otherId == id);
        const QRectF bounds = QRectF(curve.bounds.toAlignedRect()).intersected(area);
        QPainter scratch(&m_scratch);
        clear(scratch, bounds);
        scratch.setRenderHint(QPainter::Antialiasing,
                              curve.series->count() <= mostPointsAntialiased);
        m_scene.render(&scratch, area, area);
        scratch.end();
        const qreal ratio = m_scratch.devicePixelRatio();
        painter.drawImage(bounds, m_scratch,
                          QRectF(bounds.topLeft() * ratio, bounds.size() * ratio));
    }
}

void CurveLayer::drawDots(QPainter& painter) const
{
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    for (const auto& [id, curve] : m_curves) {
        painter.setBrush(curve.color);
        for (const QPointF& dot : curve.dots) {
            painter.drawEllipse(QPointF(dot.x(), m_size.height() - dot.y()), evaluationDotRadius,
                                evaluationDotRadius);
        }
    }
}

} // namespace accumulus
