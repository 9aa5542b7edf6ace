#include "tests/support.h"

#include "core/probe/noise_scale.h"
#include "tests/core/semantics_fixture.h"

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Means of what the probe estimated from single windows.
struct Means
{
    double trace = 0.0;
    double signal = 0.0;
    double squaredNorm = 0.0;
};

Means meansOf(const std::vector<UpdateRecord>& updates)
{
    Means means;
    double count = 0.0;
    for (const UpdateRecord& record : updates) {
        if (std::isnan(record.probes.at("gradient_trace")))
            continue;
        means.trace += record.probes.at("gradient_trace");
        means.signal += record.probes.at("gradient_signal");
        means.squaredNorm += record.gradNorm * record.gradNorm;
        ++count;
    }
    return {means.trace / count, means.signal / count, means.squaredNorm / count};
}

Experiment noiseExperiment(int steps, int size)
{
    Experiment experiment = standingStill({}, steps, size);
    experiment.data.shuffle = true;
    setExperimentValue(experiment, "probes.noise_scale", "1");
    return experiment;
}

/// Squared norm of the whole set's gradient, and the trace of the covariance of a sample's (divisor
/// M − 1), from windows of one sample.
NoiseEstimate exactNoise(int rows)
{
    Experiment whole = standingStill({}, 1, rows);
    Run big(whole, TrainingData{rowsOf(rows), {}});
    big.toUpdate(1);
    const double square = big.last().gradNorm * big.last().gradNorm;
    Run single(standingStill({}, 1, 1), TrainingData{rowsOf(rows), {}});
    single.toUpdate(static_cast<std::size_t>(rows));
    double squares = 0.0;
    for (const UpdateRecord& record : single.sink.updates)
        squares += record.gradNorm * record.gradNorm;
    return {(squares - rows * square) / (rows - 1.0), square};
}

} // namespace

TEST_CASE("trace and signal of a small data set are estimated without bias", "[probe][noise]")
{
    // Windows drawn without replacement from 64 rows; without the correction the signal would be
    // short by S/M.
    constexpr int rows = 64;
    const NoiseEstimate exact = exactNoise(rows);
    Run run(noiseExperiment(4, 4), TrainingData{rowsOf(rows), {}});
    run.toUpdate(4 * 1500);
    const Means means = meansOf(run.sink.updates);
    CHECK(means.trace == Approx(exact.trace).epsilon(0.02));
    CHECK(means.signal == Approx(exact.signal).epsilon(0.02));
    CHECK(exact.trace / rows > 0.05 * exact.signal); // the correction is worth testing
    CHECK(means.squaredNorm
          == Approx(std::pow(expectedGradientNorm(exact, 16.0, rows), 2)).epsilon(0.02));
}

TEST_CASE("unequal micro-batches are estimated without bias too", "[probe][noise]")
{
    // 21 rows in micro-batches of 8: 8, 8 and 5.
    constexpr int rows = 21;
    const NoiseEstimate exact = exactNoise(rows);
    Run run(noiseExperiment(3, 8), TrainingData{rowsOf(rows), {}});
    run.toUpdate(4000);
    const Means means = meansOf(run.sink.updates);
    CHECK(means.trace == Approx(exact.trace).epsilon(0.02));
    CHECK(means.signal == Approx(exact.signal).epsilon(0.02));
}

TEST_CASE("windows of one micro-batch are paired with the one before", "[probe][noise]")
{
    constexpr int rows = 64;
    const NoiseEstimate exact = exactNoise(rows);
    Run run(noiseExperiment(1, 4), TrainingData{rowsOf(rows), {}});
    run.toUpdate(16 * 800);
    CHECK(run.last().probes.at("noise_from_pairs") == 1.0);
    CHECK(std::isnan(run.sink.updates[0].probes.at("gradient_trace")));
    const Means means = meansOf(run.sink.updates);
    CHECK(means.trace == Approx(exact.trace).epsilon(0.03));
    CHECK(means.signal == Approx(exact.signal).epsilon(0.03));
}

TEST_CASE("a mean of means and a sum give the same noise scale", "[probe][noise]")
{
    const auto scaleWith = [](Reduction reduction) {
        Experiment experiment = noiseExperiment(4, 8);
        experiment.hyperparameters.semantics.reduction = reduction;
        Run run(experiment, TrainingData{rowsOf(256), {}});
        run.toUpdate(24);
        return run.last().probes.at("noise_scale");
    };
    CHECK(scaleWith(Reduction::MeanOfMeans)
          == Approx(scaleWith(Reduction::SampleWeightedMean)).epsilon(1e-4));
    CHECK(scaleWith(Reduction::Sum)
          == Approx(scaleWith(Reduction::SampleWeightedMean)).epsilon(1e-4));
}

TEST_CASE("gain, efficiency and signal-to-noise ratio are one formula", "[probe][noise]")
{
    const NoiseEstimate noise{.trace = 600.0, .signal = 3.0}; // φ = 200
    const NoiseFigures figures = noiseFigures(noise, 8.0, 16.0);
    CHECK(figures.noiseScale == Approx(200.0));
    CHECK(figures.snr == Approx(128.0 / 200.0));
    CHECK(figures.gain == Approx((1.0 + 200.0 / 8.0) / (1.0 + 200.0 / 128.0)));
    CHECK(figures.efficiency == Approx((200.0 + 8.0) / (200.0 + 128.0)));
    CHECK(figures.pairwiseCosine == Approx(1.0 / (1.0 + 200.0 / 8.0)));
    CHECK(noiseFigures({600.0, 0.0}, 8.0, 16.0).gain == Approx(16.0));
    CHECK(std::isnan(noiseFigures({600.0, -1.0}, 8.0, 16.0).noiseScale));
}

TEST_CASE("averages forget by samples, whatever the window's size", "[probe][noise]")
{
    NoiseAverage fine(100.0);
    NoiseAverage coarse(100.0);
    CHECK(std::isnan(fine.mean().trace));
    for (int i = 0; i < 64; ++i)
        fine.add({1.0, 2.0}, 10.0);
    for (int i = 0; i < 4; ++i)
        coarse.add({1.0, 2.0}, 160.0);
    CHECK(fine.mean().trace == Approx(1.0));
    fine.add({3.0, 2.0}, 100.0); // one half-life: half old, half new
    coarse.add({3.0, 2.0}, 100.0);
    CHECK(fine.mean().trace == Approx(2.0).epsilon(0.01));
    CHECK(coarse.mean().trace == Approx(fine.mean().trace).epsilon(1e-9));
}

TEST_CASE("a mean of means over unequal micro-batches gives the same trace", "[probe][noise]")
{
    // 21 rows in micro-batches of 8, 8 and 5, which count equally.
    const NoiseEstimate exact = exactNoise(21);
    Experiment experiment = noiseExperiment(3, 8);
    experiment.hyperparameters.semantics.reduction = Reduction::MeanOfMeans;
    Run run(experiment, TrainingData{rowsOf(21), {}});
    run.toUpdate(4000);
    CHECK(meansOf(run.sink.updates).trace == Approx(exact.trace).epsilon(0.02));
    CHECK(meansOf(run.sink.updates).signal == Approx(exact.signal).epsilon(0.02));
}

TEST_CASE("the averages remember as many samples whatever the probe's interval", "[probe][noise]")
{
    const auto expectedAt = [](const char* interval) {
        Experiment experiment = experimentOf({}, 4, 8);
        setExperimentValue(experiment, "probes.noise_scale", interval);
        setExperimentValue(experiment, "probes.half_life", "320");
        Run run(experiment, TrainingData{rowsOf(512), {}});
        run.toUpdate(41);
        return run.last().probes.at("expected_grad_norm");
    };
    CHECK(expectedAt("10") == Approx(expectedAt("1")).epsilon(0.3));
}

TEST_CASE("the noise scale does not depend on the unit of sample weights", "[probe][noise]")
{
    const auto scaleWith = [](float unit, int steps) {
        Dataset data = rowsOf(256);
        for (std::size_t row = 0; row < 256; ++row) // 1, 2, 1, 2, …: no window weighs another's
            data.weights.push_back(unit * static_cast<float>(1 + row % 2));
        Run run(noiseExperiment(steps, 8), TrainingData{data, {}});
        run.toUpdate(24);
        return run.last().probes.at("noise_scale");
    };
    for (const int steps : {1, 4}) {
        const double scale = scaleWith(1.0f, steps);
        CAPTURE(steps, scale);
        CHECK((std::isnan(scale) || scale > 0.0));
        if (std::isnan(scale)) {
            CHECK(std::isnan(scaleWith(10.0f, steps)));
            continue;
        }
        CHECK(scaleWith(10.0f, steps) == Approx(scale).epsilon(1e-4));
        CHECK(scaleWith(1.0f / 300.0f, steps) == Approx(scale).epsilon(1e-4));
    }
}

TEST_CASE("rows of equal weight have the noise scale of rows without", "[probe][noise]")
{
    const auto scaleOf = [](const Dataset& data) {
        Run run(noiseExperiment(4, 8), TrainingData{data, {}});
        run.toUpdate(24);
        return run.last().probes.at("noise_scale");
    };
    Dataset weighted = rowsOf(256);
    weighted.weights.assign(256, 1.0f / 300.0f);
    CHECK(scaleOf(weighted) == Approx(scaleOf(rowsOf(256))).epsilon(1e-4));
    weighted.weights.assign(256, 1.0f);
    CHECK(scaleOf(weighted) == scaleOf(rowsOf(256)));
}

TEST_CASE("weighted rows count as many as have a mean of the same noise", "[data]")
{
    Dataset data;
    data.featureCount = 1;
    data.features = {0, 0, 0, 0};
    data.weights = {1, 1, 0, 1};
    CHECK(data.effectiveCount() == 3.0); // weights that mask: exactly their number
    data.weights = {3, 1, 1, 1};
    CHECK(data.effectiveCount() == Approx(36.0 / 12.0));
    data.weights = {0.03f, 0.01f, 0.01f, 0.01f};
    CHECK(data.effectiveCount() == Approx(3.0));
    data.weights = {0, 0, 0, 0};
    CHECK(data.effectiveCount() == 0.0);
    data.weights.clear();
    CHECK(data.effectiveCount() == 4.0);
}
