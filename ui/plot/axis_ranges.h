#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"

#include <optional>

namespace accumulus {

/// Which part of the axes a chart shows while the user has not zoomed. The ranges hold for a while
/// rather than follow every update, so that a growing curve does not make the picture jump.

bool isSameRange(const XRange& a, const XRange& b);

/// The x range that shows everything up to \a last: exactly that for ended runs; with room to the
/// right, so that it does not change with every frame, while one grows. \a current is kept while it
/// serves.
XRange followRange(XRange current, double last, bool growing, XAxis axis);

/// The y range around \a data (in axis coordinates) with a little room, its limits on round
/// numbers. \a current, if any, is kept while it contains the data without wasting much room.
ValueRange roomyRange(std::optional<ValueRange> current, ValueRange data, YScale scale);

} // namespace accumulus
