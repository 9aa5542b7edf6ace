#include "core/optim/schedule.h"

#include "core/named_row.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace accumulus {

namespace {

double constant(const ScheduleOptions&, double, double)
{
    return 1.0;
}

double step(const ScheduleOptions& options, double t, double)
{
    return std::pow(options.factor, std::floor(t / static_cast<double>(options.period)));
}

double exponential(const ScheduleOptions& options, double t, double)
{
    return std::pow(options.factor, t / static_cast<double>(options.period));
}

/// From \a first at share 0 to \a last at share 1.
double cosineBetween(double first, double last, double share)
{
    return last + (first - last) * 0.5 * (1.0 + std::cos(std::numbers::pi * share));
}

double cosine(const ScheduleOptions& options, double t, double length)
{
    return cosineBetween(1.0, options.finalFraction, t / length);
}

double linear(const ScheduleOptions& options, double t, double length)
{
    return 1.0 + (options.finalFraction - 1.0) * t / length;
}

double oneCycle(const ScheduleOptions& options, double t, double length)
{
    constexpr double start = 1.0 / 25.0;
    constexpr double rise = 0.3; // share of the length
    const double share = t / length;
    return share < rise ? cosineBetween(start, 1.0, share / rise)
                        : cosineBetween(1.0, options.finalFraction, (share - rise) / (1.0 - rise));
}

} // namespace

const std::vector<ScheduleKind>& schedules()
{
    static const std::vector<ScheduleKind> table{
        {"constant", "1", &constant, false},
        {"step", "factor^⌊t/period⌋", &step, false},
        {"exponential", "factor^(t/period)", &exponential, false},
        {"cosine", "f + (1 − f)·½(1 + cos πt/T) (Loshchilov and Hutter 2017)", &cosine, true},
        {"linear", "1 − (1 − f)·t/T", &linear, true},
        {"one_cycle", "1/25 → 1 in 0.3 T, then → f, both along a cosine (Smith 2018)", &oneCycle,
         true},
    };
    return table;
}

const ScheduleKind& scheduleKind(std::string_view name)
{
    return namedRow(schedules(), name, "schedule");
}

double scheduleFactor(const ScheduleOptions& options, double tick, std::int64_t runLength)
{
    const auto warmup = static_cast<double>(options.warmup);
    const double warm = tick + 1.0 < warmup ? (tick + 1.0) / warmup : 1.0;
    const ScheduleKind& kind = scheduleKind(options.name);
    const auto total = static_cast<double>(options.length > 0 ? options.length : runLength);
    const double length =
        kind.hasEnd ? std::max(1.0, total - warmup) : std::numeric_limits<double>::infinity();
    const double t = std::clamp(tick - warmup, 0.0, length);
    return warm * kind.factor(options, t, length);
}

} // namespace accumulus
