#include "tests/support.h"

#include "core/optim/schedule.h"

#include <cmath>
#include <functional>
#include <numbers>

using namespace accumulus;

namespace {

constexpr double pi = std::numbers::pi;

double squared(double value)
{
    return value * value;
}

/// A schedule's multiplier t ticks behind the warm-up of 100, with period 20, factor 0.5 and a
/// final fraction of 0.1: the formulas again, in other words.
struct Curve
{
    const char* name;
    std::function<double(double t)> at;
};

const std::vector<Curve>& curves()
{
    static const std::vector<Curve> table{
        {"constant", [](double) { return 1.0; }},
        {"step",
         [](double t) {
             double value = 1.0;
             for (; t >= 20.0; t -= 20.0)
                 value /= 2.0;
             return value;
         }},
        {"exponential", [](double t) { return std::exp(-std::numbers::ln2 * t / 20.0); }},
        {"cosine", [](double t) { return 0.1 + 0.9 * squared(std::cos(pi * t / 200.0)); }},
        {"linear", [](double t) { return (0.1 * t + 1.0 * (100.0 - t)) / 100.0; }},
        {"one_cycle",
         [](double t) {
             return t < 30.0 ? 0.04 + 0.96 * squared(std::sin(pi * t / 60.0))
                             : 0.1 + 0.9 * squared(std::cos(pi * (t - 30.0) / 140.0));
         }},
    };
    return table;
}

ScheduleOptions optionsOf(const std::string& name)
{
    return {.name = name, .period = 20, .factor = 0.5, .finalFraction = 0.1};
}

} // namespace

TEST_CASE("every schedule follows its formula, at fractions of a tick too", "[optim][schedule]")
{
    REQUIRE(curves().size() == schedules().size());
    const auto index = GENERATE(range(std::size_t{0}, curves().size()));
    const Curve& curve = curves()[index];
    CAPTURE(curve.name);
    const ScheduleOptions options = optionsOf(curve.name);
    for (double tick = 0.0; tick < 100.0; tick += 0.75) {
        CAPTURE(tick);
        CHECK_THAT(scheduleFactor(options, tick, 100), WithinRel(curve.at(tick), 1e-12));
    }
}

TEST_CASE("a schedule ends at its final value and stays there", "[optim][schedule]")
{
    for (const Curve& curve : curves()) {
        CAPTURE(curve.name);
        const ScheduleOptions options = optionsOf(curve.name);
        CHECK_THAT(scheduleFactor(options, 100, 100), WithinRel(curve.at(100.0), 1e-12));
        CHECK(scheduleFactor(options, 1e6, 100) == scheduleFactor(options, 100, 100));
    }
    CHECK_THAT(scheduleFactor(optionsOf("cosine"), 100, 100), WithinRel(0.1, 1e-12));
    CHECK_THAT(scheduleFactor(optionsOf("linear"), 100, 100), WithinRel(0.1, 1e-12));
    CHECK_THAT(scheduleFactor(optionsOf("one_cycle"), 0, 100), WithinRel(1.0 / 25.0, 1e-12));
    CHECK_THAT(scheduleFactor(optionsOf("one_cycle"), 30, 100), WithinRel(1.0, 1e-12));
    CHECK_THAT(scheduleFactor(optionsOf("one_cycle"), 100, 100), WithinRel(0.1, 1e-12));
}

TEST_CASE("a schedule never rises where it decays", "[optim][schedule]")
{
    for (const char* name : {"step", "exponential", "cosine", "linear"}) {
        CAPTURE(name);
        const ScheduleOptions options = optionsOf(name);
        for (int tick = 1; tick < 120; ++tick)
            CHECK(scheduleFactor(options, tick, 100) <= scheduleFactor(options, tick - 1, 100));
        CHECK(scheduleFactor(options, 99, 100) < 0.2);
    }
}

TEST_CASE("the warm-up rises linearly to 1 and the schedule takes the ticks behind it",
          "[optim][schedule]")
{
    for (const Curve& curve : curves()) {
        CAPTURE(curve.name);
        ScheduleOptions options = optionsOf(curve.name);
        options.warmup = 10;
        const double start = curve.at(0.0);
        CHECK_THAT(scheduleFactor(options, 0, 110), WithinRel(start / 10.0, 1e-12));
        CHECK_THAT(scheduleFactor(options, 4, 110), WithinRel(start / 2.0, 1e-12));
        CHECK_THAT(scheduleFactor(options, 4.5, 110), WithinRel(start * 0.55, 1e-12));
        CHECK_THAT(scheduleFactor(options, 9, 110), WithinRel(start, 1e-12));
        CHECK_THAT(scheduleFactor(options, 10, 110), WithinRel(start, 1e-12));
        CHECK_THAT(scheduleFactor(options, 60, 110), WithinRel(curve.at(50.0), 1e-12));
        CHECK_THAT(scheduleFactor(options, 110, 110), WithinRel(curve.at(100.0), 1e-12));
    }
}

TEST_CASE("a schedule's own length goes before that of the run", "[optim][schedule]")
{
    ScheduleOptions options = optionsOf("linear");
    options.length = 50;
    CHECK_THAT(scheduleFactor(options, 25, 100'000), WithinRel(0.55, 1e-12));
    CHECK_THAT(scheduleFactor(options, 80, 100'000), WithinRel(0.1, 1e-12));
}

TEST_CASE("without any length only what needs no end decays", "[optim][schedule]")
{
    CHECK(scheduleFactor(optionsOf("cosine"), 1e6, 0) == 1.0);
    CHECK(scheduleFactor(optionsOf("linear"), 1e6, 0) == 1.0);
    CHECK_THAT(scheduleFactor(optionsOf("step"), 40, 0), WithinRel(0.25, 1e-12));
    CHECK_THAT(scheduleFactor(optionsOf("exponential"), 60, 0), WithinRel(0.125, 1e-12));
}

TEST_CASE("a warm-up as long as the run leaves the final value for what is behind it",
          "[optim][schedule]")
{
    ScheduleOptions options = optionsOf("linear");
    options.warmup = 10;
    CHECK_THAT(scheduleFactor(options, 4, 10), WithinRel(0.5, 1e-12));
    CHECK_THAT(scheduleFactor(options, 9, 10), WithinRel(1.0, 1e-12));
    CHECK_THAT(scheduleFactor(options, 11, 10), WithinRel(0.1, 1e-12));
}

TEST_CASE("a schedule that does not exist is refused with those that do", "[optim][schedule]")
{
    CHECK_THROWS_WITH(scheduleKind("cosinus"),
                      ContainsSubstring("\"cosinus\"") && ContainsSubstring("one_cycle"));
}

TEST_CASE("a schedule has ended behind its last tick, if it has one", "[optim][schedule]")
{
    ScheduleOptions options{.name = "cosine"};
    CHECK_FALSE(hasScheduleEnded(options, 9.0, 10));
    CHECK(hasScheduleEnded(options, 10.0, 10));
    options.length = 20; // its own goes before that of the run
    CHECK_FALSE(hasScheduleEnded(options, 10.0, 10));
    CHECK(hasScheduleEnded(options, 20.0, 10));
    options = {.name = "exponential"};
    CHECK(hasScheduleEnded(options, 10.0, 10));
    CHECK_FALSE(hasScheduleEnded(options, 1e9, 0)); // it goes on for ever
    options.name = "constant";
    CHECK_FALSE(hasScheduleEnded(options, 1e9, 10));
}
