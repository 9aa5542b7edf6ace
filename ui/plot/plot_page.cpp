#include "ui/plot/plot_page.h"

#include "ui/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

#include <array>

namespace accumulus {

namespace {

constexpr double pageMargin = 20.0;
constexpr double legendSample = 28.0; ///< length of a line in the legend
constexpr double legendGap = 20.0;
constexpr double dotRadius = 2.75;
constexpr int patternCount = 4;

const ThemeColors& pageColors()
{
    return Theme::colorsFor(false);
}

PlotInk pageInk()
{
    return {QColor(Qt::white), pageColors().line, pageColors().text, pageColors().quietText,
            Theme::axisFont()};
}

/// In units of the pen's width; empty = solid.
QList<qreal> dashPattern(int index)
{
    static const std::array<QList<qreal>, patternCount> patterns{
        QList<qreal>{}, {7.0, 3.0}, {7.0, 2.5, 1.5, 2.5}, {14.0, 4.0}};
    return patterns[static_cast<std::size_t>(index % patternCount)];
}

QPen penFor(const QColor& color, double width, double opacity, const QList<qreal>& dashes)
{
    QColor inked = color;
    inked.setAlphaF(static_cast<float>(opacity));
    QPen pen(inked, width);
    pen.setJoinStyle(Qt::RoundJoin);
    if (!dashes.isEmpty()) {
        pen.setCapStyle(Qt::FlatCap);
        pen.setDashPattern(dashes);
    }
    return pen;
}

void paintDot(QPainter& painter, QPointF center, int shape)
{
    const double r = dotRadius;
    switch (shape % patternCount) {
    case 0:
        painter.drawEllipse(center, r, r);
        break;
    case 1:
        painter.drawRect(QRectF(center.x() - r, center.y() - r, 2.0 * r, 2.0 * r));
        break;
    case 2:
        painter.drawPolygon(QPolygonF(
            {center + QPointF(-r, r), center + QPointF(r, r), center + QPointF(0.0, -1.2 * r)}));
        break;
    default:
        painter.drawPolygon(
            QPolygonF({center + QPointF(-1.3 * r, 0.0), center + QPointF(0.0, -1.3 * r),
                       center + QPointF(1.3 * r, 0.0), center + QPointF(0.0, 1.3 * r)}));
        break;
    }
}

void paintCurve(QPainter& painter, const PageCurve& curve, const PlotFrame& frame)
{
    QPolygonF line;
    for (const CurvePoint& point : curve.points) {
        line.append({frame.toPixelX(point.x), frame.toPixelY(point.y)});
    }
    const QList<qreal> dashes =
        curve.dotted ? QList<qreal>{1.2, 2.0} : dashPattern(curve.patternIndex);
    painter.setPen(penFor(curve.color, curve.width, curve.opacity, dashes));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);

    painter.setPen(Qt::NoPen);
    painter.setBrush(curve.color);
    for (const CurvePoint& dot : curve.dots) {
        paintDot(painter, {frame.toPixelX(dot.x), frame.toPixelY(dot.y)}, curve.patternIndex);
    }
}

double entryWidth(const PageLegendEntry& entry, const QFontMetricsF& metrics)
{
    return legendSample + 6.0 + metrics.horizontalAdvance(entry.name);
}

/// Where each entry stands, in lines as wide as the page.
std::vector<QRectF> legendRects(const PlotPage& page, QSizeF size, double top)
{
    const QFontMetricsF metrics(Theme::axisFont());
    const double height = metrics.height() + 4.0;
    std::vector<QRectF> rects;
    double x = pageMargin;
    double y = top;
    for (const PageLegendEntry& entry : page.legend) {
        const double width = entryWidth(entry, metrics);
        if (x > pageMargin && x + width > size.width() - pageMargin) {
            x = pageMargin;
            y += height;
        }
        rects.emplace_back(x, y, width, height);
        x += width + legendGap;
    }
    return rects;
}

double legendTop()
{
    return pageMargin + QFontMetricsF(Theme::titleFont()).height() + 6.0;
}

void paintLegend(QPainter& painter, const PlotPage& page, QSizeF size)
{
    painter.setFont(Theme::axisFont());
    const std::vector<QRectF> rects = legendRects(page, size, legendTop());
    for (std::size_t i = 0; i < rects.size(); ++i) {
        const PageLegendEntry& entry = page.legend[i];
        const QRectF& rect = rects[i];
        const double y = rect.center().y();
        painter.setPen(penFor(entry.color, 1.75, 1.0, dashPattern(entry.patternIndex)));
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.left() + legendSample, y));
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.color);
        paintDot(painter, {rect.left() + legendSample / 2.0, y}, entry.patternIndex);
        painter.setPen(pageColors().text);
        painter.drawText(rect.adjusted(legendSample + 6.0, 0.0, legendGap / 2.0, 0.0),
                         Qt::AlignLeft | Qt::AlignVCenter, entry.name);
    }
}

void paintTitles(QPainter& painter, const PlotPage& page, const PlotFrame& frame)
{
    const QFontMetricsF titleMetrics(Theme::titleFont());
    const double baseline = pageMargin + titleMetrics.ascent();
    painter.setFont(Theme::titleFont());
    painter.setPen(pageColors().text);
    painter.drawText(QPointF(pageMargin, baseline), page.title);
    painter.setFont(Theme::axisFont());
    painter.setPen(pageColors().quietText);
    painter.drawText(
        QPointF(pageMargin + titleMetrics.horizontalAdvance(page.title) + 10.0, baseline),
        page.subtitle);

    painter.save();
    painter.translate(pageMargin + QFontMetricsF(Theme::axisFont()).ascent(),
                      frame.rect.center().y());
    painter.rotate(-90.0);
    const double half = frame.rect.height() / 2.0;
    painter.setPen(pageColors().text);
    painter.drawText(QRectF(-half, -40.0, 2.0 * half, 40.0), Qt::AlignHCenter | Qt::AlignBottom,
                     page.yTitle);
    painter.restore();
}

} // namespace

QRectF plotRectOnPage(const PlotPage& page, QSizeF size)
{
    const PlotMargins margins = plotMargins(Theme::axisFont());
    const std::vector<QRectF> legend = legendRects(page, size, legendTop());
    const double top = (legend.empty() ? legendTop() : legend.back().bottom()) + 8.0;
    const double left = pageMargin + QFontMetricsF(Theme::axisFont()).height() + margins.left;
    return {left, top, std::max(1.0, size.width() - left - pageMargin),
            std::max(1.0, size.height() - top - margins.bottom - pageMargin)};
}

void paintPage(QPainter& painter, const PlotPage& page, QSizeF size)
{
    const PlotFrame frame{plotRectOnPage(page, size), page.x, page.y, page.scale};
    painter.fillRect(QRectF(QPointF(), size), Qt::white);
    painter.setRenderHint(QPainter::TextAntialiasing, true);
    paintGrid(painter, frame, pageInk(), page.xTitle);
    paintMarkerLines(painter, frame, page.markers);

    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.save();
    painter.setClipRect(frame.rect);
    for (const PageCurve& curve : page.curves)
        paintCurve(painter, curve, frame);
    painter.restore();

    paintMarkerLabels(painter, frame, pageInk(), page.markers);
    paintOverflows(painter, frame, pageInk(), page.overflows);
    paintTitles(painter, page, frame);
    paintLegend(painter, page, size);
}

} // namespace accumulus
