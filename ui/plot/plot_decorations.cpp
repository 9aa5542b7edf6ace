#include "ui/plot/plot_decorations.h"

#include "ui/plot/axis_ticks.h"
#include "ui/plot/number_format.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace accumulus {

namespace {

constexpr double labelGap = 6.0;        ///< between labels of an axis and the plot
constexpr double narrowestTickX = 84.0; ///< pixels that a label of the x axis may need
constexpr double narrowestTickY = 30.0;
constexpr int mostTicks = 7; ///< four to six is the aim; seven beats three

int tickCount(double length, double shortest)
{
    return std::clamp(static_cast<int>(length / shortest), 2, mostTicks);
}

std::vector<AxisTick> ticksOfY(const PlotFrame& frame)
{
    const int count = tickCount(frame.rect.height(), narrowestTickY);
    return frame.scale == YScale::Log ? logTicks(frame.y.min, frame.y.max, count)
                                      : linearTicks(frame.y.min, frame.y.max, count);
}

void paintYTicks(QPainter& painter, const PlotFrame& frame, const PlotInk& ink)
{
    const QFontMetricsF metrics(ink.font);
    for (const AxisTick& tick : ticksOfY(frame)) {
        const double y = frame.toPixelY(tick.position);
        painter.setPen(QPen(ink.line, 1.0));
        painter.drawLine(QPointF(frame.rect.left(), sharp(y)),
                         QPointF(frame.rect.right(), sharp(y)));
        painter.setPen(ink.quietText);
        const double half = metrics.height() / 2.0;
        // The outermost labels stay beside the plot, where no other text can be.
        const double middle = std::clamp(y, frame.rect.top() + half - labelGap,
                                         frame.rect.bottom() - half + labelGap);
        painter.drawText(QRectF(0.0, middle - half, frame.rect.left() - labelGap, 2.0 * half),
                         Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
}

void paintXTicks(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                 const QString& xTitle)
{
    const QFontMetricsF metrics(ink.font);
    const double top = frame.rect.bottom() + labelGap - 2.0;
    const double titleWidth = metrics.horizontalAdvance(xTitle);
    const double titleLeft = frame.rect.right() - titleWidth;
    painter.setPen(ink.text);
    // On the line of the numbers, also where the font of its script is a taller one.
    painter.drawText(QPointF(titleLeft, top + metrics.ascent()), xTitle);

    for (const AxisTick& tick :
         linearTicks(frame.x.first, frame.x.last, tickCount(frame.rect.width(), narrowestTickX))) {
        const double x = frame.toPixelX(tick.position);
        painter.setPen(QPen(ink.line, 1.0));
        painter.drawLine(QPointF(sharp(x), frame.rect.top()),
                         QPointF(sharp(x), frame.rect.bottom()));
        const double width = metrics.horizontalAdvance(tick.label);
        const QRectF label(x - width / 2.0, top, width + 1.0, metrics.height());
        if (label.right() + 2.0 * labelGap < titleLeft) {
            painter.setPen(ink.quietText);
            painter.drawText(label, Qt::AlignCenter, tick.label);
        }
    }
}

bool isInView(const PlotFrame& frame, double x)
{
    return x >= frame.x.first && x <= frame.x.last;
}

void paintChip(QPainter& painter, const QRectF& rect, const PlotInk& ink)
{
    QColor background = ink.panel;
    background.setAlphaF(0.85F);
    painter.fillRect(rect, background);
}

/// A triangle with a count, to the left of \a right; returns where the next one may end.
double paintOverflow(QPainter& painter, const PlotInk& ink, double right, double top,
                     const QColor& color, qint64 count, bool isAbove)
{
    const QFontMetricsF metrics(ink.font);
    const QString text = formatCount(count);
    const double width = metrics.horizontalAdvance(text);
    const double height = metrics.height();
    const QRectF chip(right - width - 18.0, top, width + 18.0, height);
    paintChip(painter, chip, ink);
    painter.setPen(ink.text);
    painter.drawText(chip.adjusted(14.0, 0.0, 0.0, 0.0), Qt::AlignLeft | Qt::AlignVCenter, text);

    const QPointF middle(chip.left() + 7.0, chip.center().y());
    const double up = isAbove ? -1.0 : 1.0;
    const std::array<QPointF, 3> triangle{middle + QPointF(-4.0, -3.0 * up),
                                          middle + QPointF(4.0, -3.0 * up),
                                          middle + QPointF(0.0, 4.0 * up)};
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(triangle.data(), static_cast<int>(triangle.size()));
    return chip.left() - 4.0;
}

} // namespace

PlotMargins plotMargins(const QFont& font)
{
    const QFontMetricsF metrics(font);
    return {
        .left = std::ceil(metrics.horizontalAdvance(QStringLiteral("0.0000")) + labelGap),
        .top = 4.0,
        .right = 4.0,
        .bottom = std::ceil(metrics.height() + labelGap),
    };
}

void paintGrid(QPainter& painter, const PlotFrame& frame, const PlotInk& ink, const QString& xTitle)
{
    painter.save();
    painter.setFont(ink.font);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintYTicks(painter, frame, ink);
    paintXTicks(painter, frame, ink, xTitle);
    painter.restore();
}

std::vector<PlacedLabel> placeMarkerLabels(const std::vector<PlotMarker>& markers,
                                           const PlotFrame& frame, const QFontMetricsF& metrics)
{
    constexpr double padding = 3.0;
    constexpr double gap = 4.0;
    std::array<double, 2> occupiedTo{};
    occupiedTo.fill(frame.rect.left());
    std::vector<PlacedLabel> placed;
    for (const PlotMarker& marker : markers) {
        if (!isInView(frame, marker.x) || marker.label.isEmpty())
            continue;
        const double width = metrics.horizontalAdvance(marker.label) + 2.0 * padding;
        const double line = frame.toPixelX(marker.x);
        const bool fitsRight = line + 1.0 + width <= frame.rect.right();
        const double left = fitsRight ? line + 1.0 : line - 1.0 - width;
        for (std::size_t row = 0; row < occupiedTo.size(); ++row) {
            if (left >= occupiedTo[row]) {
                const double top =
                    frame.rect.top() + 1.0 + static_cast<double>(row) * (metrics.height() + 1.0);
                placed.push_back({QRectF(left, top, width, metrics.height()), marker.label});
                occupiedTo[row] = left + width + gap;
                break;
            }
        }
    }
    return placed;
}

void paintMarkerLines(QPainter& painter, const PlotFrame& frame,
                      const std::vector<PlotMarker>& markers)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    double lastX = -1.0;
    for (const PlotMarker& marker : markers) {
        const double x = sharp(frame.toPixelX(marker.x));
        if (!isInView(frame, marker.x) || x == lastX)
            continue;
        QColor color = marker.color;
        color.setAlphaF(0.6F);
        painter.setPen(QPen(color, 1.0));
        painter.drawLine(QPointF(x, frame.rect.top()), QPointF(x, frame.rect.bottom()));
        lastX = x;
    }
    painter.restore();
}

void paintMarkerLabels(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                       const std::vector<PlotMarker>& markers)
{
    painter.save();
    painter.setFont(ink.font);
    for (const PlacedLabel& label : placeMarkerLabels(markers, frame, QFontMetricsF(ink.font))) {
        paintChip(painter, label.rect, ink);
        painter.setPen(ink.quietText);
        painter.drawText(label.rect, Qt::AlignCenter, label.text);
    }
    painter.restore();
}

void paintOverflows(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                    const std::vector<PlotOverflow>& overflows)
{
    painter.save();
    painter.setFont(ink.font);
    painter.setRenderHint(QPainter::Antialiasing, true);
    const double height = QFontMetricsF(ink.font).height();
    double right = frame.rect.right() - 2.0;
    for (const PlotOverflow& overflow : overflows) {
        if (overflow.above > 0) {
            right = paintOverflow(painter, ink, right, frame.rect.top() + 1.0, overflow.color,
                                  overflow.above, true);
        }
    }
    right = frame.rect.right() - 2.0;
    for (const PlotOverflow& overflow : overflows) {
        if (overflow.below > 0) {
            right = paintOverflow(painter, ink, right, frame.rect.bottom() - height - 1.0,
                                  overflow.color, overflow.below, false);
        }
    }
    painter.restore();
}

} // namespace accumulus
