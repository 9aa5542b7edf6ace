#include "core/optim/schedule.h"

#include "core/named_row.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace accumulus {

namespace {

using Options = ScheduleOptions;

double between(double from, double to, double fraction)
{
    return from + (to - from) * fraction;
}

/// From \a from to \a to along half a wave of the cosine.
double cosineBetween(double from, double to, double fraction)
{
    return between(to, from, 0.5 * (1.0 + std::cos(std::numbers::pi * fraction)));
}

double constant(const Options&, double, double)
{
    return 1.0;
}

double step(const Options& options, double t, double)
{
    return std::pow(options.factor, std::floor(t / static_cast<double>(options.period)));
}

double exponential(const Options& options, double t, double)
{
    return std::pow(options.factor, t / static_cast<double>(options.period));
}

double cosine(const Options& options, double, double progress)
{
    return cosineBetween(1.0, options.finalFraction, progress);
}

double linear(const Options& options, double, double progress)
{
    return between(1.0, options.finalFraction, progress);
}

double oneCycle(const Options& options, double, double progress)
{
    constexpr double first = 1.0 / 25.0;
    constexpr double rise = 0.3;
    return progress < rise
        ? cosineBetween(first, 1.0, progress / rise)
        : cosineBetween(1.0, options.finalFraction, (progress - rise) / (1.0 - rise));
}

/// In ticks; 0: without end.
double lengthOf(const Options& options, std::int64_t runLength)
{
    return static_cast<double>(options.length > 0 ? options.length : runLength);
}

} // namespace

const std::vector<ScheduleKind>& schedules()
{
    using enum ScheduleEnd;
    static const std::vector<ScheduleKind> table{
        {"constant", "1", Never, &constant},
        {"step", "factor ^ ⌊t / period⌋", Ticks, &step},
        {"exponential", "factor ^ (t / period)", Ticks, &exponential},
        {"cosine", "final + (1 − final)·½(1 + cos πt/T) (Loshchilov and Hutter 2017)", Needed,
         &cosine},
        {"linear", "1 + (final − 1)·t/T", Needed, &linear},
        {"one_cycle", "cosine from 1/25 to 1 in 30 % of T, then to final (Smith 2018)", Needed,
         &oneCycle},
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
    const double length = lengthOf(options, runLength);
    const double rise = tick + 1.0 < warmup ? (tick + 1.0) / warmup : 1.0;

    double t = std::max(tick - warmup, 0.0);
    double progress = 0.0;
    if (length > 0.0) {
        const double rest = std::max(length - warmup, 0.0);
        progress = t < rest ? t / rest : (t > 0.0 ? 1.0 : 0.0);
        t = std::min(t, rest);
    }
    return rise * scheduleKind(options.name).factor(options, t, progress);
}

bool hasScheduleEnded(const ScheduleOptions& options, double tick, std::int64_t runLength)
{
    const double length = lengthOf(options, runLength);
    return length > 0.0 && tick >= length && scheduleKind(options.name).end != ScheduleEnd::Never;
}

} // namespace accumulus
