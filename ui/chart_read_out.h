#pragma once

#include "ui/chart_spec.h"
#include "ui/plot/plot_read_out.h"

namespace accumulus {

struct ReadOut;

/// What the crosshair of a chart says: the values at a place as a table in the language of the
/// window.
PlotReadOut readOutTable(const ReadOut& values, const ChartSpec& spec, XAxis axis);

} // namespace accumulus
