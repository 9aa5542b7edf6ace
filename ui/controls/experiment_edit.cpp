#include "ui/controls/experiment_edit.h"

#include "core/data/data_source.h"
#include "core/optim/optimizer.h"

#include <exception>

namespace accumulus {
namespace {} // namespace

bool needsNewRun(const Experiment& edited, const Experiment& running)
{
    return withoutNewRunChanges(edited, running) != edited;
}

Hyperparameters liveHyperparameters(const Experiment& edited, const Experiment& running)
{
    Hyperparameters live = edited.hyperparameters;
    if (live.optimizer.name != running.hyperparameters.optimizer.name)
        live.optimizer = running.hyperparameters.optimizer;
    return live;
}

Experiment withoutNewRunChanges(const Experiment& edited, const Experiment& running)
{
    Experiment kept = running;
    kept.hyperparameters = liveHyperparameters(edited, running);
    return kept;
}

void chooseSource(Experiment& experiment, const std::string& source)
{
    if (experiment.data.source == source)
        return;
    const DataSource& chosen = dataSource(source);
    experiment.data.source = source;
    experiment.model = chosen.suggestedModel;
    experiment.loss = chosen.suggestedLoss;
}

void chooseOptimizer(Experiment& experiment, const std::string& name)
{
    OptimizerOptions& options = experiment.hyperparameters.optimizer;
    if (options.name != name)
        options = optionsFor(name, options);
}

void chooseClasses(Experiment& experiment, int classes)
{
    const std::string before = std::to_string(experiment.data.classes);
    std::string& model = experiment.model;
    const std::size_t comma = model.find_last_of(',');
    const std::size_t last =
        model.find_first_not_of(' ', comma == std::string::npos ? 0 : comma + 1);
    if (last != std::string::npos && model.compare(last, std::string::npos, before) == 0)
        model.replace(last, before.size(), std::to_string(classes));
    experiment.data.classes = classes;
}

std::string problemOf(const Experiment& experiment)
{
    try {
        validate(experiment);
        requireScheduleLength(experiment.hyperparameters.schedule, experiment.stop);
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

} // namespace accumulus
