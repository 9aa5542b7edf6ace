#pragma once

#include "core/train/window_plan.h"

#include <QString>

namespace accumulus {

/// "3", "2 + 1 partial": updates per epoch, as \a policy treats the partial window; "–" if the rows
/// are not known.
QString updatesPerEpochText(const WindowPlan& plan, PartialWindow policy);

/// What happens to the micro-batches that are left at the end of an epoch, in a sentence; empty if
/// none are.
QString leftoverText(const WindowPlan& plan, PartialWindow policy, int accumulationSteps);

/// Whether that sentence is a warning: gradients leak, are lost, or no update ever happens.
bool leftoverIsTrouble(const WindowPlan& plan, PartialWindow policy);

} // namespace accumulus
