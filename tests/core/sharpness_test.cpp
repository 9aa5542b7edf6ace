#include "tests/support.h"

#include "tests/core/semantics_fixture.h"

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// λ of the Hessian of the mse of a linear model is that of 2/M Σ x̃x̃ᵀ, x̃ = (x, 1); by power
/// iteration in double.
double linearSharpness(const Dataset& data)
{
    const std::size_t d = 5;
    std::vector<double> v(d, 1.0);
    double eigenvalue = 0.0;
    for (int iteration = 0; iteration < 2000; ++iteration) {
        std::vector<double> product(d, 0.0);
        for (std::size_t row = 0; row < data.rowCount(); ++row) {
            const float* x = data.features.data() + row * 4;
            double dot = v[4];
            for (std::size_t i = 0; i < 4; ++i)
                dot += static_cast<double>(x[i]) * v[i];
            for (std::size_t i = 0; i < d; ++i)
                product[i] += 2.0 / static_cast<double>(data.rowCount()) * dot
                    * (i < 4 ? static_cast<double>(x[i]) : 1.0);
        }
        eigenvalue = 0.0;
        for (const double p : product)
            eigenvalue += p * p;
        eigenvalue = std::sqrt(eigenvalue);
        for (std::size_t i = 0; i < d; ++i)
            v[i] = product[i] / eigenvalue;
    }
    return eigenvalue;
}

Experiment quadratic(double learningRate, int steps, double momentum = 0.0)
{
    Experiment experiment;
    experiment.data.source = "noisy_quadratic";
    experiment.data.features = 16;
    experiment.data.samples = 2048;
    experiment.model = "scale";
    Hyperparameters& settings = experiment.hyperparameters;
    settings.accumulationSteps = steps;
    settings.microBatchSize = 4;
    settings.optimizer = optimizerKind("sgd").defaults;
    settings.optimizer.learningRate = learningRate;
    settings.optimizer.momentum = momentum;
    setExperimentValue(experiment, "probes.sharpness", "1");
    return experiment;
}

} // namespace

TEST_CASE("the sharpness of a linear model is the largest eigenvalue of its data", "[probe]")
{
    Experiment experiment = experimentOf({});
    experiment.model = "1";
    setExperimentValue(experiment, "probes.sharpness", "1");
    Run run(experiment, TrainingData{rowsOf(200), {}});
    run.toUpdate(3);
    CHECK(run.last().probes.at("sharpness") == Approx(linearSharpness(rowsOf(200))).epsilon(0.01));
}

TEST_CASE("the sharpness of the noisy quadratic is 1, and the edge follows the learning rate",
          "[probe]")
{
    Run plain(quadratic(0.25, 2));
    plain.toUpdate(3);
    CHECK(plain.last().probes.at("sharpness") == Approx(1.0).epsilon(2e-3));
    CHECK(plain.last().probes.at("edge_of_stability") == Approx(0.125).epsilon(2e-3));
    CHECK(plain.last().probes.at("critical_steps") == Approx(8.0).epsilon(2e-3));
    Experiment summing = quadratic(0.25, 6); // a sum of 6 steps as far as 6 times the rate
    summing.hyperparameters.semantics.reduction = Reduction::Sum;
    Run sum(summing);
    sum.toUpdate(3);
    CHECK(sum.last().probes.at("edge_of_stability") == Approx(0.75).epsilon(2e-3));
    CHECK(sum.last().probes.at("critical_steps") == Approx(8.0).epsilon(2e-3));
    Run heavy(quadratic(0.25, 2, 0.5));
    heavy.toUpdate(3);
    CHECK(heavy.last().probes.at("critical_steps") == Approx(3.0 / 0.25).epsilon(2e-3));
}

TEST_CASE("summing diverges just above the critical number of steps, not just below", "[probe]")
{
    const auto lossAfter = [](int steps, double momentum) {
        Experiment experiment = quadratic(0.25, steps, momentum); // critical: 8, with momentum 12
        experiment.hyperparameters.semantics.reduction = Reduction::Sum;
        experiment.hyperparameters.probes = ProbeOptions();
        experiment.stop.updates = 400;
        Run run(experiment);
        run.toUpdate(400);
        return run.trainer.state() == Trainer::State::Diverged;
    };
    CHECK_FALSE(lossAfter(7, 0.0));
    CHECK(lossAfter(9, 0.0));
    CHECK_FALSE(lossAfter(11, 0.5));
    CHECK(lossAfter(13, 0.5));
}
