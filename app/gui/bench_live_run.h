#pragma once

#include "core/record/history.h"
#include "core/train/training_session.h"

namespace accumulus {

class RunStore;
struct Run;

/// A run that trains in a session of its own and has a past that it did not train: the records of
/// the session go on where the past ends.
class LiveRun
{
public:
    /// Adds the run to \a store; it trains at once, as fast as it can. \a past is not empty.
    LiveRun(RunStore& store, const Experiment& experiment, const History& past);

    /// Moves what is new into the run.
    void takeReport();

private:
    UpdateRecord shifted(UpdateRecord record) const;
    SessionReport shifted(SessionReport report) const;

    Run& m_run;
    UpdateRecord m_past; ///< the last one of the past
    TrainingSession m_session;
};

} // namespace accumulus
