#include "ui/settings.h"

#include <QSettings>

#include <algorithm>
#include <array>

namespace accumulus {
namespace {

constexpr std::array themeNames{"system", "light", "dark"}; // indexed by ThemeChoice
QSettings open()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("Accumulus"),
                     QStringLiteral("accumulus"));
}

QString scaleKey(const QString& chart)
{
    return QStringLiteral("charts/scale_") + chart;
}

ThemeChoice themeCalled(const QString& name)
{
    for (std::size_t i = 0; i < themeNames.size(); ++i) {
        if (name == QLatin1String(themeNames[i]))
            return static_cast<ThemeChoice>(i);
    }
    return ThemeChoice::System;
}

} // namespace

WindowSettings loadSettings()
{
    const QSettings file = open();
    WindowSettings settings;
    settings.geometry = file.value(QStringLiteral("window/geometry")).toByteArray();
    settings.layout = file.value(QStringLiteral("window/layout")).toByteArray();
    settings.theme = themeCalled(file.value(QStringLiteral("view/theme")).toString());
    settings.language = file.value(QStringLiteral("view/language")).toString();
    settings.folder = file.value(QStringLiteral("files/folder")).toString();
    const int axis = file.value(QStringLiteral("charts/x_axis"), 0).toInt();
    settings.charts.xAxis = static_cast<XAxis>(std::clamp(axis, 0, xAxisCount - 1));
    const double smoothing =
        file.value(QStringLiteral("charts/smoothing"), settings.charts.smoothing).toDouble();
    settings.charts.smoothing = smoothing >= 0.0 && smoothing <= 0.99 ? smoothing : 0.6;
    for (const ChartSpec& spec : chartSpecs()) {
        const QString scale = file.value(scaleKey(QLatin1String(spec.key))).toString();
        if (!scale.isEmpty()) {
            settings.scales[QLatin1String(spec.key)] =
                scale == QLatin1String("log") ? YScale::Log : YScale::Linear;
        }
    }
    return settings;
}

void saveSettings(const WindowSettings& settings)
{
    QSettings file = open();
    file.setValue(QStringLiteral("window/geometry"), settings.geometry);
    file.setValue(QStringLiteral("window/layout"), settings.layout);
    file.setValue(QStringLiteral("view/theme"),
                  QLatin1String(themeNames[static_cast<std::size_t>(settings.theme)]));
    file.setValue(QStringLiteral("view/language"), settings.language);
    file.setValue(QStringLiteral("files/folder"), settings.folder);
    file.setValue(QStringLiteral("charts/x_axis"), static_cast<int>(settings.charts.xAxis));
    file.setValue(QStringLiteral("charts/smoothing"), settings.charts.smoothing);
    for (auto scale = settings.scales.cbegin(); scale != settings.scales.cend(); ++scale) {
        file.setValue(scaleKey(scale.key()),
                      scale.value() == YScale::Log ? QStringLiteral("log")
                                                   : QStringLiteral("linear"));
    }
}

} // namespace accumulus
