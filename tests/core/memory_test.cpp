#include "tests/core/semantics_fixture.h"
#include "tests/support.h"

#include "core/aligned_vector.h"
#include "core/onednn/engine.h"
#include "core/study/memory_model.h"

#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace accumulus;
using namespace accumulus::testing;
using enum MemoryCategory;

namespace {

/// Sentence with which \a function goes over a budget, or "no error".
template <typename Error, typename Function>
std::string refusalOf(Function function)
{
    try {
        function();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

Experiment experimentWith(const std::string& source, const std::string& model,
                          const std::string& loss, int microBatchSize)
{
    Experiment experiment;
    experiment.data.source = source;
    experiment.model = model;
    experiment.loss = loss;
    experiment.hyperparameters.microBatchSize = microBatchSize;
    experiment.stop.epochs = 1;
    return experiment;
}

/// Peak of a run over a whole epoch and its evaluation.
MemoryUse measured(const Experiment& experiment, const TrainingData& data)
{
    Run run(experiment, data);
    while (!run.trainer.hasEnded())
        run.trainer.runMicroBatch();
    REQUIRE(run.trainer.state() == Trainer::State::Finished);
    return run.trainer.memory().peak();
}

/// All but the workspace to the byte, the whole to 1 %.
void checkPrediction(const Experiment& experiment, const TrainingData& data)
{
    const MemoryUse is = measured(experiment, data);
    const MemoryUse predicted = predictMemory(experiment, data);
    for (std::size_t i = 0; i < memoryCategoryCount; ++i) {
        const auto category = static_cast<MemoryCategory>(i);
        CAPTURE(memoryCategories()[i].name);
        if (category != Workspace)
            CHECK(predicted[category] == is[category]);
    }
    CAPTURE(predicted[Workspace], is[Workspace]);
    CHECK_THAT(static_cast<double>(predicted.total()),
               WithinRel(static_cast<double>(is.total()), 0.01));
}

/// \a rows to train on, then some to evaluate.
TrainingData smallData(int rows = 64, int validationRows = 0)
{
    return {rowsOf(rows), validationRows > 0 ? rowsOf(validationRows) : Dataset()};
}

void setBudget(Experiment& experiment, std::size_t bytes)
{
    experiment.compute.memoryMb = static_cast<double>(bytes) / 1e6;
}

constexpr const char* convNet = "conv 16 3x3 relu, maxpool 2, conv 32 3x3 relu, maxpool 2, "
                                "flatten, 128 relu, dropout 0.5, 10";

} // namespace

TEST_CASE("an account knows what is in use, the peak, and every category's own", "[memory]")
{
    MemoryAccount account;
    account.add(Parameters, 100);
    account.add(Activations, 50);
    account.remove(Activations, 50);
    account.add(Workspace, 30);
    account.add(Data, 1000);
    CHECK(account.current(Parameters) == 100);
    CHECK(account.current(Activations) == 0);
    CHECK(account.current().total() == 1130);
    CHECK(account.current().budgeted() == 130);
    CHECK(account.peak().budgeted() == 150); // the data does not move the peak
    CHECK(account.peak()[Activations] == 50);
    CHECK(account.peak()[Workspace] == 0);
    CHECK(account.peak(Workspace) == 30);
    CHECK(account.peak(Data) == 1000);
}

TEST_CASE("every category has a name and a summary", "[memory]")
{
    REQUIRE(memoryCategories().size() == memoryCategoryCount);
    CHECK(memoryCategories()[static_cast<std::size_t>(OptimizerState)].name == "optimizer_state");
    for (const MemoryCategoryInfo& category : memoryCategories())
        CHECK_FALSE(category.summary.empty());
}

TEST_CASE("more than the budget is refused in a sentence and counts for nothing", "[memory]")
{
    MemoryAccount account(2'000'000);
    account.add(Parameters, 1'500'000);
    account.add(Data, 50'000'000); // no budget counts it
    const MemoryUse before = account.current();
    const MemoryScope scope(&account, Activations);
    const std::string sentence =
        refusalOf<MemoryBudgetError>([] { AlignedVector<float>(200'000); });
    CHECK_THAT(sentence, ContainsSubstring("2 MB"));
    CHECK_THAT(sentence, ContainsSubstring("parameters 1.5 MB"));
    CHECK_THAT(sentence, ContainsSubstring("0.8 MB more were asked for activations"));
    CHECK_THAT(sentence, ContainsSubstring("smaller micro_batch_size"));
    CHECK_THAT(sentence, !ContainsSubstring("50 MB"));
    CHECK(account.current() == before);
    CHECK_NOTHROW(AlignedVector<float>(125'000)); // exactly what is left
    CHECK(account.current() == before);
    CHECK_THROWS_AS(account.add(Gradients, ~std::size_t{0}), MemoryBudgetError);
}

TEST_CASE("a vector is counted where it was made, wherever it grows or goes", "[memory]")
{
    MemoryAccount account;
    MemoryAccount other;
    AlignedVector<float> uncounted(100);
    AlignedVector<float> kept;
    {
        const MemoryScope scope(&account, Activations);
        AlignedVector<float> made(10);
        CHECK(account.current(Activations) == 40);
        {
            const MemoryScope inner(Gradients); // of the same account
            const AlignedVector<float> gradients(5);
            CHECK(account.current(Gradients) == 20);
        }
        CHECK(account.current(Gradients) == 0);
        CHECK(MemoryScope::current().category == Activations);
        kept = std::move(made);
    }
    CHECK(MemoryScope::current().account == nullptr);
    CHECK(account.current(Activations) == 40);
    kept.resize(1000);
    CHECK(account.current(Activations) == 4000);
    {
        const MemoryScope scope(&other, Data);
        const AlignedVector<float> copy = kept; // counts where it is made
        CHECK(other.current(Data) == 4000);
        AlignedVector<float> assigned;
        assigned = uncounted;
        CHECK(other.current(Data) == 4400);
        std::swap(assigned, kept);
        CHECK(kept.size() == 100);
    } // what was the kept one's is gone with its count
    CHECK(account.current().total() == 0);
    CHECK(other.current(Data) == 400);
    kept = AlignedVector<float>();
    CHECK(other.current().total() == 0);
    CHECK(uncounted.size() == 100);
}

TEST_CASE("a reservation counts while it lives", "[memory]")
{
    MemoryAccount account;
    {
        const MemoryReservation reservation(account, Probes, 77);
        CHECK(account.current(Probes) == 77);
    }
    CHECK(account.current(Probes) == 0);
}

TEST_CASE("a trainer counts every buffer under its category", "[memory]")
{
    // 4 → 6 → 6 → 1: the slices of 24, 6, 6 and 1 weights fill 32, 16, 16 and 16 places.
    constexpr std::size_t weights = 80 * sizeof(float);
    Experiment experiment = experimentOf({});
    experiment.hyperparameters.optimizer = optimizerKind("adam").defaults;
    Run run(experiment, smallData());
    const MemoryAccount& memory = run.trainer.memory();
    CHECK(memory.current(Parameters) == weights);
    CHECK(memory.current(Gradients) == weights);
    CHECK(memory.current(OptimizerState) == 2 * weights);
    CHECK(memory.current(Activations) == 0); // until the first micro-batch
    CHECK(memory.current(Data) == 64 * (5 * sizeof(float) + sizeof(std::uint32_t)));
    run.microBatches(1);
    // A sample's four features and target; three outputs with their gradients.
    CHECK(memory.current(Activations) == b * (5 + 2 * (6 + 6 + 1)) * sizeof(float));
    const MemoryUse before = memory.current();
    run.microBatches(3 * N);
    CHECK(memory.current() == before);
    CHECK(memory.peak() == before);
    CHECK(memory.current(Probes) == 0);
}

TEST_CASE("activations are proportional to the micro-batch size", "[memory]")
{
    const auto activations = [](int size) {
        Run run(experimentOf({}, N, size), smallData());
        run.microBatches(1);
        return run.trainer.memory().current(Activations);
    };
    const std::size_t one = activations(1);
    REQUIRE(one > 0);
    for (const int size : {2, 8, 32})
        CHECK(activations(size) == static_cast<std::size_t>(size) * one);
}

TEST_CASE("accumulation_steps costs no memory, a window as one batch does", "[memory]")
{
    const TrainingData data = smallData();
    const auto peak = [&](int steps, int size) {
        return measured(
            [&] {
                Experiment experiment = experimentOf({}, steps, size);
                experiment.stop.epochs = 1;
                return experiment;
            }(),
            data);
    };
    CHECK(peak(8, 8)[Activations] == peak(1, 8)[Activations]);
    CHECK(peak(1, 64)[Activations] == 8 * peak(8, 8)[Activations]);
    // What the window would take as one batch is known without making it.
    CHECK(MemoryModel(experimentOf({}, 8, 8), data).predict(64)[Activations]
          == peak(1, 64)[Activations]);
}

TEST_CASE("nothing is left counted when a run's parts are gone", "[memory]")
{
    MemoryAccount account;
    {
        const MemoryScope scope(&account, Workspace);
        Experiment experiment = experimentWith("digits", convNet, "cross_entropy", 8);
        experiment.hyperparameters.semantics = semanticsPreset("optax-apply-every").semantics;
        Run run(experiment); // its trainer counts in its own account
        CHECK(account.current().total() == 0);
        const AlignedVector<float> here(3);
        CHECK(account.current(Workspace) == 12);
    }
    CHECK(account.current().total() == 0);

    const TrainingData data = smallData(20, 6);
    const Hyperparameters settings =
        experimentOf(semanticsPreset("optax-apply-every").semantics).hyperparameters;
    {
        const MemoryScope scope(&account, Workspace);
        onednn::Engine engine(1);
        Model model(engine, "8 tanh, batch_norm, dropout 0.5, residual (8 gelu), layer_norm, 1",
                    lossKind("mse"), data.training, {});
        const RunCounters counters;
        Updater updater(model.arena(), counters, settings, 1);
        ProbeSet probes({model, data.training, 1, account});
        WindowGradients gradients(model.arena(), updater, probes, counters, 1);
        gradients.configure(settings);
        model.evaluate(data.validation, 4);
        for (const MemoryCategory category : {Parameters, Gradients, OptimizerState, Activations}) {
            CAPTURE(memoryCategories()[static_cast<std::size_t>(category)].name);
            CHECK(account.current(category) > 0);
        }
    }
    CHECK(account.current().total() == 0);
}

TEST_CASE("what a run takes is predicted from its shapes", "[memory]")
{
    struct Case
    {
        const char* source;
        const char* model;
        const char* loss;
        int microBatchSize;
        int threads = 1;
        Precision precision = Precision::F32;
    };
    const Case c = GENERATE(
        Case{"diabetes", "10 relu, 1", "mse", 32}, Case{"diabetes", "1", "mse", 1},
        Case{"diabetes", "64 tanh, 64 sigmoid, 64 gelu, 1", "huber", 50},
        Case{"diabetes", "scale, 16 relu, 1", "mae", 1000}, // more than there are rows
        Case{"digits", "256 relu, 128 relu, output", "cross_entropy", 64},
        Case{"digits", "64 relu, output", "cross_entropy", 100, 2},
        Case{"digits", convNet, "cross_entropy", 16},
        Case{"digits", convNet, "cross_entropy", 500, 2},
        Case{"digits", convNet, "cross_entropy", 64, 1, Precision::Bf16},
        Case{"digits", "256 relu, 128 relu, output", "cross_entropy", 64, 2, Precision::Bf16},
        Case{"digits", "conv 8 3x3, batch_norm relu, avgpool 2, globalavgpool, output",
             "cross_entropy", 128},
        Case{"wine", "batch_norm, 32 relu, dropout 0.3, layer_norm, residual (16 tanh, 32), output",
             "cross_entropy", 20},
        Case{"wine", "residual (8 relu, dropout 0.5, 13), residual (residual (13 gelu)), output",
             "cross_entropy", 7},
        Case{"breast_cancer", "32 relu, 1", "binary_cross_entropy", 33},
        Case{"gpl3", "embedding 8, flatten, 32 relu, output", "cross_entropy", 64});
    CAPTURE(c.source, c.model, c.microBatchSize, c.threads);
    Experiment experiment = experimentWith(c.source, c.model, c.loss, c.microBatchSize);
    experiment.compute.threads = c.threads;
    experiment.compute.precision = c.precision;
    checkPrediction(experiment, loadTrainingData(experiment));
}

TEST_CASE("what every optimizer takes is predicted", "[memory]")
{
    for (const OptimizerKind& kind : optimizers()) {
        CAPTURE(kind.name);
        Experiment experiment = experimentOf({});
        experiment.stop.epochs = 1;
        experiment.hyperparameters.optimizer = kind.defaults;
        checkPrediction(experiment, smallData(60, 21));
    }
}

TEST_CASE("what the settings of a window take is predicted", "[memory]")
{
    Experiment plain = experimentOf({});
    plain.stop.epochs = 1;
    plain.model = "6 tanh, batch_norm, 1"; // with states
    for (const SemanticsSwitch& row : semanticsSwitches()) {
        for (std::size_t value = 0; value < row.values.size(); ++value) {
            CAPTURE(row.name, row.values[value].name);
            Experiment experiment = plain;
            row.set(experiment.hyperparameters.semantics, value);
            checkPrediction(experiment, smallData(64, 16));
        }
    }
    for (const char* setting :
         {"non_finite=skip_micro_batch", "clip_norm=1", "learning_rate_scaling=adascale"}) {
        CAPTURE(setting);
        const std::string text = setting;
        Experiment experiment = plain;
        experiment.hyperparameters.semantics.clipping = Clipping::EachMicroBatch;
        setExperimentValue(experiment, text.substr(0, text.find('=')),
                           text.substr(text.find('=') + 1));
        checkPrediction(experiment, smallData(64, 16));
    }
}

TEST_CASE("a prediction may be about more than a pass can have", "[memory]")
{
    Experiment experiment = experimentWith("two_spirals", "65536 relu, output", "cross_entropy", 1);
    experiment.data.samples = 50'000;
    MemoryModel model(experiment, loadTrainingData(experiment));
    const std::size_t one = model.predict(1)[Activations];
    const std::size_t huge = model.predict(std::int64_t{1} << 32)[Activations];
    CHECK(static_cast<double>(huge) > 1e4 * static_cast<double>(one));
}

TEST_CASE("a run trains with its predicted peak as budget, with less it is refused", "[memory]")
{
    Experiment experiment = experimentWith("", "256 relu, 1", "mse", 64);
    const TrainingData data = smallData(128, 0);
    const std::size_t peak = predictMemory(experiment, data).budgeted();
    CHECK(MemoryModel(experiment, data).smallestBudget(64) == peak); // a single pass

    setBudget(experiment, peak);
    CHECK(measured(experiment, data).budgeted() == peak);

    setBudget(experiment, peak - peak / 20);
    CHECK_THAT(refusalOf<ExperimentError>([&] { Run(experiment, data); }),
               ContainsSubstring("more were asked for"));
}

TEST_CASE("under a tight budget a run makes its passes anew and gives the same curve", "[memory]")
{
    Experiment experiment =
        experimentWith("digits", "conv 8 3x3 relu, maxpool 2, output", "cross_entropy", 100);
    experiment.stop.epochs = 2;
    const TrainingData data = loadTrainingData(experiment);
    MemoryModel model(experiment, data);
    const std::size_t smallest = model.smallestBudget(100);
    REQUIRE(smallest < model.predict(100).budgeted());

    Run free(experiment, data);
    free.toUpdate(1000);
    setBudget(experiment, smallest);
    Run tight(experiment, data);
    tight.toUpdate(1000);
    REQUIRE(tight.sink.updates.size() == free.sink.updates.size());
    CHECK(tight.last().loss == free.last().loss);
    CHECK(tight.last().validationLoss == free.last().validationLoss);
    CHECK(tight.trainer.memory().peak().budgeted() <= smallest);

    setBudget(experiment, smallest - 64);
    CHECK_THROWS_AS(Run(experiment, data), ExperimentError);
}

TEST_CASE("a model that does not fit at all is refused before it trains", "[memory]")
{
    Experiment experiment = experimentOf({});
    setExperimentValue(experiment, "compute.memory_mb", "0.0005");
    CHECK_THAT(refusalOf<ExperimentError>([&] { Run(experiment, smallData()); }),
               ContainsSubstring("the memory budget of 0.0005 MB is too small"));
    setExperimentValue(experiment, "compute.memory_mb", "1");
    CHECK_NOTHROW(Run(experiment, smallData()));
    CHECK_THROWS_AS(setExperimentValue(experiment, "memory_mb", "-1"), ExperimentError);
}

TEST_CASE("evaluation takes no memory beyond that of training", "[memory]")
{
    Experiment experiment = experimentOf({});
    experiment.stop.epochs = 1;
    Run run(experiment, smallData(64, 800)); // a hundred micro-batches
    run.microBatches(4);
    const MemoryUse before = run.trainer.memory().peak();
    run.toUpdate(1000);
    REQUIRE(std::isfinite(run.last().validationLoss));
    CHECK(run.trainer.memory().peak() == before);
}

namespace {

/// A run of which \a change is refused for want of memory, and which then goes on as one that was
/// never asked.
void checkRefused(const Experiment& experiment, const TrainingData& data,
                  const std::function<void(Hyperparameters&)>& change)
{
    Experiment limited = experiment;
    setBudget(
        limited,
        MemoryModel(experiment, data).smallestBudget(experiment.hyperparameters.microBatchSize));
    Run untouched(limited, data);
    untouched.toUpdate(20);

    Run run(limited, data);
    run.microBatches(7); // in the middle of a window
    Hyperparameters settings = run.trainer.settings();
    change(settings);
    CHECK_THAT(refusalOf<ExperimentError>([&] { run.trainer.setHyperparameters(settings); }),
               ContainsSubstring("the memory budget of")
                   && ContainsSubstring("more were asked for"));
    CHECK(run.trainer.settings() == limited.hyperparameters);
    CHECK_FALSE(run.trainer.hasPendingSettings());
    run.toUpdate(20);
    CHECK(run.last().loss == untouched.last().loss);
    CHECK(run.last().gradNorm == untouched.last().gradNorm);
}

} // namespace

TEST_CASE("settings that do not fit the budget are refused, and the run goes on", "[memory]")
{
    Experiment experiment = experimentWith("", "64 relu, 1", "mse", 16);
    experiment.hyperparameters.accumulationSteps = 3;
    experiment.stop = {};
    const TrainingData data = smallData(160, 40);
    checkRefused(experiment, data, [](Hyperparameters& s) { s.microBatchSize = 128; });
    checkRefused(experiment, data,
                 [](Hyperparameters& s) { s.semantics.precision = AccumulatorPrecision::F64; });
    checkRefused(experiment, data, [](Hyperparameters& s) {
        s.semantics.betweenUpdates = BetweenUpdates::StepEachMicroBatch;
    });
    checkRefused(experiment, data, [](Hyperparameters& s) {
        s.probes.every[6] = 1; // sharpness keeps three vectors of the weights' size
    });
}

TEST_CASE("settings for which there is just room are taken", "[memory]")
{
    Experiment experiment = experimentWith("", "64 relu, 1", "mse", 16);
    experiment.hyperparameters.accumulationSteps = 3;
    const TrainingData data = smallData(160, 40);
    Hyperparameters larger = experiment.hyperparameters;
    larger.microBatchSize = 24;
    larger.semantics.precision = AccumulatorPrecision::F64;
    Experiment after = experiment;
    after.hyperparameters = larger;
    experiment.stop = {};
    setBudget(experiment, MemoryModel(after, data).smallestBudget(24));
    Run run(experiment, data);
    run.microBatches(4);
    run.trainer.setHyperparameters(larger);
    run.toUpdate(12);
    CHECK(run.last().microBatchSize == 24);

    // And back: what is not needed any more makes room for something else.
    Hyperparameters wide = experiment.hyperparameters;
    wide.microBatchSize = 25;
    run.trainer.setHyperparameters(wide);
    run.toUpdate(20);
    CHECK(run.last().microBatchSize == 25);
}

TEST_CASE("a probe that finds no room measures nothing and the run goes on", "[memory][probe]")
{
    Experiment experiment = experimentWith("", "64 relu, 1", "mse", 16);
    experiment.hyperparameters.accumulationSteps = 3;
    setExperimentValue(experiment, "probes.batch_tests", "1");
    const TrainingData data = smallData(160, 40);
    Run free(experiment, data);
    free.toUpdate(3);
    CHECK(std::isfinite(free.last().probes.at("norm_test")));

    // batch_tests keeps three gradients, which a prediction leaves out.
    setBudget(experiment, MemoryModel(experiment, data).smallestBudget(16));
    Run run(experiment, data);
    run.toUpdate(3);
    CHECK(std::isnan(run.last().probes.at("norm_test")));
    CHECK(run.last().loss == free.last().loss);
    REQUIRE(run.trainer.notes().size() == 1);
    CHECK_THAT(run.trainer.notes()[0], ContainsSubstring("probes.batch_tests measures nothing"));
}

TEST_CASE("a reservation may stand in for another buffer", "[memory]")
{
    MemoryAccount account(100);
    account.add(Gradients, 60);
    {
        const MemoryReservation larger(account, Gradients, 90, 60);
        CHECK(account.current(Gradients) == 90);
    }
    CHECK(account.current(Gradients) == 60);
    CHECK_THROWS_AS(MemoryReservation(account, Gradients, 101, 60), MemoryBudgetError);
    CHECK(account.current(Gradients) == 60);
}
