#pragma once

#include "core/train/experiment.h"

#include <string_view>

namespace accumulus {

/// When a control applies: whether a run of this experiment reads the value.

bool isSource(const Experiment& experiment, const char* name);
bool isSynthetic(const Experiment& experiment);
bool isFile(const Experiment& experiment);
bool isCsv(const Experiment& experiment);
bool isText(const Experiment& experiment);
bool hasEncoding(const Experiment& experiment);
bool hasLabelsFile(const Experiment& experiment);
bool hasTargetName(const Experiment& experiment);
bool hasShape(const Experiment& experiment);
bool hasFeatureCount(const Experiment& experiment);
bool hasClassCount(const Experiment& experiment);
bool hasRegressionTarget(const Experiment& experiment);
bool scheduleEnds(const Experiment& experiment);
bool scheduleDecays(const Experiment& experiment);
bool optimizerReads(const Experiment& experiment, std::string_view option);

} // namespace accumulus
