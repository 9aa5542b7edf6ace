#pragma once

#include "ui/run.h"

#include <QString>

namespace accumulus {

/// A session's state in words, for the status bar and the list of runs.
QString stateText(SessionState state);

/// The state of a run in a list: one that is not \a live any more and did not end is stopped.
QString runStateText(const Run& run, bool live);

/// The unit of a run's losses if its targets were standardised, in a few words; empty if they are
/// raw.
QString lossUnitText(const Experiment& experiment, const SessionStatus& status);

/// The same in a sentence.
QString lossUnitExplanation(const Experiment& experiment, const SessionStatus& status);

} // namespace accumulus
