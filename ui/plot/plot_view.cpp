#include "ui/plot/plot_view.h"

#include "ui/frame_times.h"
#include "ui/theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <cmath>

namespace accumulus {

namespace {

constexpr double zoomPerNotch = 1.2;

} // namespace

PlotView::PlotView(QWidget* parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_layers.setFrame(frame());
}

PlotView::~PlotView() = default;

void PlotView::setRanges(XRange x, ValueRange y, YScale scale)
{
    const bool isSame = x.first == m_x.first && x.last == m_x.last && y.min == m_y.min
        && y.max == m_y.max && scale == m_scale;
    if (isSame)
        return;
    m_x = x;
    m_y = y;
    m_scale = scale;
    m_layers.setFrame(frame());
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

void PlotView::setCurve(int id, const PlotStyle& style, const std::vector<CurvePoint>& points,
                        const std::vector<CurvePoint>& dots, std::uint64_t version)
{
    const QRectF changed = m_layers.setCurve(id, style, points, dots, version);
    if (!changed.isEmpty())
        update(changed.toAlignedRect());
}

void PlotView::keepCurves(const std::vector<int>& ids)
{
    if (m_layers.keepCurves(ids))
        update();
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
    return m_layers.points(id);
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

void PlotView::updateBase()
{
    const QSize pixels = (QSizeF(size()) * devicePixelRatioF()).toSize();
    if (m_base.size() == pixels && !m_isBaseStale && !m_layers.isStale(CurveLayers::SteadyFaded))
        return;
    if (m_base.size() != pixels)
        m_base = QPixmap(pixels);
    m_base.setDevicePixelRatio(devicePixelRatioF());
    m_base.fill(Theme::colors().panel);
    QPainter painter(&m_base);
    paintGrid(painter, frame(), ink(), m_xTitle);
    paintMarkerLines(painter, frame(), m_markers);
    m_layers.paint(painter, CurveLayers::SteadyFaded, devicePixelRatioF());
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
    const FrameScope scope(FramePart::Painting);
    QPainter painter(this);
    if (!m_message.isEmpty()) {
        paintMessage(painter);
        return;
    }
    updateBase();
    painter.drawPixmap(0, 0, m_base);
    for (const CurveLayers::LayerId layer :
         {CurveLayers::SettledFaded, CurveLayers::TailFaded, CurveLayers::Steady,
          CurveLayers::Settled, CurveLayers::Tail}) {
        m_layers.paint(painter, layer, devicePixelRatioF());
    }
    paintMarkerLabels(painter, frame(), ink(), m_markers);
    paintOverflows(painter, frame(), ink(), m_overflows);
    if (m_readOut)
        paintReadOut(painter, frame(), ink(), *m_readOut);
}

void PlotView::resizeEvent(QResizeEvent*)
{
    m_layers.setFrame(frame());
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
    if (event->button() == Qt::LeftButton)
        emit followRequested();
}

void PlotView::leaveEvent(QEvent*)
{
    emit cursorLeft();
}

} // namespace accumulus
