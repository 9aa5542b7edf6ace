#pragma once

#include "ui/plot/plot_decorations.h"

#include <QSizeF>

#include <vector>

class QPainter;

namespace accumulus {

/// A chart as it goes into files: white page, title, axis titles and legend; runs are told apart by
/// dash and by the shape of their points as well as by colour. Drawn with a QPainter only, so that
/// SVG files have one path a curve.

/// A curve on a page.
struct PageCurve
{
    QColor color;
    double width = 1.0;
    double opacity = 1.0;
    int patternIndex = 0; ///< which dash and shape; 0 = solid, disc
    bool dotted = false;  ///< instead of the dash
    std::vector<CurvePoint> points;
    std::vector<CurvePoint> dots;
};

struct PageLegendEntry
{
    QString name;
    QColor color;
    int patternIndex = 0;
};

struct PlotPage
{
    QString title;
    QString subtitle;
    QString xTitle;
    QString yTitle;
    std::vector<PageLegendEntry> legend;

    XRange x;
    ValueRange y;
    YScale scale = YScale::Linear;
    std::vector<PageCurve> curves;
    std::vector<PlotMarker> markers;
    std::vector<PlotOverflow> overflows;
};

/// Where the curves will be on a page of \a size; depends on title and legend only.
QRectF plotRectOnPage(const PlotPage& page, QSizeF size);

void paintPage(QPainter& painter, const PlotPage& page, QSizeF size);

} // namespace accumulus
