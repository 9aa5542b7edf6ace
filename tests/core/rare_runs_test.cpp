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
    CHECK_FALSE(leaking.trainer.canUpdate());
    Run carrying(experimentOf({.partialWindow = PartialWindow::CarryOver}, 100),
                 TrainingData{rowsOf(64), {}});
    CHECK(carrying.trainer.canUpdate());
}
