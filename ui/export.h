#pragma once

#include "core/train/experiment.h"
#include "ui/run.h"

#include <QImage>
#include <QString>
#include <QStringList>

#include <vector>

namespace accumulus {

class ChartPanel;

/// Files that the window writes. All are written atomically; all functions throw std::runtime_error
/// with a sentence that names the file and the reason.

/// The curves of \a runs that have any, as writeRuns() does.
void exportRuns(const std::vector<const Run*>& runs, const QString& path);

/// An experiment as the command line reads it.
void exportExperiment(const Experiment& experiment, const QString& path);

/// All charts one under the other with their legends, as PNG or SVG by the name's ending.
void exportCharts(const std::vector<ChartPanel*>& charts, const QString& path);

/// A picture of the window, as PNG whatever the name ends in.
void exportPicture(const QImage& picture, const QString& path);

/// The endings that exportCharts() knows: "png", "svg".
QStringList chartFormats();

} // namespace accumulus
