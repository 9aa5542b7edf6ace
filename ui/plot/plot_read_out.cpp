#include "ui/plot/plot_read_out.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double boxPadding = 8.0;
constexpr double boxColumnGap = 12.0;
constexpr double longestName = 190.0;
constexpr double dotRadius = 3.5;

/// The table of a read-out, measured once and then drawn.
class ReadOutBox
{
public:
    ReadOutBox(const PlotReadOut& readOut, const PlotInk& ink)
        : m_readOut(readOut)
        , m_ink(ink)
        , m_metrics(ink.font)
        , m_columnWidths(static_cast<std::size_t>(readOut.columns.size()), 0.0)
    {
        m_nameWidth = m_metrics.horizontalAdvance(readOut.title);
        for (const PlotReadOut::Row& row : readOut.rows) {
            const double name = m_metrics.horizontalAdvance(row.name) + 2.0 * dotRadius + 6.0;
            m_nameWidth = std::max(m_nameWidth, std::min(name, longestName));
            measure(row.values);
        }
        measure(readOut.columns);
    }

    QSizeF size() const
    {
        double width = m_nameWidth;
        for (const double column : m_columnWidths)
            width += column > 0.0 ? column + boxColumnGap : 0.0;
        for (const QString& note : m_readOut.notes)
            width = std::max(width, m_metrics.horizontalAdvance(note));
        const auto lines = static_cast<double>(1 + m_readOut.rows.size())
            + static_cast<double>(m_readOut.notes.size());
        return {width + 2.0 * boxPadding, lines * lineHeight() + 2.0 * boxPadding};
    }

    void paint(QPainter& painter, QPointF topLeft) const
    {
        const QRectF box(topLeft, size());
        QColor background = m_ink.panel;
        background.setAlphaF(0.96F);
        painter.setPen(QPen(m_ink.line, 1.0));
        painter.setBrush(background);
        painter.drawRect(box);

        QPointF line = topLeft + QPointF(boxPadding, boxPadding);
        painter.setPen(m_ink.text);
        painter.drawText(lineRect(line, m_nameWidth), Qt::AlignLeft | Qt::AlignVCenter,
                         m_readOut.title);
        paintValues(painter, line, m_readOut.columns, m_ink.quietText);
        for (const PlotReadOut::Row& row : m_readOut.rows) {
            line.ry() += lineHeight();
            paintRow(painter, line, row);
        }
        for (const QString& note : m_readOut.notes) {
            line.ry() += lineHeight();
            painter.setPen(m_ink.quietText);
            painter.drawText(lineRect(line, box.width()), Qt::AlignLeft | Qt::AlignVCenter, note);
        }
    }

private:
    double lineHeight() const { return m_metrics.height() + 2.0; }

    QRectF lineRect(QPointF topLeft, double width) const
    {
        return {topLeft.x(), topLeft.y(), width, lineHeight()};
    }

    void measure(const QStringList& values)
    {
        for (qsizetype i = 0; i < values.size(); ++i) {
            double& width = m_columnWidths[static_cast<std::size_t>(i)];
            width = std::max(width, m_metrics.horizontalAdvance(values[i]));
        }
    }

    void paintRow(QPainter& painter, QPointF line, const PlotReadOut::Row& row) const
    {
        painter.setPen(Qt::NoPen);
        painter.setBrush(row.color);
        painter.drawEllipse(line + QPointF(dotRadius, lineHeight() / 2.0), dotRadius, dotRadius);
        const double indent = 2.0 * dotRadius + 6.0;
        painter.setPen(m_ink.text);
        painter.drawText(
            lineRect(line + QPointF(indent, 0.0), m_nameWidth - indent + 1.0),
            Qt::AlignLeft | Qt::AlignVCenter,
            m_metrics.elidedText(row.name, Qt::ElideRight, m_nameWidth - indent + 1.0));
        paintValues(painter, line, row.values, m_ink.text);
    }

    void paintValues(QPainter& painter, QPointF line, const QStringList& values,
                     const QColor& color) const
    {
        painter.setPen(color);
        double x = line.x() + m_nameWidth;
        for (qsizetype i = 0; i < values.size(); ++i) {
            const double width = m_columnWidths[static_cast<std::size_t>(i)];
            if (width > 0.0) {
                x += boxColumnGap;
                painter.drawText(QRectF(x, line.y(), width + 1.0, lineHeight()),
                                 Qt::AlignRight | Qt::AlignVCenter, values[i]);
                x += width;
            }
        }
    }

    const PlotReadOut& m_readOut;
    const PlotInk& m_ink;
    QFontMetricsF m_metrics;
    std::vector<double> m_columnWidths;
    double m_nameWidth = 0.0;
};

/// Beside the crosshair, on the side with room, inside the plot.
QPointF boxPosition(const PlotFrame& frame, double lineX, QSizeF size)
{
    const double gap = 12.0;
    double left = lineX + gap;
    if (left + size.width() > frame.rect.right())
        left = std::max(0.0, lineX - gap - size.width());
    const double top = std::max(
        0.0, std::min(frame.rect.top() + 2.0 * gap, frame.rect.bottom() - size.height() - 2.0));
    return {std::floor(left) + 0.5, std::floor(top) + 0.5};
}

} // namespace

void paintReadOut(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                  const PlotReadOut& readOut)
{
    painter.save();
    painter.setFont(ink.font);
    const double x = frame.toPixelX(readOut.x);
    painter.setPen(QPen(ink.quietText, 1.0));
    painter.drawLine(QPointF(sharp(x), frame.rect.top()), QPointF(sharp(x), frame.rect.bottom()));

    painter.setRenderHint(QPainter::Antialiasing, true);
    for (const PlotReadOut::Row& row : readOut.rows) {
        const QPointF point(frame.toPixelX(row.point.x()), frame.toPixelY(row.point.y()));
        if (frame.rect.contains(point)) {
            painter.setPen(QPen(ink.panel, 1.5));
            painter.setBrush(row.color);
            painter.drawEllipse(point, dotRadius + 0.5, dotRadius + 0.5);
        }
    }
    const ReadOutBox box(readOut, ink);
    box.paint(painter, boxPosition(frame, x, box.size()));
    painter.restore();
}

} // namespace accumulus
