#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"

#include <QColor>
#include <QFont>
#include <QRectF>

#include <cmath>

namespace accumulus {

/// What everything that is painted on a plot needs: where the axes are and what colours there are.

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

// Of the curves, on the screen and in files.
constexpr double rawCurveWidth = 1.0;
constexpr double smoothedCurveWidth = 1.5;
constexpr double evaluationCurveWidth = 1.0;

/// On the middle of a pixel, where a line of one pixel is sharp.
inline double sharp(double pixel)
{
    return std::floor(pixel) + 0.5;
}

} // namespace accumulus
