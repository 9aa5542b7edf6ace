#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// How the learning rate changes while a run goes on. Everything is counted in ticks of whatever
/// clock the caller keeps: updates, or micro-batches where a framework counts those.
struct ScheduleOptions
{
    std::string name = "constant";
    std::int64_t warmup = 0;    ///< ticks in which the rate rises linearly to its full value
    std::int64_t length = 0;    ///< ticks in all, warm-up included; 0: as long as the run
    std::int64_t period = 1000; ///< step, exponential: ticks after which `factor` has acted once
    double factor = 0.5;        ///< step, exponential; above 1 the rate grows (range test)
    double finalFraction = 0.0; ///< cosine, linear, one_cycle: of the learning rate, at the end

    bool operator==(const ScheduleOptions&) const = default;
};

/// What a schedule has of an end, behind which its last value stays.
enum class ScheduleEnd {
    Never,  ///< it has no end: it does not change
    Ticks,  ///< it ends where its ticks do, and goes on for ever if nobody limits them
    Needed, ///< it runs from a beginning to an end and must know where that is
};

/// A row of the table of schedules.
struct ScheduleKind
{
    std::string_view name;
    std::string_view formula; ///< t: ticks since the warm-up, T: all there are after it
    ScheduleEnd end;
    /// The multiplier at t; \a progress is t / T, in [0, 1].
    double (*factor)(const ScheduleOptions& options, double t, double progress);
};

/// All schedules that an experiment can name.
const std::vector<ScheduleKind>& schedules();

/// The schedule called \a name. Throws std::invalid_argument that lists the names there are.
const ScheduleKind& scheduleKind(std::string_view name);

/// What the learning rate is multiplied by at \a tick, 0-based and not always whole (AdaScale
/// advances by fractions). \a runLength: ticks of the run, for options.length = 0.
///
/// The warm-up multiplies every schedule by (tick + 1) / warmup until that is 1, so that the first
/// update is not lost; the schedule itself begins behind it and takes the ticks that are left.
/// Behind the end its last value stays. Without any length (both 0) there is no end: step and
/// exponential go on, the others stay at their first value.
double scheduleFactor(const ScheduleOptions& options, double tick, std::int64_t runLength);

/// Whether \a tick lies behind the schedule's end.
bool hasScheduleEnded(const ScheduleOptions& options, double tick, std::int64_t runLength);

} // namespace accumulus
