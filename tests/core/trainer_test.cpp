#include "core/data_error.h"
#include "tests/core/training_fixture.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/record/run_csv.h"
#include "core/record/safetensors.h"

#include <cmath>
#include <sstream>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Experiment digits()
{
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.model = "32 relu, 10";
    experiment.loss = "cross_entropy";
    return experiment;
}

std::vector<float> weightsOf(Run& run)
{
    const auto weights = run.trainer.model().arena().weights();
    return {weights.begin(), weights.end()};
}

} // namespace

TEST_CASE("the default experiment learns", "[trainer]")
{
    Experiment experiment = smallExperiment();
    experiment.stop.epochs = 200;
    Run run(experiment);
    run.toUpdate(10'000);
    CHECK(run.trainer.state() == Trainer::State::Finished);
    CHECK(run.sink.updates.size() == 600); // 12 micro-batches an epoch, N = 4
    CHECK(run.last().loss < 0.7);
    CHECK(run.last().validationLoss < 0.8);
    CHECK(run.last().epoch == 200.0);
    CHECK(run.trainer.progress() == 1.0);
}

TEST_CASE("digits are learned to 95 % validation accuracy", "[trainer]")
{
    Run run(digits());
    run.toUpdate(600);
    while (std::isnan(run.last().validationAccuracy))
        run.toUpdate(run.sink.updates.size() + 1);
    CHECK(run.last().validationAccuracy > 0.95);
}

TEST_CASE("the same experiment gives the same curve, another seed another", "[trainer]")
{
    Experiment experiment = digits();
    Run a(experiment);
    Run b(experiment);
    experiment.seed = 2;
    Run c(experiment);
    a.toUpdate(50);
    b.toUpdate(50);
    c.toUpdate(50);
    CHECK(weightsOf(a) == weightsOf(b));
    CHECK(weightsOf(a) != weightsOf(c));
    CHECK(a.last().loss == b.last().loss);
}

TEST_CASE("one thread and two compute the same to rounding", "[trainer]")
{
    Experiment experiment = digits();
    Run one(experiment);
    one.toUpdate(20);
    experiment.compute.threads = 2;
    Run two(experiment);
    two.toUpdate(20);
    CHECK_THAT(two.last().loss, WithinRel(one.last().loss, 1e-4));
}

TEST_CASE("records count what happened", "[trainer]")
{
    Run run(smallExperiment());
    run.toUpdate(6);
    const auto& updates = run.sink.updates;
    CHECK(updates[0].microBatches == 4);
    CHECK(updates[2].windowSamples == 3 * 32 + 2);
    CHECK(updates[2].samples == 354);
    CHECK(updates[2].epoch == 1.0);
    CHECK(std::isnan(updates[1].validationLoss));
    CHECK(std::isfinite(updates[2].validationLoss));  // the end of an epoch
    CHECK(std::isnan(updates[2].validationAccuracy)); // no classes
    CHECK(std::isfinite(updates[5].validationLoss));
    CHECK(updates[5].learningRate == 0.001);
    CHECK(run.sink.microBatches.size() == 24);
    CHECK(run.sink.microBatches[5].update == 2);
    CHECK(run.sink.microBatches[5].microStep == 1);
    CHECK(run.sink.microBatches[11].samples == 2);

    double sum = 0.0; // the window's loss is the sample-weighted mean of its micro-batches
    for (std::size_t i = 8; i < 12; ++i)
        sum += run.sink.microBatches[i].loss * run.sink.microBatches[i].samples;
    CHECK_THAT(updates[2].loss, WithinRel(sum / 98.0, 1e-12));
}

TEST_CASE("new settings wait for the window to close and are echoed by the next record",
          "[trainer]")
{
    Run run(smallExperiment());
    run.microBatches(2);
    Hyperparameters changed = run.trainer.settings();
    changed.accumulationSteps = 2;
    changed.microBatchSize = 16;
    changed.optimizer.learningRate = 0.01;
    run.trainer.setHyperparameters(changed);
    CHECK(run.trainer.hasPendingSettings());
    CHECK(run.trainer.settings().accumulationSteps == 4);
    run.microBatches(2);
    CHECK(run.last().accumulationSteps == 4);
    CHECK(run.last().microBatchSize == 32);
    run.microBatches(2);
    CHECK(run.last().accumulationSteps == 2);
    CHECK(run.last().microBatchSize == 16);
    CHECK(run.last().windowSamples == 32);
    CHECK(run.last().learningRate == 0.01);
    CHECK_FALSE(run.trainer.hasPendingSettings());

    changed.accumulationSteps = 7;
    run.trainer.setHyperparameters(changed); // no window is open: at once
    CHECK(run.trainer.settings().accumulationSteps == 7);
    changed.optimizer = optimizerKind("sgd").defaults;
    CHECK_THROWS_WITH(run.trainer.setHyperparameters(changed), ContainsSubstring("adam"));
    changed.optimizer = run.trainer.settings().optimizer;
    changed.accumulationSteps = 0;
    CHECK_THROWS_AS(run.trainer.setHyperparameters(changed), ExperimentError);
}

TEST_CASE("the gradient norm is recorded before clipping and the coefficient beside it",
          "[trainer]")
{
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.optimizer = optimizerKind("sgd").defaults;
    Run free(experiment);
    experiment.hyperparameters.optimizer.clipNorm = 0.5;
    Run clipped(experiment);
    const auto start = weightsOf(free);
    free.toUpdate(1);
    clipped.toUpdate(1);
    CHECK(clipped.last().gradNorm == free.last().gradNorm);
    CHECK(free.last().clipCoefficient == 1.0);
    CHECK_THAT(clipped.last().clipCoefficient, WithinRel(0.5 / free.last().gradNorm, 1e-12));
    double step = 0.0;
    const auto end = weightsOf(clipped);
    for (std::size_t i = 0; i < start.size(); ++i)
        step += std::pow(static_cast<double>(end[i] - start[i]), 2);
    CHECK_THAT(std::sqrt(step), WithinRel(0.01 * 0.5, 1e-4)); // η · clip norm
}

TEST_CASE("a run that diverges ends, says when and why, and keeps its curve", "[trainer]")
{
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.optimizer = optimizerKind("sgd").defaults;
    experiment.hyperparameters.optimizer.learningRate = 1000.0;
    Run run(experiment);
    run.toUpdate(1000);
    CHECK(run.trainer.state() == Trainer::State::Diverged);
    CHECK_THAT(run.trainer.message(),
               ContainsSubstring("diverged at update " + std::to_string(run.sink.updates.size())));
    CHECK(run.sink.updates.size() >= 2);
    CHECK(run.sink.updates.size() < 100);
    for (const float weight : weightsOf(run))
        REQUIRE(std::isfinite(weight));
}

TEST_CASE("a run stops at the first limit that it reaches", "[trainer]")
{
    Experiment experiment = smallExperiment();
    experiment.stop = {.updates = 5, .epochs = 100};
    Run byUpdates(experiment);
    byUpdates.toUpdate(1000);
    CHECK(byUpdates.trainer.updates() == 5);
    experiment.stop = {.epochs = 2};
    Run byEpochs(experiment);
    byEpochs.toUpdate(1000);
    CHECK(byEpochs.trainer.samples() == 2 * 354);
    experiment.stop = {.seconds = 0.01};
    Run bySeconds(experiment);
    bySeconds.trainer.stopwatch().start();
    bySeconds.toUpdate(1'000'000);
    CHECK(bySeconds.trainer.state() == Trainer::State::Finished);
    CHECK(bySeconds.last().seconds < 5.0);
}

TEST_CASE("models that do not fit the data are refused with what would fit", "[trainer]")
{
    Experiment experiment = digits();
    experiment.model = "32 relu, 9";
    CHECK_THROWS_WITH(Run(experiment),
                      ContainsSubstring("9 outputs") && ContainsSubstring("\"10\""));
    experiment.model = "10";
    experiment.loss = "mse"; // the digit as a number
    CHECK_THROWS_WITH(Run(experiment), ContainsSubstring("needs 1"));
}

TEST_CASE("more micro-batch sizes than are kept at once are all right", "[trainer]")
{
    Run run(smallExperiment());
    Hyperparameters settings = run.trainer.settings();
    settings.accumulationSteps = 1;
    for (int size = 1; size <= 60; ++size) {
        settings.microBatchSize = size;
        run.trainer.setHyperparameters(settings);
        run.microBatches(2);
        CHECK(std::isfinite(run.last().loss));
    }
}

TEST_CASE("weights survive the way through safetensors", "[trainer][record]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "w.safetensors";
    Run trained(digits());
    trained.toUpdate(5);
    writeWeights(path, trained.trainer.model().arena(), toJson(digits()));
    Run fresh(digits());
    CHECK(weightsOf(fresh) != weightsOf(trained));
    readWeights(path, fresh.trainer.model().arena());
    CHECK(weightsOf(fresh) == weightsOf(trained));

    const std::string bytes = textOf(path);
    CHECK_THAT(bytes.substr(8, 4000),
               ContainsSubstring(R"("layers.0.kernel":{"dtype":"F32","shape":[64,32])")
                   && ContainsSubstring("layers.1.bias")
                   && ContainsSubstring("accumulus-experiment/1"));
}

TEST_CASE("safetensors files that do not fit are refused and change nothing", "[trainer][record]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "w.safetensors";
    Run run(digits());
    writeWeights(path, run.trainer.model().arena(), "{}");
    const std::string good = textOf(path);
    run.toUpdate(1);
    const auto before = weightsOf(run);
    const auto refusal = [&](const std::string& bytes) {
        const auto bad = folder.write("bad.safetensors", bytes);
        try {
            readWeights(bad, run.trainer.model().arena());
        } catch (const DataError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK_THAT(refusal(""), ContainsSubstring("not a safetensors file"));
    CHECK_THAT(refusal(good.substr(0, 100)), ContainsSubstring("cut off"));
    CHECK_THAT(refusal(good.substr(0, good.size() - 4)), ContainsSubstring("cut off in"));
    CHECK_THAT(refusal("\xff\xff\xff\xff\xff\xff\xff\x7f{}"),
               ContainsSubstring("not a safetensors file"));
    CHECK_THAT(refusal(std::string("\x02\0\0\0\0\0\0\0[]", 10)),
               ContainsSubstring("not a JSON object"));
    std::string renamed = good;
    renamed.replace(renamed.find("layers.1.bias"), 13, "layers.9.bias");
    CHECK_THAT(refusal(renamed), ContainsSubstring("layers.9.bias"));
    std::string shaped = good;
    shaped.replace(shaped.find("[64,32]"), 7, "[32,64]");
    CHECK_THAT(refusal(shaped), ContainsSubstring("shape [32,64]"));
    CHECK_THAT(refusal(good.substr(0, good.size() - 4) + std::string("\0\0\xc0\x7f", 4)),
               ContainsSubstring("not finite"));
    CHECK(weightsOf(run) == before);
}

TEST_CASE("curves survive the way through CSV exactly", "[record]")
{
    const TemporaryFolder folder;
    Run run(digits());
    run.toUpdate(30);
    std::ostringstream text;
    UpdateCsv csv(text, {});
    for (const UpdateRecord& record : run.sink.updates)
        csv.write(record);
    CHECK_THAT(text.str(),
               StartsWith("update,micro_batches,samples,epoch,seconds,accumulation_steps,"
                          "micro_batch_size,window_samples,learning_rate,loss,grad_norm,"
                          "clip_coefficient,validation_loss,validation_accuracy\n"));
    const auto runs = readRuns(folder.write("n4.csv", text.str()));
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].name == "n4");
    REQUIRE(runs[0].history.rowCount() == 30);
    for (std::size_t i = 0; i < 30; ++i) {
        const UpdateRecord& read = runs[0].history.record(i);
        const UpdateRecord& written = run.sink.updates[i];
        CHECK(read.update == written.update);
        CHECK(read.loss == written.loss);
        CHECK(read.gradNorm == written.gradNorm);
        CHECK(read.epoch == written.epoch);
        CHECK(read.seconds == written.seconds);
        CHECK(std::isnan(read.validationLoss) == std::isnan(written.validationLoss));
    }
}

TEST_CASE("several runs go into one file, and merged rows say so", "[record]")
{
    const TemporaryFolder folder;
    History exact;
    History merged(4);
    for (int i = 1; i <= 8; ++i) {
        const UpdateRecord record{.update = i,
                                  .microBatches = i,
                                  .samples = i,
                                  .learningRate = 0.1,
                                  .loss = 1.0 * i,
                                  .gradNorm = 3.0};
        exact.add(record);
        merged.add(record);
    }
    std::ostringstream single;
    writeRuns(single, {{"a", &exact}});
    CHECK_THAT(single.str(), StartsWith("update,") && !ContainsSubstring("updates_in_row"));
    std::ostringstream both;
    writeRuns(both, {{"N=4, \"b\"", &exact}, {"c", &merged}});
    CHECK_THAT(both.str(),
               StartsWith("run,update,") && ContainsSubstring("updates_in_row,loss_min,loss_max"));
    CHECK_THAT(both.str(),
               ContainsSubstring("c,2,2,2,0,0,0,0,0,0.1,1.5,3,")
                   && ContainsSubstring(",2,1,2,3,3\n"));
    const auto runs = readRuns(folder.write("runs.csv", both.str()));
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].name == "N=4, \"b\"");
    CHECK(runs[0].history.rowCount() == 8);
    CHECK(runs[1].history.rowCount() == 4);
    CHECK(runs[1].history.updatesIn(0) == 2);
    CHECK(runs[1].history.values(Metric::Loss)[0].max == 2.0);
    CHECK(runs[1].history.total(Metric::Loss).count == 8);
}

TEST_CASE("curves that would take too much memory are read coarser, and lose no spike", "[record]")
{
    const TemporaryFolder folder;
    std::string text = "run,update,loss";
    for (int i = 0; i < 200; ++i)
        text += ",probe_" + std::to_string(i);
    text += '\n';
    std::string values;
    for (int i = 0; i < 200; ++i)
        values += ",1";
    for (int update = 1; update <= 501; ++update) {
        const std::string loss = update == 333 ? "1000" : "1";
        for (const char* run : {"a", "b"})
            text += run + (',' + std::to_string(update)) + ',' + loss + values + '\n';
    }
    const auto path = folder.write("curves.csv", text);
    CHECK(readRuns(path)[1].history.isExact());
    constexpr std::size_t limit = 2 << 20; // of about 10 MiB
    const auto runs = readRuns(path, limit);
    REQUIRE(runs.size() == 2);
    for (const RunFromFile& run : runs) {
        const History& history = run.history;
        CHECK(history.rowCount() * History::bytesPerRow(200) <= limit / 2);
        CHECK(history.rowCount() * History::bytesPerRow(200) > limit / 8);
        CHECK(history.total(Metric::Loss).count == 501);
        CHECK(history.total(Metric::Loss).max == 1000.0);
        CHECK(history.probe("probe_199")->back().mean == 1.0);
        CHECK(history.record(history.rowCount() - 1).update == 501);
        std::int64_t updates = 0;
        for (std::size_t row = 0; row < history.rowCount(); ++row)
            updates += history.updatesIn(row);
        CHECK(updates == 501);
    }
}

TEST_CASE("curve files that are not ours are refused with line and reason", "[record]")
{
    const TemporaryFolder folder;
    const auto refusal = [&](const std::string& text) {
        try {
            readRuns(folder.write("r.csv", text));
        } catch (const DataError& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    CHECK_THAT(refusal(""), ContainsSubstring("is empty"));
    CHECK_THAT(refusal("a,b\n1,2\n"), ContainsSubstring("no column \"update\""));
    CHECK_THAT(refusal("update,loss\n"), ContainsSubstring("no updates"));
    CHECK_THAT(refusal("update,loss\n1,x\n"),
               ContainsSubstring("line 2") && ContainsSubstring("\"x\""));
    CHECK_THAT(refusal("update,loss\n1,1\n1,2\n"),
               ContainsSubstring("line 3") && ContainsSubstring("follow"));
    CHECK_THAT(refusal("update,loss\n1e300,1\n"), ContainsSubstring("no run can have"));
    CHECK_THAT(refusal("update,loss,micro_batch_size\n1,1,1e15\n"), Equals("accepted"));
    CHECK_THAT(refusal("update,loss\n1,1,1\n"), ContainsSubstring("3 columns"));
    CHECK_THAT(refusal("update,loss" + std::string(5000, ',') + "\n"),
               ContainsSubstring("line 1: there are 5002 columns; a file of curves has 4096"));
    CHECK(refusal("update,loss\n1,nan\n2,inf\n") == "accepted");
}
