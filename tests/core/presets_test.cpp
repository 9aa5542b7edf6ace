#include "tests/core/training_fixture.h"
#include "tests/support.h"

#include "core/random.h"

#include "core/optim/schedule.h"

#include <cmath>
#include <functional>
#include <numbers>

// Every preset against its framework's loop, written down plainly: linear regression in double,
// with AdamW, clipping, decay and a cosine schedule. No code of the core is used but the data.

using namespace accumulus;
using namespace accumulus::testing;

namespace {

constexpr int rows = 50; // 7 micro-batches of 8 an epoch, the last of 2; N = 4 leaves a tail of 3
constexpr int features = 3;
constexpr int microBatchSize = 8;
constexpr int N = 4;
constexpr int epochs = 3;
constexpr double baseRate = 0.05;
constexpr double decay = 0.1;
constexpr double clipNorm = 0.8;
constexpr std::int64_t scheduleLength = 9;

using Vector = std::vector<double>;

double norm(const Vector& v)
{
    double sum = 0.0;
    for (const double x : v)
        sum += x * x;
    return std::sqrt(sum);
}

Vector scaled(Vector v, double factor)
{
    for (double& x : v)
        x *= factor;
    return v;
}

Vector plus(Vector a, const Vector& b)
{
    for (std::size_t i = 0; i < a.size(); ++i)
        a[i] += b[i];
    return a;
}

Vector zeros()
{
    return Vector(features + 1, 0.0);
}

Vector clipped(const Vector& g)
{
    return norm(g) > clipNorm ? scaled(g, clipNorm / norm(g)) : g;
}

double cosineRate(double tick)
{
    const double t = std::min(tick, static_cast<double>(scheduleLength)) / scheduleLength;
    return baseRate * 0.5 * (1.0 + std::cos(std::numbers::pi * t));
}

Dataset data()
{
    Dataset data;
    data.featureCount = features;
    const CounterRandom random(3, RandomPurpose::SyntheticData);
    std::uint64_t counter = 0;
    for (int row = 0; row < rows; ++row) {
        double y = 0.5;
        for (int i = 0; i < features; ++i) {
            const double x = random.normal(counter++);
            data.features.push_back(static_cast<float>(x));
            y += (i + 1.0) * x;
        }
        data.targets.push_back(static_cast<float>(y + 0.5 * random.normal(counter++)));
    }
    return data;
}

/// y = w·x + b with the mean squared error, and AdamW in Keras's form.
class PlainModel
{
public:
    Vector theta = zeros();

    struct Result
    {
        Vector gradient; ///< of the mean over the rows
        double loss;
        int rows;
    };

    /// Micro-batch \a index of an epoch.
    Result microBatch(int index) const
    {
        Result result{zeros(), 0.0, 0};
        for (int row = index * microBatchSize; row < std::min(rows, (index + 1) * microBatchSize);
             ++row) {
            double error = theta[features] - static_cast<double>(m_data.targets[row]);
            for (int i = 0; i < features; ++i)
                error += theta[i] * static_cast<double>(m_data.features[row * features + i]);
            for (int i = 0; i < features; ++i)
                result.gradient[i] +=
                    2.0 * error * static_cast<double>(m_data.features[row * features + i]);
            result.gradient[features] += 2.0 * error;
            result.loss += error * error;
            ++result.rows;
        }
        result.gradient = scaled(result.gradient, 1.0 / result.rows);
        result.loss /= result.rows;
        return result;
    }

    /// One step on \a g; \a parameters are those that are stepped.
    Vector stepped(const Vector& parameters, const Vector& g, double rate)
    {
        ++m_t;
        Vector result = parameters;
        const double correction =
            std::sqrt(1.0 - std::pow(0.999, m_t)) / (1.0 - std::pow(0.9, m_t));
        for (std::size_t i = 0; i < g.size(); ++i) {
            m_m[i] += 0.1 * (g[i] - m_m[i]);
            m_v[i] += 0.001 * (g[i] * g[i] - m_v[i]);
            result[i] *= 1.0 - rate * decay;
            result[i] -= rate * correction * m_m[i] / (std::sqrt(m_v[i]) + 1e-7);
        }
        return result;
    }

    void step(const Vector& g, double rate) { theta = stepped(theta, g, rate); }

private:
    Dataset m_data = data();
    Vector m_m = zeros();
    Vector m_v = zeros();
    int m_t = 0;
};

constexpr int microBatches = (rows + microBatchSize - 1) / microBatchSize;

/// What a framework's loop leaves: the weights, and the loss it logs at every update.
struct Trace
{
    Vector theta;
    std::vector<double> losses;
};

Trace oneBigBatch()
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        for (int first = 0; first < microBatches; first += N) {
            Vector sum = zeros();
            double loss = 0.0;
            int samples = 0;
            for (int i = first; i < std::min(microBatches, first + N); ++i) {
                const auto result = model.microBatch(i);
                sum = plus(sum, scaled(result.gradient, result.rows));
                loss += result.loss * result.rows;
                samples += result.rows;
            }
            trace.losses.push_back(loss / samples);
            model.step(clipped(scaled(sum, 1.0 / samples)), cosineRate(updates++));
        }
    }
    trace.theta = model.theta;
    return trace;
}

Trace tutorialListing()
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    Vector accumulated = zeros();
    double loss = 0.0;
    int samples = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        for (int i = 0; i < microBatches; ++i) {
            const auto result = model.microBatch(i);
            accumulated = plus(accumulated, result.gradient);
            loss += result.loss * result.rows;
            samples += result.rows;
            if ((i + 1) % N == 0) {
                trace.losses.push_back(loss / samples);
                model.step(clipped(accumulated), cosineRate(updates++));
                accumulated = zeros();
                loss = 0.0;
                samples = 0;
            }
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// Keras: _iterations counts micro-batches and is never reset.
Trace kerasLoop()
{
    PlainModel model;
    Trace trace;
    Vector accumulated = zeros();
    double loss = 0.0;
    int samples = 0;
    for (int iterations = 0; iterations < epochs * microBatches; ++iterations) {
        const auto result = model.microBatch(iterations % microBatches);
        accumulated = plus(accumulated, result.gradient);
        loss += result.loss * result.rows;
        samples += result.rows;
        if ((iterations + 1) % N == 0) {
            trace.losses.push_back(loss / samples);
            model.step(clipped(scaled(accumulated, 1.0 / N)), cosineRate(iterations));
            accumulated = zeros();
            loss = 0.0;
            samples = 0;
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// Lightning: loss / N; the last batch of an epoch steps too.
Trace lightningLoop()
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        Vector gradient = zeros();
        for (int i = 0; i < microBatches; ++i) {
            const auto result = model.microBatch(i);
            gradient = plus(gradient, scaled(result.gradient, 1.0 / N));
            if ((i + 1) % N == 0 || i == microBatches - 1) {
                trace.losses.push_back(result.loss);
                model.step(clipped(gradient), cosineRate(updates++));
                gradient = zeros();
            }
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// Transformers 4.46.0: nobody divides.
Trace transformers4460Loop()
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        Vector gradient = zeros();
        double loss = 0.0;
        for (int i = 0; i < microBatches; ++i) {
            const auto result = model.microBatch(i);
            gradient = plus(gradient, result.gradient);
            loss += result.loss;
            if ((i + 1) % N == 0 || i == microBatches - 1) {
                trace.losses.push_back(loss);
                model.step(clipped(gradient), cosineRate(updates++));
                gradient = zeros();
                loss = 0.0;
            }
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// DeepSpeed: loss / N, the boundary is (micro_steps + 1) % N == 0 over the whole run. Caffe's
/// iter_size reads on in the data likewise, but clips the sum before it is divided.
Trace carryingLoop(bool clipsSum)
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    Vector sum = zeros();
    double loss = 0.0;
    int samples = 0;
    for (int microSteps = 0; microSteps < epochs * microBatches; ++microSteps) {
        const auto result = model.microBatch(microSteps % microBatches);
        sum = plus(sum, result.gradient);
        loss += result.loss * result.rows;
        samples += result.rows;
        if ((microSteps + 1) % N == 0) {
            trace.losses.push_back(loss / samples);
            model.step(clipsSum ? scaled(clipped(sum), 1.0 / N) : clipped(scaled(sum, 1.0 / N)),
                       cosineRate(updates++));
            sum = zeros();
            loss = 0.0;
            samples = 0;
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// optax.MultiSteps keeps a running mean.
Trace multiStepsLoop()
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    Vector mean = zeros();
    double loss = 0.0;
    int samples = 0;
    int count = 0;
    for (int step = 0; step < epochs * microBatches; ++step) {
        const auto result = model.microBatch(step % microBatches);
        mean = plus(mean, scaled(plus(result.gradient, scaled(mean, -1.0)), 1.0 / (count + 1)));
        loss += result.loss * result.rows;
        samples += result.rows;
        if (++count == N) {
            trace.losses.push_back(loss / samples);
            model.step(clipped(mean), cosineRate(updates++));
            mean = zeros();
            loss = 0.0;
            samples = 0;
            count = 0;
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// timm's train_one_epoch, line by line.
Trace timmLoop()
{
    PlainModel model;
    Trace trace;
    int updates = 0;
    for (int epoch = 0; epoch < epochs; ++epoch) {
        int accumSteps = N;
        const int lastAccumSteps = microBatches % accumSteps;
        const int lastBatchIndex = microBatches - 1;
        const int lastBatchIndexToAccum = microBatches - lastAccumSteps;
        Vector gradient = zeros();
        double loss = 0.0;
        int samples = 0;
        for (int i = 0; i < microBatches; ++i) {
            const bool needUpdate = i == lastBatchIndex || (i + 1) % accumSteps == 0;
            if (i >= lastBatchIndexToAccum)
                accumSteps = lastAccumSteps;
            const auto result = model.microBatch(i);
            gradient = plus(gradient, scaled(result.gradient, 1.0 / accumSteps));
            loss += result.loss * result.rows;
            samples += result.rows;
            if (needUpdate) {
                trace.losses.push_back(loss / samples);
                model.step(clipped(gradient), cosineRate(updates++));
                gradient = zeros();
                loss = 0.0;
                samples = 0;
            }
        }
    }
    trace.theta = model.theta;
    return trace;
}

/// optax.chain(clip, adamw, apply_every(N)): the inner optimizer steps every time, on parameters
/// that stand still.
Trace applyEveryLoop()
{
    PlainModel model;
    Trace trace;
    Vector sum = zeros();
    double loss = 0.0;
    int samples = 0;
    for (int count = 0; count < epochs * microBatches; ++count) {
        const auto result = model.microBatch(count % microBatches);
        const Vector moved =
            model.stepped(model.theta, clipped(result.gradient), cosineRate(count));
        sum = plus(sum, plus(moved, scaled(model.theta, -1.0)));
        loss += result.loss * result.rows;
        samples += result.rows;
        if ((count + 1) % N == 0) {
            trace.losses.push_back(loss / samples);
            model.theta = plus(model.theta, sum);
            sum = zeros();
            loss = 0.0;
            samples = 0;
        }
    }
    trace.theta = model.theta;
    return trace;
}

struct Restatement
{
    const char* preset;
    std::function<Trace()> loop;
};

const std::vector<Restatement>& restatements()
{
    static const std::vector<Restatement> table{
        {"correct", oneBigBatch},
        {"tutorial", tutorialListing},
        {"keras3", kerasLoop},
        {"lightning", lightningLoop},
        {"transformers", oneBigBatch},
        {"transformers-4.46.0", transformers4460Loop},
        {"deepspeed", [] { return carryingLoop(false); }},
        {"caffe", [] { return carryingLoop(true); }},
        {"timm", timmLoop},
        {"optax-multisteps", multiStepsLoop},
        {"optax-apply-every", applyEveryLoop},
    };
    return table;
}

Experiment experimentWith(const char* preset, int threads)
{
    Experiment experiment;
    experiment.model = "1";
    experiment.initializer = "zeros";
    experiment.data.shuffle = false;
    experiment.compute.threads = threads;
    experiment.stop.epochs = epochs;
    Hyperparameters& settings = experiment.hyperparameters;
    settings.accumulationSteps = N;
    settings.microBatchSize = microBatchSize;
    choosePreset(settings, preset);
    settings.optimizer = optimizerKind("adamw").defaults;
    settings.optimizer.learningRate = baseRate;
    settings.optimizer.weightDecay = decay;
    settings.optimizer.clipNorm = clipNorm;
    settings.schedule = {.name = "cosine", .length = scheduleLength};
    return experiment;
}

} // namespace

TEST_CASE("every preset trains as its framework's loop does", "[presets]")
{
    const auto index = GENERATE(range(std::size_t{0}, restatements().size()));
    const int threads = GENERATE(1, 2);
    const Restatement& restatement = restatements()[index];
    CAPTURE(restatement.preset, threads);
    const Trace expected = restatement.loop();

    Run run(experimentWith(restatement.preset, threads), TrainingData{data(), {}});
    run.toUpdate(1000);
    REQUIRE(run.sink.updates.size() == expected.losses.size());
    for (std::size_t i = 0; i < expected.losses.size(); ++i) {
        CAPTURE(i);
        CHECK_THAT(run.sink.updates[i].loss, WithinRel(expected.losses[i], 1e-4));
    }
    const ParameterArena& arena = run.trainer.model().arena();
    for (int i = 0; i <= features; ++i) {
        const std::size_t at = i < features ? i : arena.parameters()[1].offset;
        CHECK_THAT(static_cast<double>(arena.weights()[at]), WithinAbs(expected.theta[i], 2e-5));
    }
}

TEST_CASE("there is a restatement for every preset, and those that differ train differently",
          "[presets]")
{
    REQUIRE(restatements().size() == semanticsPresets().size());
    for (std::size_t i = 0; i < restatements().size(); ++i)
        CHECK(restatements()[i].preset == semanticsPresets()[i].name);
    // Or the test above could not tell one from another.
    const Trace correct = oneBigBatch();
    for (const Restatement& restatement : restatements()) {
        if (semanticsPreset(restatement.preset).semantics == Semantics())
            continue;
        CAPTURE(restatement.preset);
        const Vector difference = plus(restatement.loop().theta, scaled(correct.theta, -1.0));
        CHECK(norm(difference) > 1e-3);
    }
}
