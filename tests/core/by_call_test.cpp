// Dropout whose masks are drawn call by call: the number of calls is state of a run.

#include "tests/core/semantics_fixture.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/study/verification.h"
#include "core/train/checkpoint.h"

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Experiment byCall(int steps = N, int size = b)
{
    Experiment experiment = experimentOf({}, steps, size);
    experiment.model = "16 relu, dropout 0.5 by_call, 1";
    experiment.stop.epochs = 3;
    return experiment;
}

std::vector<double> lossesOf(const Experiment& experiment)
{
    std::vector<double> losses;
    for (const UpdateRecord& record : updatesOf(experiment, 64, 3))
        losses.push_back(record.loss);
    return losses;
}

} // namespace

TEST_CASE("probes do not move the masks that a run draws by call", "[probe][dropout]")
{
    const std::vector<double> without = lossesOf(byCall());
    for (const char* probe : {"probes.equivalence", "probes.sharpness"}) {
        Experiment experiment = byCall();
        setExperimentValue(experiment, probe, "1");
        CHECK(lossesOf(experiment) == without);
    }
}

TEST_CASE("a run that draws masks by call is resumed to the bit", "[checkpoint][dropout]")
{
    const TemporaryFolder folder;
    Run whole(byCall(), TrainingData{rowsOf(64), {}});
    whole.toUpdate(100);
    Run first(byCall(), TrainingData{rowsOf(64), {}});
    first.microBatches(11); // in the middle of a window
    CheckpointFolder checkpoint(folder.path());
    checkpoint.begin({});
    checkpoint.save(first.trainer);
    Run second(byCall(), TrainingData{rowsOf(64), {}});
    Checkpoint(folder.path()).restore(second.trainer);
    second.toUpdate(100);
    CHECK(second.last().update == whole.last().update);
    CHECK(second.last().loss == whole.last().loss);
    CHECK(second.last().gradNorm == whole.last().gradNorm);
}

TEST_CASE("a window of one micro-batch is one big batch, also with masks by call",
          "[probe][dropout]")
{
    Experiment experiment = byCall(1, 32);
    setExperimentValue(experiment, "probes.equivalence", "1");
    for (const UpdateRecord& record : updatesOf(experiment, 64, 3))
        CHECK(record.probes.at("equivalence_error") == 0.0);
    experiment.hyperparameters.accumulationSteps = 2;
    CHECK(updatesOf(experiment, 64, 1)[0].probes.at("equivalence_error") > 0.01);
}

TEST_CASE("sharpness sees one loss, not another mask at every gradient", "[probe][dropout]")
{
    // A difference quotient over two masks is noise divided by a small step: thousands.
    Experiment experiment = byCall();
    setExperimentValue(experiment, "probes.sharpness", "1");
    for (const UpdateRecord& record : updatesOf(experiment, 64, 3))
        CHECK(std::abs(record.probes.at("sharpness")) < 100.0);
}

TEST_CASE("verify names masks by call", "[verify][dropout]")
{
    Experiment experiment;
    experiment.data.source = "diabetes";
    experiment.model = "16 relu, dropout 0.5 by_call, 1";
    experiment.hyperparameters.accumulationSteps = 2;
    experiment.hyperparameters.microBatchSize = 2;
    const std::vector<VerifiedCase> cases = verifyEquivalence(experiment);
    for (const VerifiedCase& row : cases) {
        CAPTURE(row.microBatchSize, row.samples, row.verdict);
        if (row.window != VerifiedWindow::Full)
            continue;
        if (row.microBatchSize == 4)
            CHECK(row.isEqual);
        else
            CHECK_THAT(row.verdict, ContainsSubstring("by_call"));
    }
}
