#include "tests/core/semantics_fixture.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/nn/constant_loss.h"
#include "core/record/run_csv.h"
#include "core/train/divergence.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <sstream>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// Linear data whose rows all weigh \a weight.
Dataset weighted(int rows, float weight)
{
    Dataset data = rowsOf(rows);
    data.weights.assign(static_cast<std::size_t>(rows), weight);
    return data;
}

/// An update per micro-batch of \a size, at a learning rate that no weights survive.
Experiment diverging(int size)
{
    Experiment experiment = experimentOf({}, 1, size);
    experiment.model = "1";
    experiment.hyperparameters.optimizer.learningRate = 1.5;
    experiment.stop.updates = 200;
    return experiment;
}

Dataset classes(const std::vector<int>& labels)
{
    Dataset data;
    data.featureCount = 1;
    for (const int label : labels) {
        data.features.push_back(1.0f);
        data.targets.push_back(static_cast<float>(label));
    }
    data.classNames = {"a", "b", "c"};
    return data;
}

} // namespace

TEST_CASE("a run diverges at the same update whatever the unit of its sample weights", "[trainer]")
{
    const auto end = [](float weight) {
        Run run(diverging(30), TrainingData{weighted(300, weight), {}});
        run.toUpdate(1000);
        CHECK(run.trainer.state() == Trainer::State::Diverged);
        return run.trainer.updates();
    };
    const std::int64_t updates = end(1.0f);
    CHECK(updates < 200);
    CHECK(end(1.0f / 300.0f) == updates); // together they weigh 1, the usual normalisation
    CHECK(end(100.0f) == updates);
}

TEST_CASE("a loss is judged against the first hundred rows and a constant prediction", "[trainer]")
{
    Divergence divergence(1.0);
    CHECK_FALSE(divergence.judge({1e-14, 60.0, 60}, 1.0));
    CHECK_FALSE(divergence.judge({1e-14, 60.0, 60}, 1.0));
    CHECK_FALSE(divergence.judge({4e-4, 60.0, 60}, 1.0)); // 10^10 times as much, and still good
    CHECK_FALSE(divergence.judge({999.0, 60.0, 60}, 1.0));
    CHECK_THAT(divergence.judge({1001.0, 60.0, 60}, 1.0).value(),
               ContainsSubstring("1001") && ContainsSubstring("constant prediction costs (1)"));

    Divergence raw(1.0); // targets far from 0: it begins high
    CHECK_FALSE(raw.judge({1e6, 0.5, 100}, 1.0));
    CHECK_FALSE(raw.judge({9e8, 0.5, 100}, 1.0));
    CHECK_THAT(raw.judge({2e9, 0.5, 100}, 1.0).value(),
               ContainsSubstring("1000 times the first ones (1e+06)"));
}

TEST_CASE("what is not finite diverges at once, and what has no rows is not judged", "[trainer]")
{
    Divergence divergence(1.0);
    CHECK(divergence.judge({notANumber, 1.0, 1}, 1.0));
    CHECK(divergence.judge({1.0, 1.0, 1}, notANumber));
    CHECK_FALSE(divergence.judge({notANumber, 0.0, 0}, 0.0));
}

TEST_CASE("a constant prediction costs the variance, or the entropy", "[nn][loss]")
{
    Dataset numbers;
    numbers.featureCount = 1;
    numbers.features = {0, 0, 0, 0};
    numbers.targets = {1, 1, 5, 9};
    CHECK(constantLoss(lossKind("mse"), numbers) == Approx(11.0));
    CHECK(constantLoss(lossKind("mae"), numbers) == Approx(3.0));
    numbers.weights = {0.5f, 0.5f, 0.0f, 0.0f};
    CHECK(constantLoss(lossKind("mse"), numbers) == 0.0);

    CHECK(constantLoss(lossKind("cross_entropy"), classes({0, 0, 1, 1}))
          == Approx(std::numbers::ln2).epsilon(1e-5));
    CHECK(constantLoss(lossKind("cross_entropy"), classes({0, 1, 2}))
          == Approx(std::log(3.0)).epsilon(1e-5));
    Dataset two = classes({0, 1, 1, 1});
    two.classNames = {"a", "b"};
    CHECK(constantLoss(lossKind("binary_cross_entropy"), two)
          == Approx(-0.25 * std::log(0.25) - 0.75 * std::log(0.75)).epsilon(1e-5));
}

TEST_CASE("a window whose samples are all masked has no loss, and the run goes on", "[trainer]")
{
    Dataset data = weighted(4 * b * N, 1.0f);
    for (std::size_t row = b * N; row < 2 * b * N; ++row)
        data.weights[row] = 0.0f; // the second window
    Experiment experiment = experimentOf({});
    experiment.stop.epochs = 1;
    Run run(experiment, TrainingData{data, {}});
    run.toUpdate(100);
    REQUIRE(run.sink.updates.size() == 4);
    CHECK(run.trainer.state() == Trainer::State::Finished);
    const UpdateRecord& masked = run.sink.updates[1];
    CHECK_FALSE(masked.hasLoss);
    CHECK(std::isnan(masked.loss));
    CHECK(masked.gradNorm == 0.0);
    CHECK(std::isfinite(run.last().loss));
    CHECK(std::isnan(run.sink.microBatches[N].loss));

    std::ostringstream text;
    UpdateCsv csv(text, {});
    for (const UpdateRecord& record : run.sink.updates)
        csv.write(record);
    MicroBatchCsv(text, {}).write(run.sink.microBatches[N]);
    CHECK_THAT(text.str(), !ContainsSubstring("nan"));

    const TemporaryFolder folder;
    const auto path = folder.write("u.csv", text.str().substr(0, text.str().find("micro_batch,u")));
    const auto runs = readRuns(path);
    CHECK(runs[0].history.rowCount() == 4);
    CHECK(runs[0].history.values(Metric::Loss)[1].count == 0);
}

TEST_CASE("validation rows that are all masked are not evaluated", "[trainer]")
{
    Experiment experiment = experimentOf({});
    experiment.stop.epochs = 1;
    Run run(experiment, TrainingData{weighted(64, 1.0f), weighted(16, 0.0f)});
    run.toUpdate(100);
    CHECK(run.trainer.state() == Trainer::State::Finished);
    CHECK(std::isnan(run.last().validationLoss));
}

TEST_CASE("figures of nothing are not 0", "[record]")
{
    const UpdateRecord record;
    CHECK(std::isnan(record.loss));
    CHECK(std::isnan(record.gradNorm));
    CHECK(std::isnan(record.learningRate));
    CHECK(std::isnan(MicroBatchRecord().loss));
    CHECK(std::isnan(BatchLoss().mean()));
}
