#include "tests/support.h"

#include "core/probe/batch_tests.h"
#include "core/probe/equivalence.h"
#include "core/record/run_csv.h"
#include "core/train/checkpoint.h"
#include "core/vector_math.h"
#include "tests/core/semantics_fixture.h"
#include "tests/temporary_folder.h"

#include <algorithm>
#include <cmath>
#include <sstream>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

void switchOn(Experiment& experiment, std::string_view probe, int every = 1)
{
    setExperimentValue(experiment, "probes." + std::string(probe), std::to_string(every));
}

Experiment withProbe(Experiment experiment, std::string_view probe, int every = 1)
{
    switchOn(experiment, probe, every);
    return experiment;
}

Experiment withModel(Experiment experiment, const std::string& model)
{
    experiment.model = model;
    return experiment;
}

/// A run on rowsOf() that has made its updates.
struct Trained : Run
{
    Trained(const Experiment& experiment, int rows, std::size_t updates)
        : Run(experiment, TrainingData{rowsOf(rows), {}})
    {
        toUpdate(updates);
    }
};

double value(const UpdateRecord& record, std::string_view name)
{
    return record.probes.at(name);
}

double worstError(const std::vector<UpdateRecord>& updates)
{
    double worst = 0.0;
    for (const UpdateRecord& record : updates)
        worst = std::max(worst, value(record, "equivalence_error"));
    return worst;
}

double equivalenceOf(const std::string& model, const Semantics& semantics = {}, int rows = 4 * 32)
{
    Experiment experiment = withProbe(withModel(standingStill(semantics), model), "equivalence");
    experiment.stop.epochs = 1;
    Run run(experiment, TrainingData{rowsOf(rows), {}});
    run.toUpdate(100);
    return worstError(run.sink.updates);
}

} // namespace

TEST_CASE("the norm of a micro-batch is that of its window when N is 1", "[probe]")
{
    const Trained accumulated(withProbe(standingStill({}), "micro_batch"), 64, 2);
    const Trained single(standingStill({}, 1), 64, 8);
    REQUIRE(accumulated.sink.microBatches.size() == 8);
    for (std::size_t i = 0; i < 8; ++i) {
        const ProbeValues& probes = accumulated.sink.microBatches[i].probes;
        CHECK(probes.at("grad_norm") == Approx(single.sink.updates[i].gradNorm).epsilon(1e-6));
        CHECK(std::isnan(probes.at("cosine")) == (i % N == 0));
    }
    // |g1 + g2|² = |g1|² + |g2|² + 2·|g1|·|g2|·cos, with the mean gradient of both at N = 2
    const Trained pair(standingStill({}, 2), 64, 1);
    const double a = accumulated.sink.microBatches[0].probes.at("grad_norm");
    const double b2 = accumulated.sink.microBatches[1].probes.at("grad_norm");
    const double cosine = accumulated.sink.microBatches[1].probes.at("cosine");
    CHECK(std::sqrt(a * a + b2 * b2 + 2.0 * a * b2 * cosine) / 2.0
          == Approx(pair.sink.updates[0].gradNorm).epsilon(1e-6));
}

TEST_CASE("squares of the layers' gradient norms add up to that of the whole", "[probe]")
{
    const Trained run(withProbe(experimentOf({}), "layer_norms"), 64, 2);
    for (const UpdateRecord& record : run.sink.updates) {
        double sum = 0.0;
        for (const double norm : record.probes.values)
            sum += norm * norm;
        CHECK(record.probes.names->front() == "grad_norm.layers.0.kernel");
        CHECK(std::sqrt(sum) == Approx(record.gradNorm).epsilon(1e-9));
    }
    CHECK(run.sink.microBatches[0].probes.values.size() == 4);
}

TEST_CASE("the update ratio of sgd is learning rate times gradient norm over weight norm",
          "[probe]")
{
    Run run(withProbe(experimentOf({}), "update_ratio"), TrainingData{rowsOf(64), {}});
    const double norm = euclideanNorm(run.trainer.model().arena().weights());
    run.toUpdate(1);
    CHECK(value(run.last(), "update_ratio")
          == Approx(run.last().learningRate * run.last().gradNorm / norm).epsilon(1e-4));
    // Biases begin at 0: nothing to compare with.
    CHECK(std::isnan(value(run.last(), "update_ratio.layers.0.bias")));
    run.toUpdate(2);
    CHECK(value(run.last(), "update_ratio.layers.0.bias") > 0.0);
}

TEST_CASE("the tests of a window's size follow their papers", "[probe]")
{
    Run run(standingStill({}), TrainingData{rowsOf(8), {}}); // for its arena of 37 parameters
    Model& model = run.trainer.model();
    MemoryAccount memory;
    BatchTests tests({model, run.trainer.data().training, 1, memory});
    AlignedVector<float> gradient(model.arena().gradients().size());
    // g = (2, 0), (0, 2), (1, 1) with shares 1, 1 and 4: mean (1, 1), M2 = 2
    const auto add = [&](float x, float y, double share) {
        gradient[0] = x * static_cast<float>(share);
        gradient[1] = y * static_cast<float>(share);
        tests.addMicroBatch({.share = share, .gradients = gradient}, {});
    };
    add(2.0f, 0.0f, 1.0);
    add(0.0f, 2.0f, 1.0);
    add(1.0f, 1.0f, 4.0);
    std::vector<double> values(tests.columns().size());
    const OptimizerOptions options;
    const WindowView view{.moments = std::nullopt, .optimizer = options};
    tests.beforeUpdate(view, values);
    // Σ|g−ḡ|² = 2 + 2 + 0; (N−1)·N·M2 = 12
    CHECK(values[0] == Approx(4.0 / 12.0));
    CHECK(values[1] == std::ceil(4.0 / 12.0 * 3.0 / 0.81));
    CHECK(values[2] == Approx(0.0).margin(1e-7)); // all g·ḡ = 2 = M2
    CHECK(values[3] == Approx(std::sqrt((10.0 - 12.0 / 2.0) / 12.0)));
    CHECK(values[4] == Approx((std::sqrt(0.5) * 2.0 + 1.0) / 3.0));
    CHECK(values[5] == Approx(std::sqrt(0.5)));

    tests.endWindow();
    add(2.0f, 0.0f, 1.0);
    std::fill(values.begin(), values.end(), -1.0);
    tests.beforeUpdate(view, values);
    CHECK(values[0] == -1.0); // one micro-batch says nothing
}

TEST_CASE("an accumulated gradient equals that of one big batch to rounding", "[probe]")
{
    CHECK(equivalenceOf("6 tanh, 1") < 2e-6);
    CHECK(equivalenceOf("16 relu, dropout 0.5, 8 relu, 1") < 2e-6);
    CHECK(equivalenceOf("16 relu, layer_norm, 1") < 2e-6);
    CHECK(equivalenceOf("6 tanh, 1") > 0.0);                   // it is another order of sums
    CHECK(equivalenceOf("6 tanh, 1", {}, 4 * 32 + 13) < 2e-6); // partial window, short micro-batch
    CHECK(equivalenceOf("6 tanh, 1", {.partialWindow = PartialWindow::CarryOver}, 50) < 2e-6);
}

TEST_CASE("the equivalence check finds what makes accumulating differ", "[probe]")
{
    CHECK(equivalenceOf("16 relu, batch_norm, 1") > 1e-2);
    CHECK(equivalenceOf("6 tanh, 1", {.reduction = Reduction::Sum}) == Approx(N - 1.0));
    CHECK(equivalenceOf("6 tanh, 1", {.reduction = Reduction::MeanOfMeans}) < 2e-6);
    CHECK(equivalenceOf("6 tanh, 1", {.reduction = Reduction::MeanOfMeans}, 4 * 32 + 11) > 1e-2);
    CHECK(equivalenceOf("6 tanh, 1", {.partialWindow = PartialWindow::FlushDividedByN}, 4 * 32 + 16)
          == Approx(0.5));
    const double bf16 = equivalenceOf("6 tanh, 1", {.precision = AccumulatorPrecision::Bf16});
    CHECK(bf16 > 1e-4);
    CHECK(bf16 < 2e-2);
}

TEST_CASE("a window across two epochs is compared only if no random numbers are in it", "[probe]")
{
    Experiment experiment =
        withProbe(standingStill({.partialWindow = PartialWindow::CarryOver}), "equivalence");
    const Trained plain(experiment, 50, 3); // 7 micro-batches an epoch
    CHECK(value(plain.sink.updates[1], "equivalence_error") < 2e-6);
    const Trained dropping(withModel(experiment, "8 relu, dropout 0.5, 1"), 50, 3);
    CHECK(value(dropping.sink.updates[0], "equivalence_error") < 2e-6);
    CHECK(std::isnan(value(dropping.sink.updates[1], "equivalence_error")));
}

TEST_CASE("probes that only look do not change the run in the last bit", "[probe]")
{
    Experiment experiment = experimentOf({});
    experiment.model = "8 relu, batch_norm, dropout 0.3, 1";
    Experiment watched = experiment;
    for (const char* probe : {"equivalence", "sharpness", "update_ratio"})
        switchOn(watched, probe);
    const Trained plain(experiment, 100, 20);
    const Trained seen(watched, 100, 20);
    for (std::size_t i = 0; i < 20; ++i) {
        REQUIRE(seen.sink.updates[i].loss == plain.sink.updates[i].loss);
        REQUIRE(seen.sink.updates[i].gradNorm == plain.sink.updates[i].gradNorm);
        REQUIRE(seen.sink.updates[i].probes.values.size() > 5);
    }
    CHECK(plain.sink.updates[0].probes.isEmpty());
}

TEST_CASE("every probe can be switched on alone, and off while the run goes on", "[probe]")
{
    for (const ProbeKind& kind : probeKinds()) {
        CAPTURE(kind.name);
        Run run(withProbe(experimentOf({}), kind.name), TrainingData{rowsOf(100), {}});
        run.toUpdate(5);
        const std::size_t values =
            run.last().probes.values.size() + run.sink.microBatches.back().probes.values.size();
        CHECK(values
              == run.trainer.probeNames().size() + run.trainer.microBatchProbeNames().size());
        CHECK(values > 0);
        Hyperparameters settings = run.trainer.settings();
        settings.probes = ProbeOptions();
        run.trainer.setHyperparameters(settings);
        run.toUpdate(7);
        CHECK(run.last().probes.isEmpty());
        CHECK(run.sink.microBatches.back().probes.isEmpty());
    }
}

TEST_CASE("a probe that is set to every third update measures the first, fourth, seventh",
          "[probe]")
{
    const Trained run(withProbe(experimentOf({}), "sharpness", 3), 64, 7);
    for (const UpdateRecord& record : run.sink.updates)
        CHECK(std::isnan(value(record, "sharpness")) == ((record.update - 1) % 3 != 0));
}

namespace {

/// Brings \a second to where \a first is, by a checkpoint.
void goOnFrom(Run& first, Run& second)
{
    const TemporaryFolder folder;
    CheckpointFolder checkpoints(folder.path());
    checkpoints.begin(first.trainer.probeNames());
    checkpoints.save(first.trainer);
    Checkpoint(folder.path()).restore(second.trainer);
}

} // namespace

TEST_CASE("a resumed run measures on as if it had not been stopped", "[probe][checkpoint]")
{
    Experiment experiment = experimentOf({});
    experiment.hyperparameters.accumulationSteps = 1;
    for (const char* probe : {"noise_scale", "sharpness"})
        switchOn(experiment, probe);
    const Trained whole(experiment, 64, 12);

    Run first(experiment, TrainingData{rowsOf(64), {}});
    first.toUpdate(7);
    Run second(experiment, TrainingData{rowsOf(64), {}});
    goOnFrom(first, second);
    second.toUpdate(5);
    const auto& a = whole.last().probes.values;
    const auto& b2 = second.last().probes.values;
    REQUIRE(a.size() == b2.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        CHECK((a[i] == b2[i] || (std::isnan(a[i]) && std::isnan(b2[i]))));
}

TEST_CASE("a run that is stopped within a window measures it as if it had not been",
          "[probe][checkpoint]")
{
    Experiment experiment = experimentOf({.partialWindow = PartialWindow::CarryOver}, 5);
    experiment.model = "6 batch_norm tanh, dropout 0.5 by_call, 1";
    for (const ProbeKind& kind : probeKinds()) {
        if (kind.name != "memory") // which is of the process, not of the run
            switchOn(experiment, kind.name);
    }
    Run whole(experiment, TrainingData{rowsOf(64), {}});
    whole.microBatches(40);
    for (const int before : {1, 3, 17, 20, 22}) {
        CAPTURE(before);
        Run first(experiment, TrainingData{rowsOf(64), {}});
        first.microBatches(before);
        Run second(experiment, TrainingData{rowsOf(64), {}});
        goOnFrom(first, second);
        second.microBatches(40 - before);
        const auto requireSame = [](const auto& all, const auto& some) {
            REQUIRE(!some.empty());
            for (std::size_t i = 0; i < some.size(); ++i) {
                const ProbeValues& a = all[all.size() - some.size() + i].probes;
                const ProbeValues& c = some[i].probes;
                REQUIRE(a.values.size() == c.values.size());
                for (std::size_t k = 0; k < a.values.size(); ++k) {
                    CAPTURE(i, (*a.names)[k], a.values[k], c.values[k]);
                    REQUIRE((a.values[k] == c.values[k]
                             || (std::isnan(a.values[k]) && std::isnan(c.values[k]))));
                }
            }
        };
        requireSame(whole.sink.updates, second.sink.updates);
        requireSame(whole.sink.microBatches, second.sink.microBatches);
    }
}

TEST_CASE("what probes measured goes through history and CSV", "[probe][record]")
{
    const auto names =
        std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"a", "b.c"});
    History history(64);
    for (int i = 1; i <= 1000; ++i) {
        UpdateRecord record{.update = i, .loss = 1.0, .gradNorm = 2.0};
        if (i > 500)
            record.probes = {names, {static_cast<double>(i), i == 777 ? 1e6 : std::nan("")}};
        history.add(record);
    }
    REQUIRE(history.probeNames() == *names);
    Bucket all;
    for (const Bucket& bucket : *history.probe("a"))
        all.merge(bucket);
    CHECK(all.count == 500);
    CHECK(all.min == 501.0);
    CHECK(all.max == 1000.0);
    CHECK(history.probe("a")->size() == history.rowCount());
    CHECK(history.probe("d") == nullptr);

    History copy;
    copy.append(history);
    CHECK(copy.probeNames() == *names);

    const TemporaryFolder folder;
    std::ostringstream text;
    writeRuns(text, {{"run", &history}});
    const auto read = readRuns(folder.write("run.csv", text.str()));
    REQUIRE(read[0].history.probeNames() == *names);
    int spikes = 0;
    for (const Bucket& bucket : *read[0].history.probe("b.c"))
        spikes += bucket.count > 0 && bucket.mean == 1e6;
    CHECK(spikes == 1);
    CHECK(read[0].history.record(0).probes.isEmpty());
}

TEST_CASE("columns of text in a foreign file are no diagnostics", "[probe][record]")
{
    const TemporaryFolder folder;
    const auto read = readRuns(
        folder.write("run.csv", "update,loss,remark,noise\n1,2.5,good,3\n2,2.25,better,\n"));
    REQUIRE(read[0].history.rowCount() == 2);
    CHECK((*read[0].history.probe("noise"))[0].mean == 3.0);
    CHECK((*read[0].history.probe("noise"))[1].count == 0);
    CHECK((*read[0].history.probe("remark"))[0].count == 0);
}

TEST_CASE("names of a foreign file's columns that need quotation marks are read back as they were",
          "[probe][record]")
{
    const TemporaryFolder folder;
    const auto read = readRuns(
        folder.write("run.csv", "update,loss,\"lr, decayed\",\"the \"\"best\"\"\"\n1,2.5,3,4\n"));
    const std::vector<std::string> names{"lr, decayed", "the \"best\""};
    REQUIRE(read[0].history.probeNames() == names);
    std::ostringstream text;
    writeRuns(text, {{"run", &read[0].history}});
    const auto again = readRuns(folder.write("again.csv", text.str()));
    REQUIRE(again[0].history.probeNames() == names);
    CHECK((*again[0].history.probe(names[0]))[0].mean == 3.0);
}

TEST_CASE("a micro-batch that is left out has no values, not those of the one before", "[probe]")
{
    Experiment experiment = withProbe(experimentOf({}), "micro_batch");
    experiment.hyperparameters.nonFinite = NonFinite::SkipMicroBatch;
    Dataset data = rowsOf(64);
    data.targets[20] = std::numeric_limits<float>::infinity(); // in the third micro-batch
    Run run(experiment, TrainingData{data, {}});
    run.microBatches(4);
    CHECK(run.sink.microBatches[1].probes.at("grad_norm") > 0.0);
    CHECK(std::isnan(run.sink.microBatches[2].probes.at("grad_norm")));
    CHECK(run.sink.microBatches[3].probes.at("grad_norm") > 0.0);
}
