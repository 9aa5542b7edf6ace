#pragma once

#include "core/record/curve.h"
#include "ui/chart_panel.h"

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

class QFontMetricsF;
class QPainter;

namespace accumulus {

/// What stands around and over the curves of a plot: grid, labels, markers, read-outs. Drawn with a
/// QPainter for the screen and for files alike; knows nothing of Qt Charts.

/// Where the axes are on the paper. y is in axis coordinates (logarithms on a log axis).
struct PlotFrame
{
    QRectF rect; ///< that the curves fill
    XRange x;
    ValueRange y;
    YScale scale = YScale::Linear;

    double toPixelX(double value) const
    {
        return rect.left() + (value - x.first) / (x.last - x.first) * rect.width();
    }
    double toPixelY(double value) const
    {
        return rect.bottom() - (value - y.min) / (y.max - y.min) * rect.height();
    }
    double fromPixelX(double pixel) const
    {
        return x.first + (pixel - rect.left()) / rect.width() * (x.last - x.first);
    }
    double fromPixelY(double pixel) const
    {
        return y.min + (rect.bottom() - pixel) / rect.height() * (y.max - y.min);
    }
};

/// Colours and font of one plot.
struct PlotInk
{
    QColor panel;
    QColor line;
    QColor text;
    QColor quietText;
    QFont font;
};

/// A vertical hairline with a small label at its top.
struct PlotMarker
{
    double x = 0.0;
    QString label;
    QColor color;

    bool operator==(const PlotMarker&) const = default;
};

/// How many values of a curve are beyond the upper and lower limit.
struct PlotOverflow
{
    QColor color;
    qint64 above = 0;
    qint64 below = 0;

    bool operator==(const PlotOverflow&) const = default;
};

/// What the crosshair says: a small table with a row per curve.
struct PlotReadOut
{
    struct Row
    {
        QColor color;
        QString name;
        QStringList values; ///< one a column
        QPointF point;      ///< on the curve, in axis coordinates
    };
    double x = 0.0; ///< of the vertical line
    QString title;
    QStringList columns;
    std::vector<Row> rows;
    QStringList notes; ///< lines below the table
};

/// Room that labels of the axes take, the same for all plots of a font, so that plots above each
/// other line up.
struct PlotMargins
{
    double left = 0.0;
    double top = 0.0;
    double right = 0.0;
    double bottom = 0.0;
};
PlotMargins plotMargins(const QFont& font);

/// Grid hairlines and tick labels; \a xTitle stands at the end of the row of labels.
void paintGrid(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
               const QString& xTitle);

/// Labels of markers so that none overlaps another, in up to two rows. Those without room stay
/// hidden.
struct PlacedLabel
{
    QRectF rect;
    QString text;
};
std::vector<PlacedLabel> placeMarkerLabels(const std::vector<PlotMarker>& markers,
                                           const PlotFrame& frame, const QFontMetricsF& metrics);

void paintMarkerLines(QPainter& painter, const PlotFrame& frame,
                      const std::vector<PlotMarker>& markers);
void paintMarkerLabels(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                       const std::vector<PlotMarker>& markers);

/// Arrows with counts in the right corners.
void paintOverflows(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                    const std::vector<PlotOverflow>& overflows);

/// The vertical line, a ring on every curve and the table beside them.
void paintReadOut(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                  const PlotReadOut& readOut);

} // namespace accumulus
