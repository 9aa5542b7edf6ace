#include "core/data/synthetic.h"
#include "core/study/linear_regression_theory.h"
#include "core/study/noisy_quadratic_theory.h"
#include "core/study/trained_run.h"

#include <cmath>

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

double linearRegressionLoss(const TrainedRun& run)
{
    LinearRegressionTheory theory = linearRegression(run);
    for (std::int64_t update = 1; update < run.updates;
         ++update) // a loss is that before its update
        theory = theory.afterUpdate(effectiveLearningRate(run), windowSamples(run));
    return theory.loss();
}

double noisyQuadraticLoss(const TrainedRun& run)
{
    const auto features = static_cast<std::ptrdiff_t>(run.experiment.data.features);
    NoisyQuadraticTheory theory(
        std::vector<double>(run.initialWeights.begin(), run.initialWeights.begin() + features));
    for (std::int64_t update = 0; update < run.updates; ++update)
        theory.update(effectiveLearningRate(run), settingsOf(run).optimizer.momentum,
                      windowSamples(run));
    return theory.loss();
}

/// The quadratic's λ is h_1 = 1, that of linear regression 2 (Hessian 2·E x̃x̃ᵀ = 2I).
double largestCurvature(const TrainedRun& run)
{
    return run.experiment.data.source == "noisy_quadratic" ? 1.0 : 2.0;
}

} // namespace

const std::vector<Theory>& theories()
{
    static const std::vector<Theory> table{
        {"linear_regression_loss",
         "expected loss of the last window; sgd on linear_regression, fresh samples",
         &linearRegressionLoss},
        {"linear_regression_noise_scale",
         "noise scale at the initial weights, (d+1) + dσ²/|Δ|² and the bias's part; "
         "linear_regression",
         [](const TrainedRun& run) { return linearRegression(run).noiseScale(); }},
        {"linear_regression_trace",
         "trace of a sample's gradient covariance at the initial weights",
         [](const TrainedRun& run) { return linearRegression(run).trace(); }},
        {"linear_regression_signal", "squared norm of the true gradient at the initial weights",
         [](const TrainedRun& run) { return linearRegression(run).signal(); }},
        {"linear_regression_grad_norm",
         "√E|g|² of a window at the initial weights; linear_regression",
         [](const TrainedRun& run) {
             return std::sqrt(linearRegression(run).squaredGradientNorm(windowSamples(run)));
         }},
        {"linear_regression_largest_rate",
         "largest stable learning rate, about 1/(1 + (d+1)/B); linear_regression",
         [](const TrainedRun& run) {
             return largestLearningRate(run.experiment.data.features, windowSamples(run));
         }},
        {"noisy_quadratic_loss",
         "expected loss after the run's updates; sgd on noisy_quadratic, fresh samples",
         &noisyQuadraticLoss},
        {"critical_steps",
         "N above which a sum diverges, (2+2μ)/(ηλ); sgd on noisy_quadratic, linear_regression",
         [](const TrainedRun& run) {
             const OptimizerOptions& optimizer = settingsOf(run).optimizer;
             return (2.0 + 2.0 * optimizer.momentum)
                 / (optimizer.learningRate * largestCurvature(run));
         }},
    };
    return table;
}

} // namespace accumulus
