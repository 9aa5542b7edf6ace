#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// How the learning rate changes while a run goes on. Everything is counted in ticks: updates, or
/// micro-batches where a framework counts those (ScheduleClock).
struct ScheduleOptions
{
    std::string name = "constant";
    std::int64_t warmup = 0;    ///< ticks in which the rate rises linearly to its full value
    std::int64_t length = 0;    ///< ticks in all, warm-up included; 0: as long as the run
    std::int64_t period = 1000; ///< step, exponential: ticks after which `factor` has acted once
    double factor = 0.5;
    double finalFraction = 0.0; ///< cosine, linear, one_cycle: of the learning rate, at the end

    bool operator==(const ScheduleOptions&) const = default;
};

/// A row of the table of schedules.
struct ScheduleKind
{
    std::string_view name;
    std::string_view formula;
    /// The multiplier \a t ticks behind the warm-up, of \a length ticks; t ≤ length.
    double (*factor)(const ScheduleOptions& options, double t, double length);
    bool hasEnd; ///< it needs a length
};

const std::vector<ScheduleKind>& schedules();

/// The schedule called \a name. Throws std::invalid_argument that lists the names there are.
const ScheduleKind& scheduleKind(std::string_view name);

/// What the learning rate is multiplied by at \a tick, 0-based; behind the end the last value
/// stays. The warm-up goes (tick + 1) / warmup, so that the first update is not lost. \a runLength:
/// ticks of the run, for options.length = 0.
double scheduleFactor(const ScheduleOptions& options, double tick, std::int64_t runLength);

} // namespace accumulus
