#pragma once

#include "ui/controls/control_specs.h"

namespace accumulus {

/// What the drop-down lists of the panel offer: the tables of the core, with their summaries as
/// tool tips.
std::vector<Choice> sourceChoices();
std::vector<Choice> lossChoices();
std::vector<Choice> initializerChoices();
std::vector<Choice> presetChoices();
std::vector<Choice> optimizerChoices();
std::vector<Choice> scheduleChoices();
std::vector<Choice> scalingChoices();
std::vector<Choice> lengthsChoices();
std::vector<Choice> switchChoices(const SemanticsSwitch& row);
std::vector<Choice> nonFiniteChoices();
std::vector<Choice> precisionChoices();
std::vector<Choice> headerChoices();
std::vector<Choice> separatorChoices();
std::vector<Choice> decimalChoices();
std::vector<Choice> encodingChoices();

/// A separator in a word: "comma".
QString separatorName(char separator);

} // namespace accumulus
