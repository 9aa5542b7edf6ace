#include "ui/plot/plot_view.h"

#include "ui/theme.h"

#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QImage>
#include <QLineSeries>
#include <QMouseEvent>
#include <QPainter>
#include <QPolygonF>
#include <QValueAxis>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <map>

namespace accumulus {

namespace {

constexpr qreal fadedOpacity = 0.25;
constexpr qreal evaluationDotRadius = 2.0;
constexpr qsizetype mostPointsAntialiased =
    1200; ///< of faded curves: more of them are a cloud anyway
constexpr double zoomPerNotch = 1.2;

/// A tail longer than this is settled: then the steady layer is drawn once more.
constexpr std::size_t longestTail = 160;
/// The last points of a curve still move while its last pixel column fills.
constexpr std::size_t unsettledPoints = 16;

/// Pixels from the lower left corner of the plot, beginning with point \a first.
QList<QPointF> toLayer(const std::vector<CurvePoint>& points, std::size_t first,
                       const PlotFrame& frame)
{
    QList<QPointF> result;
    result.reserve(static_cast<qsizetype>(points.size()));
    for (std::size_t i = first; i < points.size(); ++i) {
        result.append({frame.toPixelX(points[i].x) - frame.rect.left(),
                       frame.rect.bottom() - frame.toPixelY(points[i].y)});
    }
    return result;
}

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

} // namespace

/// Curves that are drawn together into one transparent picture.
///
/// The series get pixels, not values: Qt Charts compares axis ranges with an absolute 1e-12, so
/// small gradient norms could not be shown, and every change of a range would make it rebuild all
/// curves once more.
class PlotView::Layer
{
public:
    explicit Layer(bool isFaded)
        : m_isFaded(isFaded)
    {
        m_scene.setItemIndexMethod(QGraphicsScene::NoIndex);
        m_scene.addItem(m_chart);
        m_chart->setAnimationOptions(QChart::NoAnimation);
        m_chart->setBackgroundVisible(false);
        m_chart->setBackgroundRoundness(0.0);
        m_chart->setMargins({});
        m_chart->layout()->setContentsMargins(0.0, 0.0, 0.0, 0.0);
        m_chart->legend()->hide();
        for (QValueAxis* axis : {m_xAxis, m_yAxis}) {
            axis->setVisible(false);
        }
        m_chart->addAxis(m_xAxis, Qt::AlignBottom);
        m_chart->addAxis(m_yAxis, Qt::AlignLeft);
    }

    bool isEmpty() const { return m_curves.empty(); }
    bool isStale() const { return m_isStale; }

    void setSize(QSizeF size)
    {
        if (size == m_size || size.isEmpty()) {
            return;
        }
        m_size = size;
        m_chart->resize(size);
        m_chart->setPlotArea(QRectF(QPointF(), size));
        m_xAxis->setRange(0.0, size.width());
        m_yAxis->setRange(0.0, size.height());
        m_isStale = true;
    }

    /// Adds or replaces a curve. Returns the part of the picture that changes.
    QRectF set(int id, const PlotStyle& style, QList<QPointF> points, QList<QPointF> dots)
    {
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

    bool remove(int id)
    {
        const auto curve = m_curves.find(id);
        if (curve == m_curves.end()) {
            return false;
        }
        m_chart->removeSeries(curve->second.series);
        delete curve->second.series;
        m_curves.erase(curve);
        m_isStale = true;
        return true;
    }

    QList<QPointF> points(int id) const
    {
        const auto curve = m_curves.find(id);
        return curve == m_curves.end() ? QList<QPointF>() : curve->second.series->points();
    }

    const QImage& picture(qreal devicePixelRatio)
    {
        if (m_isStale || m_picture.devicePixelRatio() != devicePixelRatio) {
            draw(devicePixelRatio);
            m_isStale = false;
        }
        return m_picture;
    }

private:
    struct Curve
    {
        QLineSeries* series = nullptr;
        QColor color;
        QList<QPointF> dots;
        QRectF bounds; ///< of everything drawn, from the top left
    };

    QRectF boundsOf(const QList<QPointF>& points, const QList<QPointF>& dots) const
    {
        const QRectF bounds =
            QPolygonF(points).boundingRect().united(QPolygonF(dots).boundingRect());
        const QRectF flipped(bounds.left(), m_size.height() - bounds.bottom(), bounds.width(),
                             bounds.height());
        return flipped.adjusted(-4.0, -4.0, 4.0, 4.0);
    }

    void draw(qreal devicePixelRatio)
    {
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
        for (const auto& [id, curve] : m_curves) {
            m_drawn = m_drawn.united(curve.bounds);
        }
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
    void drawFaded(QPainter& painter)
    {
        const QRectF area(QPointF(), m_size);
        if (m_scratch.size() != m_picture.size()) {
            m_scratch = QImage(m_picture.size(), m_picture.format());
        }
        m_scratch.setDevicePixelRatio(m_picture.devicePixelRatio());
        painter.setOpacity(fadedOpacity);
        for (const auto& [id, curve] : m_curves) {
            for (const auto& [otherId, other] : m_curves) {
                other.series->setVisible(otherId == id);
            }
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

    static void clear(QPainter& painter, const QRectF& area)
    {
        painter.setCompositionMode(QPainter::CompositionMode_Source);
        painter.fillRect(area, Qt::transparent);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    }

    void drawDots(QPainter& painter) const
    {
        painter.setRenderHint(QPainter::Antialiasing, true);
        painter.setPen(Qt::NoPen);
        for (const auto& [id, curve] : m_curves) {
            painter.setBrush(curve.color);
            for (const QPointF& dot : curve.dots) {
                painter.drawEllipse(QPointF(dot.x(), m_size.height() - dot.y()),
                                    evaluationDotRadius, evaluationDotRadius);
            }
        }
    }

    bool m_isFaded;
    QGraphicsScene m_scene;
    QChart* m_chart = new QChart; ///< owned by the scene, as the axes and series are by the chart
    QValueAxis* m_xAxis = new QValueAxis;
    QValueAxis* m_yAxis = new QValueAxis;
    std::map<int, Curve> m_curves;
    QSizeF m_size;
    QImage m_picture;
    QImage m_scratch;
    QRectF m_drawn; ///< the part of it that is not transparent
    bool m_isStale = true;
};

PlotView::PlotView(QWidget* parent)
    : QWidget(parent)
{
    for (int id = 0; id < LayerCount; ++id) {
        m_layers.push_back(std::make_unique<Layer>(id < Steady));
    }
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

PlotView::~PlotView() = default;

void PlotView::setRanges(XRange x, ValueRange y, YScale scale)
{
    const bool isSame = x.first == m_x.first && x.last == m_x.last && y.min == m_y.min
        && y.max == m_y.max && scale == m_scale;
    if (isSame) {
        return;
    }
    m_x = x;
    m_y = y;
    m_scale = scale;
    ++m_rangesVersion;
    m_isBaseStale = true;
    update();
}

void PlotView::setXTitle(const QString& title)
{
    if (title != m_xTitle) {
        m_xTitle = title;
        m_isBaseStale = true;
        update();
    }
}

PlotView::LayerId PlotView::settledLayer(const PlotStyle& style)
{
    if (style.faded) {
        return style.growing ? SettledFaded : SteadyFaded;
    }
    return style.growing ? Settled : Steady;
}

void PlotView::settle(int id, Curve& curve, const std::vector<CurvePoint>& points,
                      const std::vector<CurvePoint>& dots)
{
    const std::size_t unsettled = curve.style.growing ? unsettledPoints : 0;
    const std::size_t count = points.size() - std::min(points.size(), unsettled);
    curve.settled.assign(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(count));
    curve.settledDots = 0;
    while (count > 0 && curve.settledDots < dots.size()
           && (!curve.style.growing || dots[curve.settledDots].x < curve.settled.back().x)) {
        ++curve.settledDots;
    }
    m_layers[settledLayer(curve.style)]->set(
        id, curve.style, toLayer(curve.settled, 0, frame()),
        toLayer({dots.begin(), dots.begin() + static_cast<std::ptrdiff_t>(curve.settledDots)}, 0,
                frame()));
    update(plotRect().toAlignedRect());
}

void PlotView::drawTail(int id, const Curve& curve, const std::vector<CurvePoint>& points,
                        const std::vector<CurvePoint>& dots)
{
    const std::size_t join = curve.settled.empty() ? 0 : curve.settled.size() - 1;
    const QRectF changed = m_layers[curve.style.faded ? TailFaded : Tail]->set(
        id, curve.style, toLayer(points, join, frame()), toLayer(dots, curve.settledDots, frame()));
    const QRectF rect = plotRect();
    update(changed.translated(rect.topLeft()).intersected(rect).toAlignedRect());
}

void PlotView::setCurve(int id, const PlotStyle& style, const std::vector<CurvePoint>& points,
                        const std::vector<CurvePoint>& dots, std::uint64_t version)
{
    Curve& curve = m_curves[id];
    const bool isSameLook = curve.style == style && curve.rangesVersion == m_rangesVersion;
    if (isSameLook && curve.version == version) {
        return;
    }
    if (curve.style.faded != style.faded || curve.style.growing != style.growing) {
        for (const auto& layer : m_layers) {
            layer->remove(id);
        }
    }
    const bool onlyGrew = isSameLook && style.growing && points.size() >= curve.settled.size()
        && points.size() - curve.settled.size() <= longestTail && dots.size() >= curve.settledDots
        && std::equal(curve.settled.begin(), curve.settled.end(), points.begin());
    curve.style = style;
    curve.version = version;
    curve.rangesVersion = m_rangesVersion;
    if (!onlyGrew) {
        settle(id, curve, points, dots);
    }
    if (style.growing) {
        drawTail(id, curve, points, dots);
    }
}

void PlotView::keepCurves(const std::vector<int>& ids)
{
    for (auto curve = m_curves.begin(); curve != m_curves.end();) {
        if (std::find(ids.begin(), ids.end(), curve->first) != ids.end()) {
            ++curve;
            continue;
        }
        for (const auto& layer : m_layers) {
            layer->remove(curve->first);
        }
        curve = m_curves.erase(curve);
        update();
    }
}

void PlotView::setMarkers(std::vector<PlotMarker> markers)
{
    if (markers != m_markers) {
        m_markers = std::move(markers);
        m_isBaseStale = true;
        update();
    }
}

void PlotView::setOverflows(std::vector<PlotOverflow> overflows)
{
    if (overflows != m_overflows) {
        m_overflows = std::move(overflows);
        update();
    }
}

void PlotView::setReadOut(std::optional<PlotReadOut> readOut)
{
    if (readOut || m_readOut) {
        m_readOut = std::move(readOut);
        update();
    }
}

void PlotView::setMessage(const QString& message)
{
    if (message != m_message) {
        m_message = message;
        update();
    }
}

QRectF PlotView::plotRect() const
{
    const PlotMargins margins = plotMargins(Theme::axisFont());
    const QRectF rect =
        QRectF(this->rect()).adjusted(margins.left, margins.top, -margins.right, -margins.bottom);
    return {rect.topLeft(), rect.size().expandedTo({1.0, 1.0})};
}

PlotFrame PlotView::frame() const
{
    return {plotRect(), m_x, m_y, m_scale};
}

std::vector<CurvePoint> PlotView::points(int id) const
{
    const PlotFrame axes = frame();
    std::vector<CurvePoint> result;
    for (const auto& layer : m_layers) {
        QList<QPointF> part = layer->points(id);
        if (!result.empty() && !part.isEmpty()) {
            part.removeFirst(); // where the tail joins
        }
        for (const QPointF& point : std::as_const(part)) {
            result.push_back({axes.fromPixelX(axes.rect.left() + point.x()),
                              axes.fromPixelY(axes.rect.bottom() - point.y())});
        }
    }
    return result;
}

PlotInk PlotView::ink() const
{
    const ThemeColors& colors = Theme::colors();
    return {colors.panel, colors.line, colors.text, colors.quietText, Theme::axisFont()};
}

QSize PlotView::sizeHint() const
{
    return {640, 260};
}

QSize PlotView::minimumSizeHint() const
{
    return {240, 100};
}

void PlotView::paintLayer(QPainter& painter, LayerId id)
{
    if (!m_layers[id]->isEmpty()) {
        painter.drawImage(plotRect().topLeft(), m_layers[id]->picture(devicePixelRatioF()));
    }
}

void PlotView::updateBase()
{
    const QSize pixels = (QSizeF(size()) * devicePixelRatioF()).toSize();
    if (m_base.size() == pixels && !m_isBaseStale && !m_layers[SteadyFaded]->isStale()) {
        return;
    }
    if (m_base.size() != pixels) {
        m_base = QPixmap(pixels);
    }
    m_base.setDevicePixelRatio(devicePixelRatioF());
    m_base.fill(Theme::colors().panel);
    QPainter painter(&m_base);
    paintGrid(painter, frame(), ink(), m_xTitle);
    paintMarkerLines(painter, frame(), m_markers);
    paintLayer(painter, SteadyFaded);
    m_isBaseStale = false;
}

void PlotView::paintMessage(QPainter& painter) const
{
    painter.fillRect(rect(), Theme::colors().panel);
    painter.setPen(Theme::colors().quietText);
    painter.setFont(Theme::bodyFont());
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_message);
}

void PlotView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (!m_message.isEmpty()) {
        paintMessage(painter);
        return;
    }
    updateBase();
    painter.drawPixmap(0, 0, m_base);
    for (const LayerId layer : {SettledFaded, TailFaded, Steady, Settled, Tail}) {
        paintLayer(painter, layer);
    }
    paintMarkerLabels(painter, frame(), ink(), m_markers);
    paintOverflows(painter, frame(), ink(), m_overflows);
    if (m_readOut) {
        paintReadOut(painter, frame(), ink(), *m_readOut);
    }
}

void PlotView::resizeEvent(QResizeEvent*)
{
    for (const auto& layer : m_layers) {
        layer->setSize(plotRect().size());
    }
    ++m_rangesVersion;
    m_isBaseStale = true;
    emit resized();
}

void PlotView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange) {
        m_isBaseStale = true;
        update();
    }
}

void PlotView::wheelEvent(QWheelEvent* event)
{
    const QPointF cursor = event->position();
    const QPoint angle = event->angleDelta();
    if (angle.x() != 0 && angle.y() == 0) {
        const double share = angle.x() / 120.0 * 0.1;
        emit panRequested(-share * (m_x.last - m_x.first), 0.0);
    } else if (angle.y() != 0) {
        const double factor = std::pow(zoomPerNotch, -angle.y() / 120.0);
        const bool isOnYAxis = cursor.x() < plotRect().left();
        const bool wantsY = isOnYAxis || (event->modifiers() & Qt::ControlModifier);
        if (wantsY) {
            emit zoomRequested(Qt::Vertical, frame().fromPixelY(cursor.y()), factor);
        } else {
            emit zoomRequested(Qt::Horizontal, frame().fromPixelX(cursor.x()), factor);
        }
    }
    event->accept();
}

void PlotView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton) {
        m_dragFrom = event->position();
        emit cursorLeft();
    } else {
        QWidget::mousePressEvent(event);
    }
}

void PlotView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF cursor = event->position();
    if (m_dragFrom) {
        const QPointF delta = cursor - *m_dragFrom;
        const QRectF rect = plotRect();
        setCursor(Qt::ClosedHandCursor);
        m_dragFrom = cursor;
        emit panRequested(-delta.x() / rect.width() * (m_x.last - m_x.first),
                          delta.y() / rect.height() * (m_y.max - m_y.min));
    } else if (plotRect().contains(cursor)) {
        emit cursorMoved(frame().fromPixelX(cursor.x()));
    } else {
        emit cursorLeft();
    }
}

void PlotView::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_dragFrom) {
        m_dragFrom.reset();
        setCursor(Qt::CrossCursor);
    } else {
        QWidget::mouseReleaseEvent(event);
    }
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        emit followRequested();
    }
}

void PlotView::leaveEvent(QEvent*)
{
    emit cursorLeft();
}

} // namespace accumulus
