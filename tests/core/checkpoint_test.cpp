#include "tests/core/training_fixture.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/data_error.h"
#include "core/train/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <cstring>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Everything that has a state of its own, at once: dropout, batch_norm, a window that is carried
/// over, an odd accumulator, schedules.
Experiment demanding(const char* optimizer, AccumulatorPrecision precision)
{
    Experiment experiment;
    experiment.model = "12 batch_norm relu, dropout 0.3, 1";
    experiment.stop.epochs = 6;
    Hyperparameters& settings = experiment.hyperparameters;
    settings.accumulationSteps = 5;
    settings.microBatchSize = 16;
    settings.stepsSchedule = "epoch 2: 3, update 14: 7";
    settings.semantics.partialWindow = PartialWindow::CarryOver;
    settings.semantics.precision = precision;
    settings.optimizer = optimizerKind(optimizer).defaults;
    settings.optimizer.clipNorm = 2.0;
    settings.optimizer.learningRateScaling = "adascale";
    settings.schedule = {.name = "cosine", .warmup = 5};
    return experiment;
}

bool isSame(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// All columns but the time.
bool isSameUpdate(const UpdateRecord& a, const UpdateRecord& b)
{
    return a.update == b.update && a.microBatches == b.microBatches && a.samples == b.samples
        && a.accumulationSteps == b.accumulationSteps && a.windowSamples == b.windowSamples
        && a.learningRate == b.learningRate && a.loss == b.loss && a.gradNorm == b.gradNorm
        && a.clipCoefficient == b.clipCoefficient && isSame(a.validationLoss, b.validationLoss);
}

void save(const std::filesystem::path& path, Trainer& trainer)
{
    CheckpointFolder folder(path);
    folder.begin(trainer.probeNames());
    folder.save(trainer);
}

void requireSameEnd(const Experiment& experiment, int microBatchesBefore)
{
    const TemporaryFolder folder;
    Run whole(experiment);
    whole.toUpdate(10'000);

    Run stopped(experiment);
    stopped.microBatches(microBatchesBefore);
    save(folder.path() / "run", stopped.trainer);

    const CheckpointInfo info = readCheckpointInfo(folder.path() / "run");
    CHECK(info.update == stopped.trainer.updates());
    Run resumed(info.experiment);
    restoreCheckpoint(folder.path() / "run", resumed.trainer);
    resumed.toUpdate(10'000);

    std::vector<UpdateRecord> updates = stopped.sink.updates;
    updates.insert(updates.end(), resumed.sink.updates.begin(), resumed.sink.updates.end());
    REQUIRE(updates.size() == whole.sink.updates.size());
    for (std::size_t i = 0; i < updates.size(); ++i) {
        CAPTURE(i, microBatchesBefore);
        REQUIRE(isSameUpdate(updates[i], whole.sink.updates[i]));
    }
    const auto a = whole.trainer.model().arena().weights();
    const auto b = resumed.trainer.model().arena().weights();
    CHECK(std::equal(a.begin(), a.end(), b.begin()));
}

} // namespace

TEST_CASE("a run stopped at any micro-batch and resumed gives the same curve to the bit",
          "[checkpoint]")
{
    const Experiment experiment = demanding("adam", AccumulatorPrecision::F32);
    for (int microBatches = 1; microBatches < 70; microBatches += 3)
        requireSameEnd(experiment, microBatches);
}

TEST_CASE("a resumed run is the same with every optimizer", "[checkpoint]")
{
    const auto index = GENERATE(range(std::size_t{0}, optimizers().size()));
    const std::string name(optimizers()[index].name);
    CAPTURE(name);
    Experiment experiment = demanding(name.c_str(), AccumulatorPrecision::F32);
    experiment.hyperparameters.optimizer.learningRate = 0.001;
    requireSameEnd(experiment, 33);
}

TEST_CASE("a resumed run is the same with every accumulator and between updates", "[checkpoint]")
{
    for (std::size_t precision = 0; precision < 5; ++precision)
        requireSameEnd(demanding("adamw", static_cast<AccumulatorPrecision>(precision)), 38);
    for (std::size_t value = 0; value < 4; ++value) {
        Experiment experiment = demanding("adamw", AccumulatorPrecision::F32);
        experiment.hyperparameters.semantics.betweenUpdates = static_cast<BetweenUpdates>(value);
        requireSameEnd(experiment, 47);
    }
    Experiment leaking = demanding("sgd", AccumulatorPrecision::F32);
    leaking.hyperparameters.semantics.partialWindow = PartialWindow::Leak;
    requireSameEnd(leaking, 23); // an epoch has 23 micro-batches: the leak of three is open
}

TEST_CASE("settings that were changed on the way, and those that wait, are resumed with",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    const Experiment experiment = demanding("adam", AccumulatorPrecision::F32);
    Run run(experiment);
    run.microBatches(10);
    Hyperparameters settings = run.trainer.settings();
    settings.optimizer.learningRate = 0.02;
    run.trainer.setHyperparameters(settings);
    run.microBatches(7);
    settings.microBatchSize = 9;
    run.trainer.setHyperparameters(settings);
    REQUIRE(run.trainer.hasPendingSettings());
    save(folder.path(), run.trainer);

    Run resumed(readCheckpointInfo(folder.path()).experiment);
    restoreCheckpoint(folder.path(), resumed.trainer);
    CHECK(resumed.trainer.settings().optimizer.learningRate == 0.02);
    CHECK(resumed.trainer.hasPendingSettings());
    run.microBatches(40);
    resumed.microBatches(40);
    CHECK(isSameUpdate(run.last(), resumed.last()));
    CHECK(resumed.last().microBatchSize == 9);
}

TEST_CASE("the curve in a checkpoint's folder ends where the checkpoint is", "[checkpoint]")
{
    const TemporaryFolder folder;
    Run run(demanding("adam", AccumulatorPrecision::F32));
    {
        CheckpointFolder checkpoints(folder.path() / "new" / "folder");
        checkpoints.begin({});
        run.toUpdate(8);
        for (int i = 0; i < 6; ++i)
            checkpoints.add(run.sink.updates[i]);
        checkpoints.save(run.trainer); // of update 8
        for (int i = 6; i < 8; ++i)
            checkpoints.add(run.sink.updates[i]);
    }
    const auto path = folder.path() / "new" / "folder";
    CHECK(CheckpointFolder::holdsCheckpoint(path));
    CHECK(readCheckpointCurve(path, 8).rows.size() == 8);
    CHECK(readCheckpointCurve(path, 5).rows.size() == 5);
    // Going on from update 5 forgets what came behind, and what a killed program left behind.
    std::ofstream(path / "checkpoint.safetensors.part-77-1") << "half";
    CheckpointFolder(path).begin({"sharpness"}, readCheckpointCurve(path, 5));
    CHECK(readCheckpointCurve(path, 100).rows.size() == 5);
    CHECK_FALSE(std::filesystem::exists(path / "checkpoint.safetensors.part-77-1"));
    // What a probe that is new would have measured there is not known.
    CHECK(readCheckpointCurve(path, 100).header.ends_with("validation_accuracy,sharpness"));
    CHECK(readCheckpointCurve(path, 100).rows.front().ends_with(","));
}

TEST_CASE("checkpoints that are damaged or of something else are refused with a reason",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    const Experiment experiment = demanding("adam", AccumulatorPrecision::F32);
    Run run(experiment);
    run.toUpdate(3);
    save(folder.path(), run.trainer);
    const std::string good = textOf(folder.path() / "checkpoint.safetensors");
    const auto refusal = [&](std::string bytes) {
        folder.write("checkpoint.safetensors", bytes);
        try {
            Run resumed(readCheckpointInfo(folder.path()).experiment);
            restoreCheckpoint(folder.path(), resumed.trainer);
        } catch (const DataError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string bytes = good;
        bytes.replace(bytes.find(from), from.size(), to);
        // The header's length is the first eight bytes.
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data(), 8);
        length += to.size() - from.size();
        std::memcpy(bytes.data(), &length, 8);
        return bytes;
    };
    CHECK(refusal(good) == "accepted");
    CHECK_THAT(refusal(good.substr(0, 300)), ContainsSubstring("cut off"));
    CHECK_THAT(refusal(good.substr(0, good.size() - 10)), ContainsSubstring("cut off in"));
    CHECK_THAT(refusal(replaced(R"("updates":"3")", R"("updates":"x")")),
               ContainsSubstring("\"updates\" is \"x\""));
    CHECK_THAT(refusal(replaced(R"("updates":"3",)", "")), ContainsSubstring("no \"updates\""));
    CHECK_THAT(refusal(replaced(R"("sampler.position":")", R"("sampler.position":"9)")),
               ContainsSubstring("position"));
    CHECK_THAT(refusal(replaced(R"("samples":")", R"("samples":"-)")),
               ContainsSubstring("out of its range"));
    CHECK_THAT(refusal(replaced("12 batch_norm", "13 batch_norm")), ContainsSubstring("shape"));
    std::filesystem::remove(folder.path() / "checkpoint.safetensors");
    CHECK_THROWS_WITH(readCheckpointInfo(folder.path()), ContainsSubstring("cannot be read"));
}
