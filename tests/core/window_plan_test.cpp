#include "tests/core/semantics_fixture.h"
#include "tests/support.h"

#include "core/train/update_plan.h"
#include "core/train/window_plan.h"

using namespace accumulus;
using namespace accumulus::testing;
using enum PartialWindow;

namespace {

std::string textOf(std::int64_t rows, int steps, int size, PartialWindow policy = Flush)
{
    return windowPlanText(windowPlan(rows, steps, size), policy);
}

std::string notesOf(const Experiment& experiment, int rows)
{
    Run run(experiment, TrainingData{rowsOf(rows), {}});
    run.toUpdate(10'000);
    std::string notes;
    for (const std::string& note : run.trainer.notes())
        notes += note + '\n';
    return notes;
}

} // namespace

TEST_CASE("a plan says what an update really gets", "[train][plan]")
{
    CHECK(textOf(43'136, 4, 32) == "1,348 micro-batches an epoch: 337 updates of 128 samples");
    CHECK(textOf(354, 4, 32)
          == "12 micro-batches an epoch: 3 updates of 128 samples, the last of 98");
    CHECK(textOf(354, 12, 32) == "12 micro-batches an epoch: 1 update of 354 samples");
    CHECK(
        textOf(354, 5, 32)
        == "12 micro-batches an epoch: 2 updates of 160 samples, and one cut short, of the last 2 "
           "micro-batches, 34 samples");
    CHECK_THAT(textOf(354, 5, 32, FlushDividedByN), EndsWith("divided as if there were 5"));
    CHECK_THAT(textOf(224, 4, 32, SplitTail), ContainsSubstring("and two of the last 3"));
    CHECK_THAT(textOf(354, 5, 32, CarryOver), ContainsSubstring("go on in the next epoch's"));
    CHECK_THAT(textOf(354, 5, 32, Drop), EndsWith("34 samples, are dropped"));
    CHECK_THAT(textOf(354, 5, 32, Leak), ContainsSubstring("leak into"));
    CHECK(textOf(354, 8192, 32)
          == "12 micro-batches an epoch: 1 update of 354 samples (a window would have 8,192)");
    CHECK_THAT(textOf(354, 50, 32, CarryOver), ContainsSubstring("more than an epoch"));
    CHECK_THAT(textOf(354, 50, 32, Leak), ContainsSubstring("no update"));
    CHECK(groupedNumber(-1234567) == "-1,234,567");
    CHECK(groupedNumber(999) == "999");
}

TEST_CASE("a run's plan counts the updates that the run makes", "[train][plan]")
{
    for (const PartialWindow policy : {Flush, FlushDividedByN, CarryOver, Drop, Leak, SplitTail}) {
        for (const int steps : {1, 3, 4, 5, 7, 30}) {
            CAPTURE(static_cast<int>(policy), steps);
            Experiment experiment = experimentOf({.partialWindow = policy}, steps);
            experiment.stop.epochs = 3;
            const auto updates = static_cast<std::int64_t>(updatesOf(experiment, 90, 3).size());
            CHECK(plannedUpdates(experiment, 90) == updates); // 12 micro-batches an epoch
            const WindowPlan plan = windowPlan(90, steps, b);
            if (policy != CarryOver)
                CHECK(3 * (plan.fullWindows + tailUpdates(plan, policy)) == updates);
        }
    }
    Experiment endless = experimentOf({});
    CHECK_FALSE(plannedUpdates(endless, 90));
    endless.stop.seconds = 1.0;
    CHECK_FALSE(plannedUpdates(endless, 90));
    endless.stop.updates = 7;
    CHECK(plannedUpdates(endless, 90) == 7);
}

TEST_CASE("a run that can never make an update knows why", "[train][plan]")
{
    Hyperparameters settings = experimentOf({.partialWindow = Leak}, 13).hyperparameters;
    const auto why = [&] { return whyNoUpdate(settings, 96, settings.accumulationSteps, 0); };
    CHECK_THAT(why(),
               ContainsSubstring("12 micro-batches, fewer than the 13")
                   && ContainsSubstring("leak"));
    settings.stepsSchedule = "epoch 1000: 12";
    CHECK(why().empty());
    settings.stepsSchedule = "epoch 1000: 14, update 1: 1";
    CHECK_FALSE(why().empty()); // no update will ever be the first
    for (const PartialWindow policy : {Flush, FlushDividedByN, CarryOver, SplitTail}) {
        settings.semantics.partialWindow = policy;
        CHECK(why().empty());
    }
    settings.semantics.partialWindow = Drop;
    settings.accumulationSteps = 12;
    CHECK(why().empty());
}

TEST_CASE("windows that no epoch can fill are noted once", "[trainer]")
{
    Experiment experiment = experimentOf({}, 50);
    experiment.stop.epochs = 3;
    CHECK(notesOf(experiment, 90)
          == "an epoch has only 12 micro-batches, so windows are cut short: they hold 12 of the 50 "
             "of accumulation_steps\n");
    experiment.hyperparameters.accumulationSteps = 12;
    CHECK(notesOf(experiment, 90).empty());
}

TEST_CASE("a run that ends before its first update says so when it begins", "[trainer]")
{
    Experiment experiment = experimentOf({.partialWindow = CarryOver}, 50);
    experiment.stop.epochs = 3;
    CHECK_THAT(notesOf(experiment, 90), ContainsSubstring("no update will be made"));
    experiment.stop.epochs = 5;
    CHECK(notesOf(experiment, 90).empty());
}
