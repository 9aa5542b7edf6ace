#include "tests/core/training_fixture.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/data_error.h"
#include "core/train/checkpoint.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Everything that has a state of its own, at once: dropout, batch_norm, a window that is carried
/// over, an odd accumulator, schedules.
Experiment demanding(const char* optimizer, AccumulatorPrecision precision)
{
    Experiment experiment = smallExperiment();
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

    const Checkpoint checkpoint(folder.path() / "run");
    CHECK(checkpoint.update() == stopped.trainer.updates());
    Run resumed(checkpoint.experiment());
    checkpoint.expectData(resumed.trainer.data());
    checkpoint.restore(resumed.trainer);
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

    const Checkpoint checkpoint(folder.path());
    Run resumed(checkpoint.experiment());
    checkpoint.restore(resumed.trainer);
    CHECK(resumed.trainer.settings().optimizer.learningRate == 0.02);
    CHECK(resumed.trainer.hasPendingSettings());
    run.microBatches(40);
    resumed.microBatches(40);
    CHECK(isSameUpdate(run.last(), resumed.last()));
    CHECK(resumed.last().microBatchSize == 9);
}

namespace {

/// A run of eight updates, saved at update 6 with its curve; the rows behind are in the file too.
void saveSixOfEight(const std::filesystem::path& path)
{
    Run run(demanding("adam", AccumulatorPrecision::F32));
    CheckpointFolder checkpoints(path);
    checkpoints.begin({});
    run.toUpdate(6);
    for (int i = 0; i < 6; ++i)
        checkpoints.add(run.sink.updates[i]);
    checkpoints.save(run.trainer);
    run.toUpdate(8);
    checkpoints.add(run.sink.updates[6]);
    checkpoints.add(run.sink.updates[7]);
}

std::vector<std::string> rowsOf(const Checkpoint& checkpoint)
{
    std::vector<std::string> rows;
    checkpoint.curve()->forEachRow([&](const std::string& row) { rows.push_back(row); });
    return rows;
}

/// With the checksum that fits, as if the program had written it.
std::string sealed(std::string bytes)
{
    const std::string mark = R"("crc32":")";
    const std::size_t digits = bytes.find(mark) + mark.size();
    bytes.replace(digits, 8, "00000000");
    char text[9];
    std::snprintf(
        text, sizeof text, "%08lx",
        crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
    return bytes.replace(digits, 8, text);
}

std::string refusalOf(const std::filesystem::path& folder)
{
    try {
        const Checkpoint checkpoint(folder);
        Run resumed(checkpoint.experiment());
        checkpoint.restore(resumed.trainer);
    } catch (const DataError& error) {
        return error.what();
    }
    return "accepted";
}

} // namespace

TEST_CASE("the curve in a checkpoint's folder ends where the checkpoint is", "[checkpoint]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "new" / "folder";
    saveSixOfEight(path);
    CHECK(CheckpointFolder::holdsCheckpoint(path));
    const Checkpoint checkpoint(path);
    CHECK(checkpoint.update() == 6);
    CHECK(rowsOf(checkpoint).size() == 6);
    CHECK(rowsOf(checkpoint).back().starts_with("6,"));
    // Going on forgets what came behind.
    CheckpointFolder(path).begin({}, checkpoint.curve());
    CHECK(std::filesystem::file_size(path / "updates.csv") == checkpoint.curve()->bytes());
}

TEST_CASE("a curve that gets other columns stays whole, whenever the program is killed",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "run";
    saveSixOfEight(path);
    const Checkpoint before(path);
    Run run(before.experiment());
    before.restore(run.trainer);
    {
        CheckpointFolder checkpoints(path);
        checkpoints.begin({"sharpness"}, before.curve());
        CHECK(rowsOf(Checkpoint(path)).size() == 6); // killed now, the older one is there
        checkpoints.save(run.trainer);
        const Checkpoint after(path);
        CHECK(after.curve()->header().ends_with("validation_accuracy,sharpness"));
        CHECK(rowsOf(after).front().ends_with(",")); // what it would have measured is not known
    }
    // Killed between the checkpoint and the renaming of its curve.
    std::filesystem::rename(path / "updates.csv", path / "updates.csv.next");
    const Checkpoint between(path);
    CHECK(rowsOf(between).size() == 6);
    CheckpointFolder(path).begin({"sharpness"}, between.curve());
    CHECK(std::filesystem::exists(path / "updates.csv"));
    CHECK(rowsOf(Checkpoint(path)).size() == 6);
}

TEST_CASE("no file of a checkpoint's folder is touched but those of its own exact names",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    const char* const others[] = {"holiday.part-2.rar", "checkpoint.safetensors.part-mine.txt",
                                  "updates.csv.part-77-1", "x.part-1-2", "checkpoint.lock.old"};
    for (const char* name : others)
        folder.write(name, "mine");
    folder.write("checkpoint.safetensors.part-a1b2c3d4e5f6", "half"); // of a killed run
    saveSixOfEight(folder.path());
    for (const char* name : others)
        CHECK(textOf(folder.path() / name) == "mine");
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path()))
        ++files;
    CHECK(files == std::size(others) + 2);
}

TEST_CASE("a curve that belongs to no checkpoint is not ours to overwrite", "[checkpoint]")
{
    const TemporaryFolder folder;
    folder.write("updates.csv", "mine");
    CHECK_THROWS_WITH(CheckpointFolder(folder.path()).begin({}),
                      ContainsSubstring("belongs to no checkpoint"));
    CHECK(textOf(folder.path() / "updates.csv") == "mine");
}

TEST_CASE("neither a curve of a user's own nor a link to an older one is written over",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    folder.write("updates.csv.next", "mine");
    CHECK_THROWS_WITH(CheckpointFolder(folder.path()).begin({}),
                      ContainsSubstring("updates.csv.next"));
    CHECK(textOf(folder.path() / "updates.csv.next") == "mine");
    std::filesystem::remove(folder.path() / "updates.csv.next");

    saveSixOfEight(folder.path());
    const auto copy = folder.path() / "copy.csv"; // as `cp -al` makes it
    std::filesystem::create_hard_link(folder.path() / "updates.csv", copy);
    const std::string before = textOf(copy);
    const Checkpoint checkpoint(folder.path());
    Run run(checkpoint.experiment());
    checkpoint.restore(run.trainer);
    {
        CheckpointFolder checkpoints(folder.path());
        checkpoints.begin({}, checkpoint.curve());
        run.toUpdate(7);
        checkpoints.add(run.last());
        checkpoints.save(run.trainer);
    }
    CHECK(textOf(copy) == before);
    CHECK(Checkpoint(folder.path()).curve()->rows() == 7);
}

TEST_CASE("what was added behind a curve by hand is not lost silently", "[checkpoint]")
{
    const TemporaryFolder folder;
    saveSixOfEight(folder.path());
    const std::string good = textOf(folder.path() / "updates.csv");
    for (const char* harmless : {"", "9,36,1", "\n", "9,nan,inf,-1e-05\n"}) {
        folder.write("updates.csv", good + harmless); // what a killed run may leave
        CHECK(refusalOf(folder.path()) == "accepted");
    }
    folder.write("updates.csv", good + "# the rate was too high here\n");
    CHECK_THAT(refusalOf(folder.path()), ContainsSubstring("behind its 6 rows"));
}

TEST_CASE("a curve reads back as the records that it was written from", "[checkpoint]")
{
    const TemporaryFolder folder;
    Run run(demanding("adam", AccumulatorPrecision::F32));
    run.toUpdate(12); // two epochs: validation losses too
    CheckpointFolder checkpoints(folder.path());
    checkpoints.begin({"sharpness"});
    for (const UpdateRecord& record : run.sink.updates)
        checkpoints.add(record);
    checkpoints.save(run.trainer);
    std::size_t i = 0;
    const Checkpoint checkpoint(folder.path());
    const UpdateCsvReader reader(checkpoint.curve()->header());
    checkpoint.curve()->forEachRow([&](const std::string& row) {
        REQUIRE(i < run.sink.updates.size());
        CHECK(isSameUpdate(reader.read(row), run.sink.updates[i++]));
    });
    CHECK(i == run.sink.updates.size());
}

TEST_CASE("what a run measured keeps its column when it is measured no longer", "[checkpoint]")
{
    const TemporaryFolder folder;
    Run run(demanding("adam", AccumulatorPrecision::F32));
    run.toUpdate(3);
    {
        CheckpointFolder checkpoints(folder.path());
        checkpoints.begin({"sharpness"});
        UpdateRecord record = run.last();
        record.probes = {
            std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"sharpness"}),
            {12.5}};
        checkpoints.add(record);
        checkpoints.save(run.trainer);
    }
    const Checkpoint before(folder.path());
    CheckpointFolder checkpoints(folder.path());
    checkpoints.begin({"noise_scale"}, before.curve());
    checkpoints.save(run.trainer);
    const Checkpoint after(folder.path());
    CHECK(after.curve()->header().ends_with(",sharpness,noise_scale"));
    CHECK(rowsOf(after).front().ends_with(",12.5,"));
}

TEST_CASE("a folder that was taken away under a run is not written to", "[checkpoint]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "run";
    Run run(demanding("adam", AccumulatorPrecision::F32));
    run.toUpdate(3);
    {
        CheckpointFolder checkpoints(path);
        checkpoints.begin({});
        checkpoints.save(run.trainer);
        std::filesystem::rename(path, folder.path() / "elsewhere");
        CHECK_THROWS_WITH(checkpoints.save(run.trainer), ContainsSubstring("moved, removed"));
        const CheckpointFolder others(path); // of another process
        CHECK_THROWS_WITH(checkpoints.save(run.trainer), ContainsSubstring("moved, removed"));
    }
    CHECK(refusalOf(folder.path() / "elsewhere") == "accepted");
    CHECK(std::filesystem::is_empty(path));
}

TEST_CASE("a checkpoint's folder is locked, and says by whom", "[checkpoint]")
{
    const TemporaryFolder folder;
    {
        const CheckpointFolder first(folder.path());
        CHECK_THROWS_WITH(CheckpointFolder(folder.path()),
                          ContainsSubstring("in use by process " + std::to_string(getpid())));
    }
    CHECK_NOTHROW(CheckpointFolder(folder.path()));
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a flipped bit anywhere in a checkpoint or its curve is noticed", "[checkpoint]")
{
    const TemporaryFolder folder;
    saveSixOfEight(folder.path());
    REQUIRE(refusalOf(folder.path()) == "accepted");
    const std::uint64_t curveBytes = Checkpoint(folder.path()).curve()->bytes();
    for (const char* name : {"checkpoint.safetensors", "updates.csv"}) {
        const std::string good = textOf(folder.path() / name);
        const std::size_t length = name == std::string("updates.csv") ? curveBytes : good.size();
        for (std::size_t at = 0; at < length; at += length / 97) {
            std::string bad = good;
            bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
            folder.write(name, bad);
            CAPTURE(name, at);
            CHECK(refusalOf(folder.path()) != "accepted");
        }
        folder.write(name, good);
    }
}

TEST_CASE("a curve that was cut, emptied or removed is refused unless one goes on without it",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    saveSixOfEight(folder.path());
    const std::string good = textOf(folder.path() / "updates.csv");
    const std::size_t row = good.find('\n', good.find('\n') + 1);
    for (const std::string& bad : {std::string(), good.substr(0, 200),
                                   good.substr(0, good.find('\n') + 1) + good.substr(row + 1)}) {
        folder.write("updates.csv", bad);
        CHECK_THAT(refusalOf(folder.path()), ContainsSubstring("--without-curve"));
        CHECK_FALSE(Checkpoint(folder.path(), Checkpoint::Curve::Optional).curve());
    }
    std::filesystem::remove(folder.path() / "updates.csv");
    CHECK_THAT(refusalOf(folder.path()), ContainsSubstring("cut off or removed"));
}

TEST_CASE("a checkpoint knows its data", "[checkpoint]")
{
    const TemporaryFolder folder;
    saveSixOfEight(folder.path());
    const Checkpoint checkpoint(folder.path());
    TrainingData data = loadTrainingData(checkpoint.experiment());
    CHECK_NOTHROW(checkpoint.expectData(data));
    data.training.features[17] += 1e-3f;
    CHECK_THROWS_WITH(checkpoint.expectData(data), ContainsSubstring("other data"));
}

TEST_CASE("checkpoints that are damaged or of something else are refused with a reason",
          "[checkpoint]")
{
    const TemporaryFolder folder;
    saveSixOfEight(folder.path());
    const std::string good = textOf(folder.path() / "checkpoint.safetensors");
    const auto refusal = [&](const std::string& bytes) {
        folder.write("checkpoint.safetensors", bytes);
        return refusalOf(folder.path());
    };
    const auto replaced = [&](const std::string& from, const std::string& to) {
        std::string bytes = good;
        bytes.replace(bytes.find(from), from.size(), to);
        // The header's length is the first eight bytes.
        std::uint64_t length = 0;
        std::memcpy(&length, bytes.data(), 8);
        length += to.size() - from.size();
        std::memcpy(bytes.data(), &length, 8);
        return sealed(bytes);
    };
    CHECK(refusal(good) == "accepted");
    CHECK(refusal(sealed(good)) == "accepted");
    CHECK_THAT(refusal(good.substr(0, 300)), ContainsSubstring("cut off"));
    CHECK_THAT(refusal(good.substr(0, good.size() - 10)), ContainsSubstring("damaged"));
    CHECK_THAT(refusal(replaced(R"("format":"accumulus-checkpoint/2")", R"("format":"other/9")")),
               ContainsSubstring("another version"));
    CHECK_THAT(refusal(replaced(R"("updates":"6")", R"("updates":"x")")),
               ContainsSubstring("\"updates\" is \"x\""));
    CHECK_THAT(refusal(replaced(R"("updates":"6",)", "")), ContainsSubstring("no \"updates\""));
    CHECK_THAT(refusal(replaced(R"("sampler.position":")", R"("sampler.position":"9)")),
               ContainsSubstring("position"));
    CHECK_THAT(refusal(replaced(R"("samples":")", R"("samples":"-)")),
               ContainsSubstring("out of its range"));
    CHECK_THAT(refusal(replaced("12 batch_norm", "13 batch_norm")),
               ContainsSubstring("other parameters"));
    std::filesystem::remove(folder.path() / "checkpoint.safetensors");
    CHECK_THROWS_WITH(Checkpoint(folder.path()), ContainsSubstring("cannot be read"));
}
