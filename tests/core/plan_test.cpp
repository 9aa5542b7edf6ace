#include "tests/support.h"

#include "core/study/advice.h"
#include "core/study/memory_plan.h"
#include "core/train/trainer.h"
#include "tests/core/training_fixture.h"

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Experiment digits(const std::string& model)
{
    Experiment experiment;
    experiment.data.source = "digits";
    experiment.loss = "cross_entropy";
    experiment.model = model;
    experiment.compute.threads = 1; // not as many as are fastest on a busy machine
    return experiment;
}

} // namespace

TEST_CASE("a plan is met by a run whose allocator refuses to pass the budget", "[plan]")
{
    const Experiment experiment = digits("256 relu, batch_norm, 128 relu, output");
    const TrainingData data = loadTrainingData(experiment);
    for (const std::size_t budget : {1'100'000u, 1'500'000u, 3'000'000u}) {
        const MemoryPlan plan = planMemory(experiment, data, 512, budget);
        CAPTURE(budget, plan.microBatchSize);
        CHECK(plan.microBatchSize * plan.accumulationSteps == 512);
        CHECK(plan.whole.budgeted() > plan.predicted.budgeted());
        Experiment limited = planned(experiment, plan, budget);
        limited.stop.epochs = 1;
        Run run(limited, data);
        run.toUpdate(1000);
        REQUIRE(run.trainer.state() == Trainer::State::Finished);
        const auto peak = static_cast<double>(run.trainer.memory().peak().budgeted());
        CHECK(peak <= static_cast<double>(budget));
        CHECK(peak == Approx(plan.predicted.budgeted()).epsilon(0.01));
        // The next larger micro-batch would not have fitted.
        MemoryModel model(experiment, data);
        if (plan.microBatchSize < 512)
            CHECK(model.predict(2 * plan.microBatchSize).budgeted() > budget);
    }
}

TEST_CASE("a budget that weights alone exceed is refused with what is needed", "[plan]")
{
    const Experiment experiment = digits("256 relu, output");
    CHECK_THROWS_WITH(planMemory(experiment, loadTrainingData(experiment), 64, 100'000),
                      ContainsSubstring("micro_batch_size 1 takes") && ContainsSubstring("100 kB"));
}

TEST_CASE("a batch that fits is not accumulated", "[plan]")
{
    const Experiment experiment = digits("32 relu, output");
    const MemoryPlan plan = planMemory(experiment, loadTrainingData(experiment), 64, 64'000'000);
    CHECK(plan.microBatchSize == 64);
    CHECK(plan.accumulationSteps == 1);
    CHECK(byteText(999) == "999 B");
    CHECK(byteText(59'940'000) == "59.9 MB");
}

TEST_CASE("advice is the N that makes the most progress per second", "[advice]")
{
    const AdviceInputs inputs{.microBatchSeconds = 1e-3,
                              .updateSeconds = 1e-3,
                              .allReduceSeconds = 15e-3,
                              .noiseScale = 1000.0,
                              .microBatchSize = 10,
                              .workers = 4};
    const Advice advice = advise(inputs);
    CHECK(advice.bestSteps == Approx(std::sqrt(16.0 * 1000.0 / 40.0))); // 20
    CHECK(advice.steps == 20);
    for (int steps = 1; steps < 200; ++steps)
        CHECK(advice.relativeProgress(steps) <= 1.0);
    CHECK(advice.relativeProgress(1) < 0.5);
    CHECK_THAT(adviceText(advice).back(), ContainsSubstring("accumulation_steps 20"));
}

TEST_CASE("advice is no window that an epoch does not have", "[advice]")
{
    const Advice advice = advise({.microBatchSeconds = 1e-3,
                                  .updateSeconds = 1e-1,
                                  .noiseScale = 1e4,
                                  .microBatchSize = 1,
                                  .microBatchesPerEpoch = 12});
    CHECK(advice.bestSteps == Approx(1000.0));
    CHECK(advice.steps == 12);
    CHECK_THAT(adviceText(advice).back(),
               ContainsSubstring("accumulation_steps 12, as many micro-batches as an epoch has"));
}

TEST_CASE("with cheap updates on one device there is no reason to accumulate", "[advice]")
{
    const Advice advice = advise({.microBatchSeconds = 1e-3,
                                  .updateSeconds = 1e-5,
                                  .noiseScale = 500.0,
                                  .microBatchSize = 32});
    CHECK(advice.steps == 1);
    CHECK_THAT(adviceText(advice).back(), ContainsSubstring("no speed"));
    const Advice unknown = advise({.microBatchSeconds = 1e-3, .noiseScale = std::nan("")});
    CHECK(std::isinf(unknown.bestSteps));
    CHECK_THAT(adviceText(unknown).back(), ContainsSubstring("drowns in noise"));
}

TEST_CASE("a ring all-reduce takes what its formula says", "[advice]")
{
    CHECK(Network{.workers = 1}.allReduceSeconds(1e9) == 0.0);
    CHECK(Network{4, 1e-4, 1e9}.allReduceSeconds(4e6) == Approx(6.0 * 1e-4 + 1.5 * 4e6 / 1e9));
}

TEST_CASE("what advice depends on is measured on a real run", "[advice]")
{
    Experiment experiment = smallExperiment();
    experiment.stop.epochs = 5;
    const AdviceInputs inputs =
        measureAdviceInputs(experiment, loadTrainingData(experiment), {.workers = 2});
    CHECK(inputs.microBatchSeconds > 0.0);
    CHECK(inputs.updateSeconds >= 0.0);
    CHECK(inputs.noiseScale > 0.0);
    const auto rows = static_cast<int>(loadTrainingData(experiment).training.rowCount());
    CHECK(inputs.microBatchesPerEpoch == rows / (2 * experiment.hyperparameters.microBatchSize));
    CHECK(inputs.allReduceSeconds == Approx(2.0 * 5e-5 + 4.0 * 121.0 / 1e9));
}

TEST_CASE("advice counts a micro-batch in the unit of the noise scale", "[advice]")
{
    const auto best = [](double noiseScale, double samplesInRow) {
        return advise({.microBatchSeconds = 1e-3,
                       .updateSeconds = 4e-3,
                       .noiseScale = noiseScale,
                       .microBatchSize = 10,
                       .samplesInRow = samplesInRow})
            .bestSteps;
    };
    CHECK(best(1000.0, 1.0) == Approx(20.0));
    // A text of 50 predictions a row, or weights of which a tenth counts.
    CHECK(best(50'000.0, 50.0) == Approx(20.0));
    CHECK(best(100.0, 0.1) == Approx(20.0));
}
