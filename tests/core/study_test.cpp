#include "tests/support.h"

#include "core/data_error.h"
#include "core/probe/probe.h"
#include "core/study/sweep_table.h"
#include "core/study/verification.h"
#include "tests/core/semantics_fixture.h"
#include "tests/temporary_folder.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Experiment small()
{
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 20;
    return experiment;
}

std::string csvOf(const SweepResult& result)
{
    std::ostringstream text;
    writeSweepCsv(text, result);
    return text.str();
}

const VerifiedCase& caseOf(const std::vector<VerifiedCase>& cases, VerifiedWindow window, int size)
{
    for (const VerifiedCase& row : cases) {
        if (row.window == window && row.microBatchSize == size)
            return row;
    }
    throw std::logic_error("no such case");
}

/// Windows of 32 on the 354 training rows of diabetes, which leave 2; cut off here to a window and
/// its rest.
std::vector<VerifiedCase> verified(const std::string& key, const std::string& value)
{
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.microBatchSize = 16;
    experiment.hyperparameters.accumulationSteps = 3; // 354 = 7 · 48 + 18
    setExperimentValue(experiment, key, value);
    return verifyEquivalence(experiment);
}

} // namespace

TEST_CASE("values that are varied may have commas and colons in quotation marks", "[study]")
{
    const SweepVariable plain = parseSweepVariable("accumulation_steps=1,4,16");
    CHECK(plain.keys == std::vector<std::string>{"accumulation_steps"});
    CHECK(plain.values.size() == 3);
    const SweepVariable models = parseSweepVariable("model=\"10 relu, 1\",1");
    REQUIRE(models.values.size() == 2);
    CHECK(models.values[0][0] == "10 relu, 1");
    const SweepVariable together =
        parseSweepVariable("accumulation_steps:steps_schedule=1:\"epoch 2: 8\",4:");
    REQUIRE(together.values.size() == 2);
    CHECK(together.values[0] == std::vector<std::string>{"1", "epoch 2: 8"});
    CHECK(together.values[1] == std::vector<std::string>{"4", ""});
    CHECK_THROWS_WITH(parseSweepVariable("a:b=1:2,3"), ContainsSubstring("2 keys"));
    CHECK_THROWS_WITH(parseSweepVariable("accumulation_steps"), ContainsSubstring("KEY=V1"));
    CHECK_THROWS_WITH(parseSweepVariable("model=\"10"), ContainsSubstring("quotation mark"));
}

TEST_CASE("a grid that is too large is refused before it is made", "[study]")
{
    SweepVariable many{.keys = {"seed"}, .values = {}};
    for (int value = 0; value < 1000; ++value)
        many.values.push_back({std::to_string(value)});
    const auto along = [&](const char* key) {
        SweepVariable variable = many;
        variable.keys = {key};
        return variable;
    };
    Sweep sweep{.base = small(), .variables = {along("seed")}};
    CHECK(sweepPoints(sweep).size() == 1000);
    // A thousand million points would take 200 GB.
    sweep.variables = {along("seed"), along("stop.updates"), along("samples")};
    CHECK_THROWS_WITH(sweepPoints(sweep), ContainsSubstring("more than 100000 points"));
    sweep.variables = {along("seed")};
    sweep.seeds = 1001;
    CHECK_THROWS_WITH(sweepPoints(sweep), ContainsSubstring("more than 1000000 runs"));
}

TEST_CASE("a sweep trains the whole grid with paired seeds, whatever the number of threads",
          "[study][session]")
{
    Sweep sweep{.base = small(), .variables = {}, .seeds = 3};
    sweep.variables = {parseSweepVariable("accumulation_steps=1,4"),
                       parseSweepVariable("optimizer=sgd,adam")};
    sweep.figures = {"final_loss", "last grad_norm"};
    const SweepResult one = runSweep(sweep, 1);
    const SweepResult two = runSweep(sweep, 2);
    REQUIRE(one.points.size() == 4);
    REQUIRE(one.runs.size() == 12);
    CHECK(csvOf(one) == csvOf(two));
    CHECK(one.points[1].values == std::vector<std::string>{"1", "adam"});
    // Each run is the one that the experiment alone gives.
    Experiment alone = one.points[3].experiment;
    alone.seed = 3;
    CHECK(one.valuesOf(3, 0)[2] == trainToEnd(alone).stability.finalLoss);
    CHECK(pairedDifferences(one, 3, 0)[2] == one.valuesOf(3, 0)[2] - one.valuesOf(0, 0)[2]);
}

TEST_CASE("a sweep refuses a bad point before it trains any", "[study]")
{
    Sweep sweep{.base = small(), .variables = {parseSweepVariable("accumulation_steps=1,0")}};
    CHECK_THROWS_AS(runSweep(sweep, 1), ExperimentError);
    sweep.variables = {parseSweepVariable("learning_rate=0.1,1"),
                       parseSweepVariable("optimizer.learning_rate=0.01")};
    CHECK_THROWS_WITH(runSweep(sweep, 1), ContainsSubstring("varied twice"));
    sweep.variables = {parseSweepVariable("model=1,2")}; // two outputs do not fit the data
    CHECK_THROWS_WITH(runSweep(sweep, 2), ContainsSubstring("2 outputs"));
}

TEST_CASE("the seed may be varied like any other key", "[study]")
{
    Sweep sweep{.base = small(), .variables = {parseSweepVariable("seed=1,2")}};
    sweep.figures = {"final_loss"};
    const SweepResult result = runSweep(sweep, 1);
    CHECK(result.valuesOf(0, 0) != result.valuesOf(1, 0));
}

TEST_CASE("figures of a long run keep its extremes", "[study]")
{
    TrainedRun run;
    run.history = History(16);
    for (int update = 1; update <= 1000; ++update)
        run.history.add({.update = update, .loss = update == 500 ? -7.0 : 1.0 + update});
    CHECK(figureOf(run, "min loss") == -7.0);
    CHECK(figureOf(run, "max loss") == 1001.0);
    CHECK(figureOf(run, "first loss") == 2.0);
    CHECK(figureOf(run, "last loss") == 1001.0);
    CHECK(figureOf(run, "mean loss")
          == Approx((1001.0 * 1002.0 / 2.0 - 1.0 - 501.0 - 7.0) / 1000.0));
}

TEST_CASE("a sweep that is broken off keeps the runs that have ended", "[study][session]")
{
    Sweep sweep{.base = smallExperiment(), .variables = {parseSweepVariable("seed=1,2,3,4")}};
    sweep.base.stop.seconds = 60.0;
    SweepObserver observer;
    observer.onProgress = [](double) { return false; };
    CHECK(runSweep(sweep, 2, observer).runs.empty());
}

TEST_CASE("runs of a sweep are trained on the same data, or it says so", "[study]")
{
    const TemporaryFolder folder;
    std::string rows = "x,y\n";
    for (int i = 0; i < 40; ++i)
        rows += std::to_string(i) + ',' + std::to_string(2 * i) + '\n';
    const auto data = folder.write("d.csv", rows);
    Sweep sweep{.base = Experiment(), .variables = {parseSweepVariable("seed=1,2,3")}};
    sweep.base.data.source = "csv";
    sweep.base.data.file = data.string();
    sweep.base.stop.updates = 5;
    sweep.base.compute.threads = 1;
    SweepObserver observer;
    observer.onRun = [&](const SweepRun&, const TrainedRun&) {
        folder.write("d.csv", rows + "100,200\n");
    };
    CHECK_THROWS_WITH(runSweep(sweep, 1, observer), ContainsSubstring("d.csv was changed"));
    folder.write("d.csv", rows);
    std::string failure;
    observer.onError = [&](std::exception_ptr error) {
        try {
            std::rethrow_exception(error);
        } catch (const DataError& dataError) {
            failure = dataError.what();
        }
    };
    CHECK(runSweep(sweep, 1, observer).runs.size() == 1); // the one before the change
    CHECK_THAT(failure, ContainsSubstring("d.csv was changed"));
}

TEST_CASE("means and deviations are over the values that are there", "[study]")
{
    const Spread spread = spreadOf({1.0, 2.0, 6.0, std::nan("")});
    CHECK(spread.count == 3);
    CHECK(spread.mean == Approx(3.0));
    CHECK(spread.deviation == Approx(std::sqrt(7.0)));
    CHECK(spread.standardError() == Approx(std::sqrt(7.0 / 3.0)));
    CHECK(std::isnan(spreadOf({}).mean));
}

TEST_CASE("figures of a run read its curve", "[study]")
{
    Experiment experiment = small();
    experiment.hyperparameters.accumulationSteps = 2;
    setExperimentValue(experiment, "probes.noise_scale", "1");
    const TrainedRun run = trainToEnd(experiment);
    const auto losses = [&](std::size_t row) { return run.history.record(row).loss; };
    CHECK(figureOf(run, "first loss") == losses(0));
    CHECK(figureOf(run, "last loss") == losses(19));
    CHECK(figureOf(run, "at loss 7") == losses(6));
    CHECK(figureOf(run, "final_loss") == losses(19));
    CHECK(figureOf(run, "last update") == 20.0);
    CHECK(figureOf(run, "until update 5") == 1.0);
    CHECK(figureOf(run, "samples_until loss 1e9") == 64.0);
    CHECK(std::isnan(figureOf(run, "until loss -1")));
    CHECK(figureOf(run, "max loss") >= figureOf(run, "rms loss"));
    CHECK(figureOf(run, "rms loss") >= figureOf(run, "mean loss"));
    CHECK(figureOf(run, "last noise_scale") > 0.0);
    CHECK(std::isnan(figureOf(run, "last sharpness")));
    CHECK(std::isnan(figureOf(run, "theory linear_regression_loss"))); // not of this problem
    CHECK_THROWS_WITH(figureOf(run, "frist loss"), ContainsSubstring("statistic \"frist\""));
    CHECK_THROWS_WITH(figureOf(run, "losss"), ContainsSubstring("final_loss"));
    CHECK_NOTHROW(checkFigure("last noise_scale", columnsOf(experiment)));
    CHECK_THROWS_WITH(checkFigure("last sharpness", columnsOf(experiment)),
                      ContainsSubstring("switch on the probe"));
    CHECK_THROWS_WITH(figureOf(run, "at loss x"), ContainsSubstring("number"));
}

TEST_CASE("a theory is not followed for longer than somebody waits", "[study]")
{
    Experiment experiment = small();
    experiment.data = {.source = "linear_regression", .samples = 100, .features = 3};
    experiment.model = "1";
    experiment.hyperparameters.optimizer.name = "sgd";
    const TrainedRun run = trainToEnd(experiment);
    CHECK(figureOf(run, "theory linear_regression_loss 1e6") > 0.0);
    CHECK(std::isnan(figureOf(run, "theory linear_regression_loss 1000001")));
    CHECK(std::isnan(figureOf(run, "theory linear_regression_loss 1e300")));
}

TEST_CASE("verify finds the default equal for every way to cut the batch", "[study][verify]")
{
    const auto cases = verified("preset", "correct");
    CHECK(cases.size() == 20); // 48 has ten divisors; a full and a partial window each
    for (const VerifiedCase& row : cases) {
        CAPTURE(row.microBatchSize, row.error);
        CHECK(row.isEqual);
        CHECK(row.samples == (row.window == VerifiedWindow::Full ? 48 : 18));
    }
}

TEST_CASE("verify names what makes gradients differ", "[study][verify]")
{
    const auto sum = verified("reduction", "sum");
    CHECK(caseOf(sum, VerifiedWindow::Full, 48).isEqual);
    CHECK(caseOf(sum, VerifiedWindow::Full, 16).error == Approx(2.0));
    CHECK(caseOf(sum, VerifiedWindow::Full, 16).verdict
          == "differs because accumulation.reduction is sum");

    const auto norm = verified("model", "16 relu, batch_norm, 1");
    CHECK(caseOf(norm, VerifiedWindow::Full, 8).verdict
          == "differs because batch_norm uses each micro-batch's statistics");

    // Where the window is one micro-batch, what differs is not because of batch_norm.
    Experiment lightning;
    lightning.data.source = "diabetes";
    lightning.model = "16 batch_norm relu, 1";
    lightning.hyperparameters.microBatchSize = 100;
    lightning.hyperparameters.accumulationSteps = 3;
    choosePreset(lightning.hyperparameters, "lightning");
    const auto cases = verifyEquivalence(lightning);
    CHECK(caseOf(cases, VerifiedWindow::Full, 100).verdict
          == "differs because batch_norm uses each micro-batch's statistics");
    CHECK(caseOf(cases, VerifiedWindow::Partial, 150).verdict
          == "differs because accumulation.partial_window is flush_divided_by_n");
    CHECK_THAT(caseOf(cases, VerifiedWindow::Partial, 50).verdict,
               ContainsSubstring("flush_divided_by_n")
                   && ContainsSubstring("; and batch_norm uses"));

    // A mean of means is only wrong where micro-batches are unequal: 18 = 16 + 2.
    const auto means = verified("reduction", "mean_of_means");
    CHECK(caseOf(means, VerifiedWindow::Full, 16).isEqual);
    CHECK(caseOf(means, VerifiedWindow::Partial, 16).verdict
          == "differs because accumulation.reduction is mean_of_means");
    CHECK(caseOf(means, VerifiedWindow::Partial, 6).isEqual);

    CHECK(caseOf(verified("accumulation.precision", "bf16"), VerifiedWindow::Full, 4).verdict
          == "differs because accumulation.precision is bf16");
    CHECK_THAT(caseOf(verified("partial_window", "drop"), VerifiedWindow::Partial, 16).verdict,
               ContainsSubstring("no update is made of it"));
}

TEST_CASE("switches behind the gradient are told as caveats", "[study][verify]")
{
    Experiment experiment;
    CHECK(updateCaveats(experiment).empty());
    experiment.hyperparameters.semantics.clipping = Clipping::Sum;
    CHECK(updateCaveats(experiment).empty()); // nothing is clipped
    experiment.hyperparameters.optimizer.clipNorm = 1.0;
    CHECK(updateCaveats(experiment).size() == 1);
}

TEST_CASE("the README defines every figure as the program does", "[study]")
{
    std::ifstream file(std::filesystem::path(ACCUMULUS_TEST_DATA) / ".." / "README.md");
    std::stringstream text;
    text << file.rdbuf();
    for (const StabilityFigure& figure : stabilityFigures()) {
        CAPTURE(figure.name);
        CHECK_THAT(text.str(), ContainsSubstring(std::string(figure.definition)));
        CHECK_THAT(text.str(), ContainsSubstring("| `" + std::string(figure.name) + "` |"));
    }
    for (const ProbeKind& kind : probeKinds())
        CHECK_THAT(text.str(), ContainsSubstring("| `" + std::string(kind.name) + "` |"));
}
