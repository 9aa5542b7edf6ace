#include "ui/session_texts.h"

#include "ui/plot/number_format.h"

#include <QCoreApplication>

namespace accumulus {
namespace {

struct SessionText
{
    Q_DECLARE_TR_FUNCTIONS(Session)
};

} // namespace

QString stateText(SessionState state)
{
    switch (state) {
    case SessionState::Loading:
        return SessionText::tr("Loading");
    case SessionState::Paused:
        return SessionText::tr("Paused");
    case SessionState::Training:
        return SessionText::tr("Training");
    case SessionState::Finished:
        return SessionText::tr("Finished");
    case SessionState::Diverged:
        return SessionText::tr("Diverged");
    case SessionState::Failed:
        return SessionText::tr("Failed");
    }
    return {};
}

QString runStateText(const Run& run, bool live)
{
    if (run.fromFile)
        return SessionText::tr("from a file");
    return live || hasEnded(run.status.state) ? stateText(run.status.state)
                                              : SessionText::tr("Stopped");
}

QString lossUnitText(const Experiment& experiment, const SessionStatus& status)
{
    if (status.targetScale == 1.0) {
        return {};
    }
    return experiment.loss == "mse" ? SessionText::tr("loss in units of the target's variance")
                                    : SessionText::tr("loss in units of the target's deviation");
}

QString lossUnitExplanation(const Experiment& experiment, const SessionStatus& status)
{
    if (status.targetScale == 1.0) {
        return {};
    }
    const QString scale = formatNumber(status.targetScale);
    return experiment.loss == "mse"
        ? SessionText::tr(
              "Targets are standardised: divided by their standard deviation, %1. A loss of "
              "1 is what always predicting the mean costs; times the square of that deviation it "
              "is in the target's own units.")
              .arg(scale)
        : SessionText::tr("Targets are standardised: divided by their standard deviation, %1.")
              .arg(scale);
}

} // namespace accumulus
