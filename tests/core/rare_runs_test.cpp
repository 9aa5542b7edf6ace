#include "tests/support.h"

#include "core/train/checkpoint.h"
#include "tests/core/semantics_fixture.h"
#include "tests/temporary_folder.h"

#include <cmath>
#include <limits>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// rowsOf() with one row whose target is not a number.
Dataset rowsWithBad(int rows, std::size_t bad)
{
    Dataset data = rowsOf(rows);
    data.targets[bad] = std::numeric_limits<float>::quiet_NaN();
    return data;
}

void save(const TemporaryFolder& folder, Trainer& trainer)
{
    CheckpointFolder checkpoints(folder.path());
    checkpoints.begin(trainer.probeNames());
    checkpoints.save(trainer);
}

} // namespace

TEST_CASE("a first loss that is small by chance is no measure of divergence", "[trainer]")
{
    Experiment experiment = standingStill({}, 1, 1);
    experiment.model = "1";
    experiment.initializer = "zeros";
    experiment.stop.epochs = 1;
    Dataset data = rowsOf(200);
    data.targets[0] = 1e-3f; // its loss is 1e-6, the others' about 10
    Run run(experiment, TrainingData{data, {}});
    run.toUpdate(200);
    CHECK(run.trainer.state() == Trainer::State::Finished);
}

TEST_CASE("a sum that is logged does not make a run diverge when N grows", "[trainer]")
{
    Experiment experiment = standingStill({.loggedLoss = LoggedLoss::Sum}, 1, 1);
    experiment.hyperparameters.stepsSchedule = "update 120: 3000";
    experiment.stop.updates = 122;
    Run run(experiment, TrainingData{rowsOf(6000), {}});
    run.toUpdate(200);
    CHECK(run.trainer.state() == Trainer::State::Finished);
}

TEST_CASE("a run that has reached its limit does not go on when it is resumed", "[checkpoint]")
{
    Experiment experiment = experimentOf({});
    experiment.stop.updates = 3;
    const TemporaryFolder folder;
    Run run(experiment, TrainingData{rowsOf(200), {}});
    run.toUpdate(10);
    save(folder, run.trainer);
    Run resumed(experiment, TrainingData{rowsOf(200), {}});
    Checkpoint(folder.path()).restore(resumed.trainer);
    CHECK(resumed.trainer.hasEnded());
    experiment.stop.updates = 4;
    Run longer(experiment, TrainingData{rowsOf(200), {}});
    Checkpoint(folder.path()).restore(longer.trainer);
    CHECK_FALSE(longer.trainer.hasEnded());
}

TEST_CASE("gradients that made a run diverge are not carried on", "[checkpoint]")
{
    const TemporaryFolder folder;
    Run run(experimentOf({}), TrainingData{rowsWithBad(64, 40), {}});
    run.toUpdate(10);
    REQUIRE(run.trainer.state() == Trainer::State::Diverged);
    save(folder, run.trainer);
    Run resumed(experimentOf({}), TrainingData{rowsOf(64), {}});
    Checkpoint(folder.path()).restore(resumed.trainer);
    resumed.toUpdate(3);
    CHECK(std::isfinite(resumed.last().gradNorm));
}

TEST_CASE("a window that is skipped leaves batch norm's statistics as they were", "[trainer]")
{
    Experiment experiment = experimentOf({});
    experiment.model = "6, batch_norm, tanh, 1";
    experiment.hyperparameters.nonFinite = NonFinite::SkipWindow;
    experiment.stop.epochs = 3;
    Dataset bad = rowsOf(96);
    bad.features[3] = std::numeric_limits<float>::infinity();
    Run run(experiment, TrainingData{bad, rowsOf(16)});
    run.toUpdate(100);
    CHECK(run.trainer.state() == Trainer::State::Finished);
    CHECK(run.sink.updates.size() == 6); // 3 windows an epoch, one of them skipped
    CHECK(std::isfinite(run.last().validationLoss));
}

TEST_CASE("an optimizer that sees micro-batches one by one is not shown a bad one", "[trainer]")
{
    Experiment experiment = experimentOf({.betweenUpdates = BetweenUpdates::StepEachMicroBatch});
    experiment.hyperparameters.optimizer = optimizerKind("adam").defaults;
    experiment.hyperparameters.nonFinite = NonFinite::SkipWindow;
    experiment.stop.epochs = 5;
    Run run(experiment, TrainingData{rowsWithBad(96, 40), {}});
    run.toUpdate(100);
    CHECK(run.trainer.state() == Trainer::State::Finished);
    CHECK(run.trainer.leftOut() == 5);
}

TEST_CASE("a split tail is divided by its own length only", "[semantics]")
{
    const Semantics split{.reduction = Reduction::MeanOfMeans,
                          .partialWindow = PartialWindow::SplitTail};
    Semantics flush = split;
    flush.partialWindow = PartialWindow::Flush;
    // 10 micro-batches; after one window of 3, windows of 4: the last 3 are no tail of the epoch.
    const auto lastNorm = [](const Semantics& semantics) {
        Experiment experiment = standingStill(semantics, 3);
        experiment.hyperparameters.stepsSchedule = "update 1: 4";
        return updatesOf(experiment, 80).back().gradNorm;
    };
    CHECK(lastNorm(split) == Approx(lastNorm(flush)));
}

TEST_CASE("a schedule that grows N at an epoch's end does not cost its evaluation", "[trainer]")
{
    Experiment experiment = experimentOf({.partialWindow = PartialWindow::CarryOver}, 2);
    experiment.hyperparameters.stepsSchedule = "update 4: 8";
    experiment.stop.epochs = 1;
    Run run(experiment, TrainingData{rowsOf(96), rowsOf(16)}); // 12 micro-batches
    run.toUpdate(100);
    CHECK(std::isfinite(run.last().validationLoss));
}

TEST_CASE("a change of N that is long past does not override one made by hand", "[trainer]")
{
    Run run(experimentOf({}), TrainingData{rowsOf(64), {}});
    run.toUpdate(6); // 3 epochs
    Hyperparameters settings = run.trainer.settings();
    settings.stepsSchedule = "epoch 1: 8, epoch 100: 2";
    run.trainer.setHyperparameters(settings);
    run.toUpdate(8);
    CHECK(run.last().accumulationSteps == N);
}

TEST_CASE("a run that can never make an update knows it", "[trainer]")
{
    Run leaking(experimentOf({.partialWindow = PartialWindow::Leak}, 100),
                TrainingData{rowsOf(64), {}});
    CHECK_THAT(leaking.trainer.whyNoUpdate(), ContainsSubstring("8 micro-batches"));
    Run carrying(experimentOf({.partialWindow = PartialWindow::CarryOver}, 100),
                 TrainingData{rowsOf(64), {}});
    CHECK(carrying.trainer.whyNoUpdate().empty());

    Hyperparameters settings = leaking.trainer.settings();
    settings.accumulationSteps = 8;
    leaking.microBatches(3);
    leaking.trainer.setHyperparameters(settings); // waits until the epoch ends
    CHECK(leaking.trainer.whyNoUpdate().empty());
}

TEST_CASE("a schedule that has ended is said once, with what to do", "[trainer]")
{
    Experiment experiment = experimentOf({});
    experiment.hyperparameters.schedule = {.name = "cosine", .length = 3};
    experiment.stop.epochs = 5; // ten updates
    Run run(experiment, TrainingData{rowsOf(64), {}});
    run.toUpdate(3);
    CHECK(run.trainer.notes().empty());
    run.toUpdate(100);
    REQUIRE(run.trainer.notes().size() == 1);
    CHECK_THAT(run.trainer.notes()[0],
               ContainsSubstring("ended before update 4") && ContainsSubstring("stays at 0")
                   && ContainsSubstring("schedule.length"));
    experiment.hyperparameters.schedule.length = 0; // as long as the run: not before its end
    Run whole(experiment, TrainingData{rowsOf(64), {}});
    whole.toUpdate(100);
    CHECK(whole.trainer.notes().empty());
}

TEST_CASE("a schedule as long as a run without an end is refused", "[trainer]")
{
    const ScheduleOptions cosine{.name = "cosine"};
    const StopOptions seconds{.seconds = 5.0};
    CHECK_THROWS_WITH(requireScheduleLength(cosine, {}),
                      ContainsSubstring("schedule.length") && ContainsSubstring("stop.epochs"));
    CHECK_THROWS_WITH(requireScheduleLength(cosine, seconds), ContainsSubstring("stop.seconds"));
    CHECK_NOTHROW(requireScheduleLength(cosine, {.epochs = 1}));
    CHECK_NOTHROW(requireScheduleLength(cosine, {.updates = 1}));
    CHECK_NOTHROW(requireScheduleLength({.name = "cosine", .length = 9}, {}));
    CHECK_NOTHROW(requireScheduleLength({.name = "step"}, {}));

    Run run(experimentOf({}), TrainingData{rowsOf(64), {}});
    Hyperparameters settings = run.trainer.settings();
    settings.schedule = cosine;
    CHECK_THROWS_AS(run.trainer.setHyperparameters(settings), ExperimentError);
    run.toUpdate(3);
    CHECK(run.trainer.settings().schedule.name == "constant");
}

TEST_CASE("what takes long beside the training can be broken off", "[probe]")
{
    Experiment experiment = experimentOf({});
    setExperimentValue(experiment, "probes.sharpness", "1");
    Run run(experiment, TrainingData{rowsOf(64), {}});
    run.toUpdate(1);
    CHECK(std::isfinite(run.last().probes.at("sharpness")));
    Run untouched(experimentOf({}), TrainingData{rowsOf(64), {}});
    untouched.toUpdate(3);
    int asked = 0;
    run.trainer.setInterrupt([&] { return ++asked > 1; });
    run.toUpdate(3);
    CHECK(asked > 1);
    CHECK(std::isnan(run.last().probes.at("sharpness")));
    CHECK(run.last().loss == untouched.last().loss); // and weights are put back
}
