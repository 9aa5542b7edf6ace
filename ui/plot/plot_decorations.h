#pragma once

#include "ui/plot/plot_frame.h"

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

#include <vector>

class QFontMetricsF;
class QPainter;

namespace accumulus {

/// What stands around and over the curves of a plot: grid, labels, markers, counts of what is
/// beyond the limits. Drawn with a QPainter for the screen and for files alike; knows nothing of Qt
/// Charts.

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

} // namespace accumulus
