#pragma once

#include "core/train/window_plan.h"

#include <QString>

namespace accumulus {

/// Samples that an update really gets: of a full window, or what an epoch gives if that is less;
/// "–" if no update ever happens.
QString samplesPerUpdateText(const WindowPlan& plan, PartialWindow policy);

/// "3", "2 + 1 partial": updates per epoch, as \a policy treats the partial window; "–" if the rows
/// are not known.
QString updatesPerEpochText(const WindowPlan& plan, PartialWindow policy);

/// What the last window of an epoch gets, and what becomes of micro-batches that fill none, in a
/// sentence; empty if the rows are not known.
QString lastWindowText(const WindowPlan& plan, PartialWindow policy);

/// Whether that sentence is a warning: N is more than an epoch has, gradients leak, are lost, or
/// no update ever happens.
bool lastWindowIsTrouble(const WindowPlan& plan, PartialWindow policy);

} // namespace accumulus
