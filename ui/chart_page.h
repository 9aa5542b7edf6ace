#pragma once

#include "ui/chart_spec.h"
#include "ui/plot/plot_page.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace accumulus {

class ChartModel;
class RunStore;

/// A chart on a white page with title, axis titles and legend, as a picture and as a drawing. It
/// shows the part of the axes that \a model shows, in the colours of the light theme.

PlotPage chartPage(const ChartSpec& spec, const ChartModel& model, const RunStore& store,
                   QSize size, qreal devicePixelRatio);

QImage chartImage(const ChartSpec& spec, const ChartModel& model, const RunStore& store, QSize size,
                  qreal devicePixelRatio);

/// As SVG; \a resolution in dots per inch, in which the fonts were chosen.
QByteArray chartSvg(const ChartSpec& spec, const ChartModel& model, const RunStore& store,
                    QSize size, int resolution);

} // namespace accumulus
