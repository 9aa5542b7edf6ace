#include "core/train/hyperparameters.h"

namespace accumulus {

const std::vector<NonFiniteInfo>& nonFinitePolicies()
{
    static const std::vector<NonFiniteInfo> table{
        {"stop", "it ends the run as diverged"},
        {"skip_micro_batch", "it is left out, as if it had never been"},
        {"skip_window", "its window makes no update"},
    };
    return table;
}

void choosePreset(Hyperparameters& hyperparameters, std::string_view preset)
{
    hyperparameters.semantics = semanticsPreset(preset).semantics;
    hyperparameters.preset = preset;
}

} // namespace accumulus
