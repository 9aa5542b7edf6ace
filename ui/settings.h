#pragma once

#include "ui/chart_spec.h"
#include "ui/theme.h"

#include <QByteArray>
#include <QMap>
#include <QString>

namespace accumulus {

/// What the window remembers from one start to the next. Experiments are not among it: those are
/// files.
struct WindowSettings
{
    QByteArray geometry; ///< as QWidget::saveGeometry() wrote it; empty: never saved
    QByteArray layout;   ///< docks, as QMainWindow::saveState() wrote it
    ThemeChoice theme = ThemeChoice::System;
    QString language; ///< "en", "zh_CN"; empty: that of the system
    ChartOptions charts;
    QMap<QString, YScale> scales; ///< by ChartSpec::key; only those the user chose
    QString folder;               ///< where the last file was opened or saved
};

/// From the user's configuration folder; defaults for what is missing or cannot be read.
WindowSettings loadSettings();
void saveSettings(const WindowSettings& settings);

} // namespace accumulus
