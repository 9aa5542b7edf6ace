#include "tests/support.h"

#include "core/optim/learning_rate_scaling.h"
#include "core/random.h"

#include <cmath>
#include <limits>

using namespace accumulus;

namespace {

/// A stream of windows of a problem whose gradient and noise are known: per-sample gradients are
/// normal around a G with |G|² = 1, with variance 0.8 in each of 20 directions, so trΣ = 16.
class GaussianProblem
{
public:
    static constexpr int dimensions = 20;
    static constexpr double trace = 16.0;

    explicit GaussianProblem(double scale = 1.0)
        : m_scale(scale)
    {}

    /// A window of micro-batches of these sizes.
    WindowMoments window(const std::vector<int>& sizes)
    {
        double samples = 0.0;
        double squares = 0.0;
        std::vector<double> sum(dimensions, 0.0);
        for (const int size : sizes) {
            samples += size;
            for (double& component : sum) {
                // The mean over the micro-batch, drawn at once.
                const double g = m_scale
                    * (1.0 / std::sqrt(dimensions)
                       + std::sqrt(trace / dimensions / size) * m_random.normal(m_drawn++));
                squares += size * g * g;
                component += size * g;
            }
        }
        double squareMean = 0.0;
        for (const double component : sum)
            squareMean += component / samples * (component / samples);
        const auto n = static_cast<double>(sizes.size());
        return {.meanSquare = squares / samples,
                .squareMean = squareMean,
                .microBatches = n,
                .microBatchSize = samples / n};
    }

private:
    double m_scale;
    CounterRandom m_random{7, RandomPurpose::SyntheticData};
    std::uint64_t m_drawn = 0;
};

/// With G = 1 and trΣ = 16 and micro-batches of 4.
double theory(double steps, double base)
{
    return (1.0 + 4.0 / base) / (1.0 + 4.0 / steps);
}

AdaScale afterWindows(GaussianProblem problem, const std::vector<int>& sizes, int windows = 600)
{
    AdaScale adaScale;
    for (int i = 0; i < windows; ++i)
        adaScale.add(problem.window(sizes));
    return adaScale;
}

const std::vector<int> equalSizes(8, 4);

} // namespace

TEST_CASE("fixed rules scale the learning rate by a power of N / base", "[optim][scaling]")
{
    CHECK(learningRateFactor("none", 64, 4) == 1.0);
    CHECK(learningRateFactor("sqrt", 64, 4) == 4.0);
    CHECK(learningRateFactor("linear", 64, 4) == 16.0);
    CHECK(learningRateFactor("linear", 2, 8) == 0.25);
    CHECK(learningRateFactor("adascale", 64, 4) == 1.0);
    CHECK_THROWS_WITH(learningRateFactor("cube", 2, 1),
                      ContainsSubstring("\"cube\"") && ContainsSubstring("adascale"));
}

TEST_CASE("AdaScale's gain comes to that of the true gradient and noise", "[optim][scaling]")
{
    // Averages over some 250 windows: the gain's standard deviation is about 1 %.
    const AdaScale equal = afterWindows(GaussianProblem(), equalSizes);
    for (const int steps : {2, 8, 32}) {
        CAPTURE(steps);
        CHECK_THAT(equal.gain(steps, 1), WithinRel(theory(steps, 1), 0.05));
    }
    CHECK_THAT(equal.gain(8, 4), WithinRel(theory(8, 4), 0.05));
    CHECK_THAT(equal.gain(2, 8), WithinRel(theory(2, 8), 0.05));

    const AdaScale unequal = afterWindows(GaussianProblem(), {1, 7, 2, 6, 10, 4, 1, 1});
    CHECK_THAT(unequal.gain(8, 1), WithinRel(theory(8, 1), 0.05));
}

TEST_CASE("AdaScale's estimates are right on average, each window by itself", "[optim][scaling]")
{
    GaussianProblem problem;
    double variance = 0.0;
    double square = 0.0;
    constexpr int windows = 4000;
    for (int i = 0; i < windows; ++i) {
        AdaScale one;
        one.add(problem.window({1, 7, 3}));
        variance += one.state().variance / one.state().weight / windows;
        square += one.state().square / one.state().weight / windows;
    }
    CHECK_THAT(variance, WithinRel(GaussianProblem::trace, 0.03));
    CHECK_THAT(square, WithinAbs(1.0, 0.08));
}

TEST_CASE("AdaScale's gain does not depend on the scale of the gradients", "[optim][scaling]")
{
    const double gain = afterWindows(GaussianProblem(), equalSizes).gain(8, 1);
    CHECK_THAT(afterWindows(GaussianProblem(1e6), equalSizes).gain(8, 1), WithinRel(gain, 1e-9));
    CHECK_THAT(afterWindows(GaussianProblem(1e-6), equalSizes).gain(8, 1), WithinRel(gain, 1e-9));
}

TEST_CASE("AdaScale's gain is 1 without noise and N / base without signal", "[optim][scaling]")
{
    AdaScale noiseless;
    noiseless.add({.meanSquare = 2.0, .squareMean = 2.0, .microBatches = 4});
    CHECK(noiseless.gain(64, 2) == 1.0);

    // 4 · 0.1 − 1 < 0: the estimate of |G|² is negative.
    AdaScale noise;
    noise.add({.meanSquare = 1.0, .squareMean = 0.1, .microBatches = 4});
    CHECK_THAT(noise.gain(64, 2), WithinRel(32.0, 1e-12));
    CHECK(noise.state().square < 0.0); // not limited before it is averaged

    AdaScale still;
    still.add({.meanSquare = 0.0, .squareMean = 0.0, .microBatches = 4});
    CHECK(still.gain(64, 2) == 1.0);
}

TEST_CASE("AdaScale learns nothing from single micro-batches and numbers that are not finite",
          "[optim][scaling]")
{
    AdaScale adaScale;
    CHECK(adaScale.gain(8, 1) == 1.0);
    adaScale.add({.meanSquare = 3.0, .squareMean = 3.0, .microBatches = 1});
    adaScale.add({.meanSquare = std::numeric_limits<double>::infinity(),
                  .squareMean = 1.0,
                  .microBatches = 4});
    adaScale.add({.meanSquare = 1.0,
                  .squareMean = std::numeric_limits<double>::quiet_NaN(),
                  .microBatches = 4});
    CHECK(adaScale.state() == AdaScale::State());
    CHECK(adaScale.gain(8, 1) == 1.0);
}

TEST_CASE("AdaScale forgets at the pace of a thousand micro-batches", "[optim][scaling]")
{
    AdaScale adaScale;
    adaScale.add({.meanSquare = 1.0, .squareMean = 0.5, .microBatches = 100});
    adaScale.add({.meanSquare = 9.0, .squareMean = 9.0, .microBatches = 100});
    // Of two windows that each replace a tenth, the first has 0.9 of the second's weight.
    const AdaScale::State& state = adaScale.state();
    CHECK_THAT(state.weight, WithinRel(0.19, 1e-12));
    CHECK_THAT(state.variance / state.weight, WithinRel(0.9 / 1.9 * 100.0 / 99.0 * 0.5, 1e-12));

    adaScale.add({.meanSquare = 2.0, .squareMean = 2.0, .microBatches = 1000});
    CHECK(adaScale.gain(8, 1) == 1.0);
}

TEST_CASE("AdaScale goes on from its state as if it had never stopped", "[optim][scaling]")
{
    GaussianProblem problem;
    AdaScale original;
    for (int i = 0; i < 5; ++i)
        original.add(problem.window(equalSizes));
    AdaScale restored;
    restored.setState(original.state());
    CHECK(restored.gain(8, 1) == original.gain(8, 1));
    const WindowMoments next = problem.window(equalSizes);
    original.add(next);
    restored.add(next);
    CHECK(restored.state() == original.state());
}
