#pragma once

#include "core/record/metric.h"

#include <QString>

#include <optional>
#include <vector>

namespace accumulus {

/// Which charts there are, what they show and how their axes are called: tables only.

enum class YScale { Linear, Log };

/// A chart is one row of chartSpecs(): the window makes a ChartPanel for each.
struct ChartSpec
{
    const char* key;   ///< for settings and exports, never translated
    const char* title; ///< QT_TRANSLATE_NOOP("ChartSpec", …)
    /// What the title is followed by in quiet text, e.g. "raw · smoothed · validation".
    const char* unit;
    Metric metric;                    ///< raw faded, smoothed on top
    std::optional<Metric> evaluation; ///< a second metric as dotted line with points
    YScale scale;                     ///< at first; the user can switch
    const char* note;                 ///< one more sentence of the unit's tool tip; may be null
};
const std::vector<ChartSpec>& chartSpecs();

/// What all charts share.
struct ChartOptions
{
    XAxis xAxis = XAxis::Updates;
    double smoothing = 0.6; ///< 0…0.99
};

/// A text of a ChartSpec in the language of the window.
QString chartText(const char* text);

QString xAxisTitle(XAxis axis);
/// A place on the axis, e.g. "update 1,204".
QString xAxisPosition(double x, XAxis axis);
/// The number of xAxisPosition() alone.
QString formatX(double x, XAxis axis);

} // namespace accumulus
