#pragma once

#include "core/record/history.h"
#include "core/train/experiment.h"
#include "core/train/training_session.h"

#include <QString>

#include <array>
#include <vector>

namespace accumulus {

/// A change of the settings while a run trained, as a chart marks it.
struct RunEvent
{
    std::array<double, xAxisCount> x{}; ///< where it took effect, on every axis
    QString label;                      ///< "N 4→16"
};

/// One run in the window: the live one or a finished one. The experiment is what it started with.
struct Run
{
    int id = 0;         ///< unique, never reused
    int colorIndex = 0; ///< of Theme::runColor(); kept for its whole life
    QString name;       ///< made from what differs from the other runs, or given by the user
    bool namedByUser = false;
    bool fromFile = false; ///< curves only: the experiment behind them is not known
    bool visible = true;
    Experiment experiment;
    SessionStatus status; ///< the last one seen
    History history;
    std::vector<RunEvent> events;
};

/// The settings that \a record says were used, and of \a others those that a record does not carry.
Hyperparameters recordedSettings(const UpdateRecord& record, Hyperparameters others);

/// Appends \a records to the run's history and an event for every change of settings between
/// updates.
void addRecords(Run& run, const SessionReport& report);

} // namespace accumulus
