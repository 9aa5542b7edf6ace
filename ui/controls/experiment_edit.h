#pragma once

#include "core/train/experiment.h"

#include <string>

namespace accumulus {

/// What the panel does with the experiment that the user edits (`edited`) and the one that trains
/// now
/// (`running`, with the settings that the session echoed). Pure functions.

/// Something differs that cannot change while a run trains: data, model, loss, optimizer, seed, ….
bool needsNewRun(const Experiment& edited, const Experiment& running);

/// The settings of \a edited that the running session can take: all, or, if another optimizer
/// was chosen, those that do not belong to the optimizer.
Hyperparameters liveHyperparameters(const Experiment& edited, const Experiment& running);

/// \a edited without what would need a new run.
Experiment withoutNewRunChanges(const Experiment& edited, const Experiment& running);

/// Another data source, with the model and the loss that suit it.
void chooseSource(Experiment& experiment, const std::string& source);

/// Another optimizer, with its own defaults; what every optimizer reads stays (optionsFor()).
void chooseOptimizer(Experiment& experiment, const std::string& name);

/// Another number of classes; a model whose last layer had an output for each class follows.
void chooseClasses(Experiment& experiment, int classes);

/// Why it cannot be run, in a sentence; empty if it can.
std::string problemOf(const Experiment& experiment);

} // namespace accumulus
