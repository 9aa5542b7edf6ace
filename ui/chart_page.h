#pragma once

#include "ui/chart_spec.h"
#include "ui/plot/plot_page.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace accumulus {

class ChartModel;
class RunStore;

/// A chart on a white page with title, axis titles and legend, as a picture and as files. It shows
/// the part of the axes that \a model shows, in the colours of the light theme.

PlotPage chartPage(const ChartSpec& spec, const ChartModel& model, const RunStore& store,
                   QSize size, qreal devicePixelRatio);

QImage chartImage(const ChartSpec& spec, const ChartModel& model, const RunStore& store, QSize size,
                  qreal devicePixelRatio);

// Both throw std::runtime_error with a sentence for the user.
void writeChartPng(const QString& path, const QImage& image);
/// \a resolution in dots per inch, in which the fonts were chosen.
void writeChartSvg(const QString& path, const ChartSpec& spec, const ChartModel& model,
                   const RunStore& store, QSize size, int resolution);

} // namespace accumulus
