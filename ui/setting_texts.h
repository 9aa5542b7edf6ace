#pragma once

#include "core/train/experiment.h"

#include <QStringList>

#include <vector>

namespace accumulus {

/// How the settings of an experiment are written in the names of runs and in event markers. They
/// are the field's words and symbols, so they are not translated. Data, model and the like come
/// first or last by how much they say about a curve.
struct SettingText
{
    const char* label;  ///< in events: "N" of "N 4→16"; empty: the value speaks for itself
    const char* prefix; ///< in names: "N=" of "N=4"
    QString (*value)(const Experiment&);
};

/// All settings in the order in which a name mentions them; the first is accumulation_steps.
const std::vector<SettingText>& settingTexts();

/// The values of the switches that differ from what the preset sets, in the order of the table.
QStringList changedSwitches(const Hyperparameters& settings);

/// What differs between two sets of settings of one run, as an event says it: "N 4→16, b 32→8".
/// Empty if nothing does.
QString settingsChange(const Hyperparameters& before, const Hyperparameters& after);

} // namespace accumulus
