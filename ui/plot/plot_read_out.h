#pragma once

#include "ui/plot/plot_frame.h"

#include <QColor>
#include <QPointF>
#include <QString>
#include <QStringList>

#include <vector>

class QPainter;

namespace accumulus {

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

/// The vertical line, a ring on every curve and the table beside them.
void paintReadOut(QPainter& painter, const PlotFrame& frame, const PlotInk& ink,
                  const PlotReadOut& readOut);

} // namespace accumulus
