#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace accumulus {

/// A change of accumulation_steps at a point of the run.
struct StepsChange
{
    enum class Unit { Epochs, Updates };

    Unit unit = Unit::Epochs;
    std::int64_t at = 0; ///< epochs or updates that are done, 0-based
    int steps = 1;

    bool operator==(const StepsChange&) const = default;
};

/// A schedule of accumulation_steps as text: changes separated by commas, `"epoch 5: 8, epoch 10:
/// 16"` or `"update 1000: 16"`. A change takes effect when the first window behind its point opens;
/// whoever moves N by hand in between keeps that until the next change. Throws
/// std::invalid_argument that quotes the part that cannot be read.
std::vector<StepsChange> parseStepsSchedule(std::string_view text);

/// Where a run stands, for the schedule.
struct StepsPosition
{
    std::int64_t epochs = -1; ///< done; −1: before the run
    std::int64_t updates = -1;
};

/// N behind \a now, if the last window opened at \a before with \a steps.
int stepsAfter(const std::vector<StepsChange>& schedule, int steps, const StepsPosition& before,
               const StepsPosition& now);

} // namespace accumulus
