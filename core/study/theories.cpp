#include "core/data/synthetic.h"
#include "core/study/linear_regression_theory.h"
#include "core/study/memory_model.h"
#include "core/study/noisy_quadratic_theory.h"
#include "core/study/trained_run.h"
#include "core/train/trainer.h"

#include <cmath>
#include <limits>

namespace accumulus {

namespace {

const Hyperparameters& settingsOf(const TrainedRun& run)
{
    return run.experiment.hyperparameters;
}

double windowSamples(const TrainedRun& run)
{
    return static_cast<double>(settingsOf(run).accumulationSteps) * settingsOf(run).microBatchSize;
}

/// What the step is multiplied by: a sum of N means is N times the mean.
double effectiveLearningRate(const TrainedRun& run)
{
    const bool isSum = settingsOf(run).semantics.reduction == Reduction::Sum;
    return settingsOf(run).optimizer.learningRate * (isSum ? settingsOf(run).accumulationSteps : 1);
}

/// At the weights that the run began with. The arena holds kernel [d] first, then the bias, on a
/// cache line of its own.
LinearRegressionTheory linearRegression(const TrainedRun& run)
{
    const DataOptions& data = run.experiment.data;
    const std::vector<double> wanted = linearRegressionWeights(data, run.experiment.seed);
    LinearRegressionTheory theory{.features = data.features, .noise = data.noise};
    for (std::size_t i = 0; i < wanted.size(); ++i)
        theory.error += std::pow(static_cast<double>(run.initialWeights[i]) - wanted[i], 2);
    const std::size_t bias = (wanted.size() + 15) / 16 * 16;
    theory.offset = std::pow(static_cast<double>(run.initialWeights[bias]), 2);
    return theory;
}

/// A theory follows no more of them, about 10 ms: what a scenario asks for is not trusted.
constexpr std::int64_t mostUpdates = 1'000'000;

/// Of an update, or the last one; NaN if that is beyond a million. A loss is that of the weights
/// before its update.
double linearRegressionLoss(const TrainedRun& run, double atUpdate)
{
    const double last = atUpdate > 0.0 ? std::floor(atUpdate) : static_cast<double>(run.updates);
    if (!(last <= static_cast<double>(mostUpdates)))
        return std::numeric_limits<double>::quiet_NaN();
    LinearRegressionTheory theory = linearRegression(run);
    for (std::int64_t update = 1; update < static_cast<std::int64_t>(last); ++update)
        theory = theory.afterUpdate(effectiveLearningRate(run), windowSamples(run));
    return theory.loss();
}

/// Updates until the expected loss is \a target; NaN if that takes more than a million.
double linearRegressionUpdates(const TrainedRun& run, double target)
{
    LinearRegressionTheory theory = linearRegression(run);
    for (std::int64_t update = 1; update <= mostUpdates; ++update) {
        if (theory.loss() <= target)
            return static_cast<double>(update);
        theory = theory.afterUpdate(effectiveLearningRate(run), windowSamples(run));
    }
    return std::numeric_limits<double>::quiet_NaN();
}

double predictedMemory(const TrainedRun& run, double)
{
    Experiment experiment = run.experiment;
    experiment.hyperparameters.probes = ProbeOptions();
    return static_cast<double>(predictMemory(experiment, loadTrainingData(experiment)).budgeted());
}

double noisyQuadraticLoss(const TrainedRun& run, double)
{
    const auto features = static_cast<std::ptrdiff_t>(run.experiment.data.features);
    NoisyQuadraticTheory theory(
        std::vector<double>(run.initialWeights.begin(), run.initialWeights.begin() + features));
    for (std::int64_t update = 0; update < run.updates; ++update)
        theory.update(effectiveLearningRate(run), settingsOf(run).optimizer.momentum,
                      windowSamples(run));
    return theory.loss();
}

double largestRate(const TrainedRun& run)
{
    return largestLearningRate(run.experiment.data.features, windowSamples(run));
}

} // namespace

const std::vector<Theory>& theories()
{
    constexpr std::string_view regression = "linear_regression";
    constexpr std::string_view quadratic = "noisy_quadratic";
    static const std::vector<Theory> table{
        {"linear_regression_loss",
         "expected loss at the update behind it, or the last; sgd on fresh samples", regression,
         "1", &linearRegressionLoss},
        {"linear_regression_updates", "updates until the expected loss is the number behind it",
         regression, "1", &linearRegressionUpdates},
        {"linear_regression_noise_scale",
         "noise scale at the initial weights, (d+1) + dσ²/|Δ|² and the bias's part", regression,
         "1", [](const TrainedRun& run, double) { return linearRegression(run).noiseScale(); }},
        {"linear_regression_trace",
         "trace of a sample's gradient covariance at the initial weights", regression, "1",
         [](const TrainedRun& run, double) { return linearRegression(run).trace(); }},
        {"linear_regression_signal", "squared norm of the true gradient at the initial weights",
         regression, "1",
         [](const TrainedRun& run, double) { return linearRegression(run).signal(); }},
        {"linear_regression_grad_norm",
         "√E|g|² of a window of so many micro-batches, or the run's, at the initial weights",
         regression, "1",
         [](const TrainedRun& run, double steps) {
             const double n = steps > 0.0 ? steps : settingsOf(run).accumulationSteps;
             return std::sqrt(
                 linearRegression(run).squaredGradientNorm(n * settingsOf(run).microBatchSize));
         }},
        {"linear_regression_largest_rate", "largest stable learning rate, about 1/(1 + (d+1)/B)",
         regression, "1", [](const TrainedRun& run, double) { return largestRate(run); }},
        {"linear_regression_unstable", "1 if the learning rate is above that, else 0", regression,
         "1",
         [](const TrainedRun& run, double) {
             return effectiveLearningRate(run) > largestRate(run) ? 1.0 : 0.0;
         }},
        {"noisy_quadratic_loss", "expected loss after the run's updates; sgd on fresh samples",
         quadratic, "scale", &noisyQuadraticLoss},
        {"noisy_quadratic_critical_steps", "N above which a sum diverges, (2+2μ)/η; sgd", quadratic,
         "scale",
         [](const TrainedRun& run, double) {
             const OptimizerOptions& optimizer = settingsOf(run).optimizer; // λ = h_1 = 1
             return (2.0 + 2.0 * optimizer.momentum) / optimizer.learningRate;
         }},
        {"memory", "predicted peak of all buffers but the data set; without probes", "", "",
         &predictedMemory},
    };
    return table;
}

} // namespace accumulus
