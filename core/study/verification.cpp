#include "core/study/verification.h"

#include "core/nn/model_spec.h"
#include "core/probe/probe.h"
#include "core/study/precision_error.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace accumulus {

namespace {

/// Windows of a run, without its files.
class WindowSink : public RecordSink
{
public:
    void onUpdate(const UpdateRecord& record) override { updates.push_back(record); }

    std::vector<UpdateRecord> updates;
};

Dataset firstRows(const Dataset& data, std::size_t count)
{
    Dataset some = data;
    const std::size_t rows = data.rowCount();
    some.features.resize(data.features.size() / rows * count);
    some.targets.resize(data.targets.size() / rows * count);
    some.weights.resize(data.weights.size() / rows * count);
    return some;
}

/// Weights stand still, nothing but the gradient is looked at.
Experiment standingStill(Experiment experiment)
{
    Hyperparameters& settings = experiment.hyperparameters;
    settings.optimizer = optionsFor("sgd", settings.optimizer);
    settings.optimizer.learningRate = 0.0;
    settings.optimizer.learningRateScaling = "none";
    settings.stepsSchedule.clear();
    settings.semantics.betweenUpdates = BetweenUpdates::Untouched;
    settings.probes = ProbeOptions();
    for (std::size_t i = 0; i < probeKinds().size(); ++i)
        settings.probes.every[i] = probeKinds()[i].name == "equivalence" ? 1 : 0;
    experiment.stop = {.epochs = 1};
    experiment.data.shuffle = false;
    return experiment;
}

/// Fills in what the equivalence probe measured.
void read(const ProbeValues& probes, VerifiedCase& result)
{
    result.error = probes.at("equivalence_error");
    result.cosine = probes.at("equivalence_cosine");
    result.max = probes.at("equivalence_max");
    constexpr std::string_view prefix = "equivalence_error.";
    for (std::size_t i = 0; i < probes.values.size(); ++i) {
        const std::string& name = (*probes.names)[i];
        if (name.starts_with(prefix) && probes.values[i] > result.worstError) {
            result.worstError = probes.values[i];
            result.worstParameter = name.substr(prefix.size());
        }
    }
}

/// One epoch of two windows.
class Verifier
{
public:
    Verifier(const Experiment& experiment, TrainingData data)
        : m_experiment(standingStill(experiment))
    {
        const Hyperparameters& settings = experiment.hyperparameters;
        const std::size_t rows = data.training.rowCount();
        const std::size_t window =
            std::min(rows,
                     static_cast<std::size_t>(settings.accumulationSteps)
                         * static_cast<std::size_t>(settings.microBatchSize));
        m_window = static_cast<int>(window);
        m_rest = static_cast<std::int64_t>(rows % window);
        m_data = {firstRows(data.training, window + rows % window), {}, data.targetScale};
        m_data.validation.featureCount = data.training.featureCount;
    }

    std::vector<VerifiedCase> run()
    {
        std::vector<VerifiedCase> cases;
        for (int size = m_window; size >= 1; --size) {
            if (m_window % size != 0)
                continue;
            m_experiment.hyperparameters.microBatchSize = size;
            m_experiment.hyperparameters.accumulationSteps = m_window / size;
            const auto [full, partial] = measure(m_experiment);
            cases.push_back(full);
            if (m_rest > 0)
                cases.push_back(partial);
        }
        std::stable_sort(cases.begin(), cases.end(),
                         [](const auto& a, const auto& b) { return a.window < b.window; });
        return cases;
    }

private:
    struct Pair
    {
        VerifiedCase full;
        VerifiedCase partial;
    };

    Pair measure(const Experiment& experiment)
    {
        Pair pair = measured(experiment);
        judge(experiment, pair, &Pair::full);
        judge(experiment, pair, &Pair::partial);
        return pair;
    }

    Pair measured(const Experiment& experiment)
    {
        WindowSink sink;
        Trainer trainer(experiment, m_data, sink);
        while (!trainer.hasEnded())
            trainer.runMicroBatch();
        m_batchDependence = trainer.model().batchDependence();
        const Hyperparameters& settings = experiment.hyperparameters;
        const auto result = [&](VerifiedWindow window) {
            return VerifiedCase{.window = window,
                                .microBatchSize = settings.microBatchSize,
                                .accumulationSteps = settings.accumulationSteps};
        };
        Pair pair{result(VerifiedWindow::Full), result(VerifiedWindow::Partial)};
        for (const UpdateRecord& record : sink.updates) {
            const bool isFull = record.samples == m_window;
            VerifiedCase& window = isFull ? pair.full : pair.partial;
            window.samples += record.windowSamples;
            if (isFull || &record == &sink.updates.back())
                read(record.probes, window);
        }
        return pair;
    }

    void judge(const Experiment& experiment, Pair& pair, VerifiedCase Pair::*window)
    {
        VerifiedCase& result = pair.*window;
        if (result.samples == 0) {
            result.verdict = result.window == VerifiedWindow::Partial
                ? "no update is made of it: partial_window is "
                    + valueOf(experiment, "partial_window")
                : "no update";
            return;
        }
        result.isEqual = result.error <= equivalenceLimit(choosePrecision(experiment));
        if (result.isEqual)
            result.verdict = "equal to rounding";
        else if (std::isnan(result.error))
            result.verdict = "not measured: the gradient is 0 or the window too large for one pass";
        else
            result.verdict = "differs because " + reasonsFor(experiment, result, window);
    }

    static std::string valueOf(const Experiment& experiment, std::string_view name)
    {
        for (const SemanticsSwitch& row : semanticsSwitches()) {
            if (row.name == name)
                return std::string(row.valueIn(experiment.hyperparameters.semantics).name);
        }
        return {};
    }

    /// Whether what is left of the difference, with all switches at their correct values, goes away
    /// where the window is one micro-batch: then layers see it as they see one big batch.
    bool isBatchDependent(const Experiment& experiment, VerifiedCase Pair::*window)
    {
        Experiment correct = experiment;
        choosePreset(correct.hyperparameters, "correct");
        const double error = (measured(correct).*window).error;
        correct.hyperparameters.microBatchSize = m_window;
        correct.hyperparameters.accumulationSteps = 1;
        const double whole = (measured(correct).*window).error;
        return error > equivalenceLimit(choosePrecision(experiment)) && whole < 0.9 * error;
    }

    /// Tries switch by switch which one makes it better.
    std::string reasonsFor(const Experiment& experiment, const VerifiedCase& result,
                           VerifiedCase Pair::*window)
    {
        std::string reasons;
        const auto add = [&reasons](const std::string& reason) {
            reasons += (reasons.empty() ? "" : "; and ") + reason;
        };
        for (const SemanticsSwitch& row : semanticsSwitches()) {
            const Semantics& semantics = experiment.hyperparameters.semantics;
            if (row.get(semantics) == 0)
                continue;
            Experiment corrected = experiment;
            row.set(corrected.hyperparameters.semantics, 0);
            const double error = (measured(corrected).*window).error;
            if (error < 0.9 * result.error)
                add("accumulation." + std::string(row.name) + " is "
                    + std::string(row.valueIn(semantics).name));
        }
        if (!m_batchDependence.empty() && isBatchDependent(experiment, window))
            add(m_batchDependence);
        return reasons.empty() ? "of something that no single switch explains" : reasons;
    }

    Experiment m_experiment;
    TrainingData m_data;
    int m_window = 0;        ///< samples of the full one
    std::int64_t m_rest = 0; ///< of the partial one
    std::string m_batchDependence;
};

} // namespace

std::vector<VerifiedCase> verifyEquivalence(const Experiment& experiment)
{
    return verifyEquivalence(experiment, loadTrainingData(experiment));
}

std::vector<VerifiedCase> verifyEquivalence(const Experiment& experiment, TrainingData data)
{
    return Verifier(experiment, std::move(data)).run();
}

std::vector<std::string> updateCaveats(const Experiment& experiment)
{
    std::vector<std::string> caveats;
    const Hyperparameters& settings = experiment.hyperparameters;
    const bool clips = settings.optimizer.clipNorm > 0.0 || settings.optimizer.clipValue > 0.0;
    if (clips && settings.semantics.clipping == Clipping::Sum)
        caveats.push_back("clipping is sum: the limits act on the sum of N micro-batches, so for "
                          "the mean they are N times tighter");
    if (clips && settings.semantics.clipping == Clipping::EachMicroBatch)
        caveats.push_back("clipping is each_micro_batch: it depends on how the batch is cut");
    if (settings.schedule.name != "constant"
        && settings.semantics.scheduleClock == ScheduleClock::MicroBatches)
        caveats.push_back("schedule_clock is micro_batches: the schedule runs N times as fast");
    if (settings.semantics.betweenUpdates != BetweenUpdates::Untouched)
        caveats.push_back("between_updates is not untouched: the optimizer acts at every "
                          "micro-batch, so N of them move the weights otherwise than one batch");
    return caveats;
}

} // namespace accumulus
