#include "app/cli/run_summary.h"

#include <cmath>
#include <sstream>

namespace accumulus {

namespace {

std::string howItEnded(const Trainer& trainer)
{
    switch (trainer.state()) {
    case Trainer::State::Diverged:
        return trainer.message();
    case Trainer::State::Finished:
        return "finished";
    case Trainer::State::Running:
        break;
    }
    return "stopped";
}

/// Why there was none; "" if there was one, or nothing was trained.
std::string noUpdateText(const Trainer& trainer)
{
    if (trainer.updates() > 0 || trainer.microBatches() == 0)
        return {};
    return "; no update was made: a window takes "
        + groupedNumber(trainer.windowPlan().accumulationSteps) + " micro-batches, and "
        + (trainer.leftOut() > 0 ? "too few gradients were finite" : "none was complete");
}

void addFigure(std::ostream& text, const char* name, double value)
{
    if (!std::isnan(value))
        text << ", " << name << ' ' << value;
}

/// What a loss of standardised targets means in the target's own units.
std::string unitText(const Trainer& trainer, double loss, const char* name)
{
    const double scale = trainer.data().targetScale;
    if (scale == 1.0 || std::isnan(loss))
        return {};
    std::ostringstream text;
    if (trainer.experiment().loss == "mse")
        text << " (in units of the target's variance; the root of the " << name << " is "
             << scale * std::sqrt(loss) << " in the target's own units)";
    else
        text << " (of targets in units of their standard deviation, " << scale << ")";
    return text.str();
}

} // namespace

std::string runSummary(const Trainer& trainer, const FileSink& sink)
{
    std::ostringstream text;
    text << howItEnded(trainer) << ": " << trainer.updates() << " updates, "
         << trainer.microBatches() << " micro-batches, " << trainer.epoch() << " epochs, "
         << trainer.seconds() << " s" << noUpdateText(trainer);
    if (trainer.leftOut() > 0)
        text << ", " << trainer.leftOut() << " non-finite gradients left out";
    const double loss = sink.last().loss;
    const double validationLoss = sink.lastEvaluated().validationLoss;
    addFigure(text, "loss", loss);
    addFigure(text, "validation loss", validationLoss);
    addFigure(text, "validation accuracy", sink.lastEvaluated().validationAccuracy);
    text << (std::isnan(validationLoss) ? unitText(trainer, loss, "loss")
                                        : unitText(trainer, validationLoss, "validation loss"))
         << '\n'
         << windowPlanText(trainer.windowPlan(), trainer.settings().semantics.partialWindow)
         << '\n';
    return text.str();
}

} // namespace accumulus
