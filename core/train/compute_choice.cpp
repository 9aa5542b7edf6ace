#include "core/train/compute_choice.h"

#include "core/nn/model.h"
#include "core/onednn/engine.h"
#include "core/stopwatch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <exception>
#include <limits>
#include <map>
#include <mutex>
#include <numeric>
#include <string>
#include <tuple>
#include <vector>

namespace accumulus {

namespace {

using Clock = std::chrono::steady_clock;

/// Multiplications of a micro-batch below which a second thread brings nothing: about 25 µs.
constexpr std::int64_t tooFew = 2'000'000;

/// Above, a part of the micro-batch is measured, so that it takes neither time nor memory.
constexpr std::int64_t enough = 200'000'000;

/// A model with more parameters is not made just to be measured: it gets all threads.
constexpr std::size_t tooLarge = 20'000'000;

/// A thread more must make a micro-batch this much faster: the other cores have other work too.
constexpr double worthIt = 0.9;

/// Measuring as a whole ends after this, so that nobody waits for it who wants to stop.
constexpr auto longestMeasuring = std::chrono::milliseconds(500);

/// Seconds of a micro-batch, forward and backward: the fastest of some, which other programs
/// disturb least.
double measure(Model& model, const Dataset& data, const MicroBatch& batch)
{
    constexpr auto longEnough = std::chrono::milliseconds(10);
    constexpr int mostTimes = 20;
    double fastest = std::numeric_limits<double>::infinity();
    const auto begin = Clock::now();
    for (int i = 0; i < 2 || (i < mostTimes && Clock::now() - begin < longEnough); ++i) {
        const auto start = Clock::now();
        model.forward(data, batch, 1.0f);
        model.backward();
        fastest = std::min(fastest, std::chrono::duration<double>(Clock::now() - start).count());
    }
    return fastest;
}

/// 1, 2, 4 … and \a most.
std::vector<int> candidates(int most)
{
    std::vector<int> numbers;
    for (int threads = 1; threads < most; threads *= 2)
        numbers.push_back(threads);
    numbers.push_back(most);
    return numbers;
}

int fastestThreads(const Experiment& experiment, const Dataset& data, int mostThreads)
{
    const LossKind& loss = lossKind(experiment.loss);
    const ModelSize size = sizeOfModel(experiment.model, loss, data);
    const auto samples = static_cast<std::int64_t>(std::min(
        static_cast<std::size_t>(experiment.hyperparameters.microBatchSize), data.rowCount()));
    if (size.multiplyAdds * samples < tooFew)
        return 1;
    if (size.parameters > tooLarge)
        return mostThreads;

    // The run's own buffers are not there yet, so the budget is all for this model.
    MemoryAccount account(memoryBudget(experiment));
    const MemoryScope scope(&account, MemoryCategory::Workspace);
    const auto end = Clock::now() + longestMeasuring;
    std::vector<std::uint32_t> rows(
        static_cast<std::size_t>(std::clamp(enough / size.multiplyAdds, std::int64_t{1}, samples)));
    std::iota(rows.begin(), rows.end(), 0u);
    int best = 1;
    double bestTime = std::numeric_limits<double>::infinity();
    for (const int threads : candidates(mostThreads)) {
        onednn::Engine engine(threads, choosePrecision(experiment));
        // Whatever the weights are, products of them take the same time.
        Model model(engine, experiment.model, loss, data,
                    {experiment.seed, initializerKind("zeros")});
        const double time = measure(model, data, {.rows = rows});
        if (time > worthIt * bestTime)
            break;
        bestTime = time;
        best = threads;
        if (Clock::now() > end)
            break;
    }
    return best;
}

} // namespace

Precision choosePrecision(const Experiment& experiment)
{
    return isSupported(experiment.compute.precision) ? experiment.compute.precision
                                                     : Precision::F32;
}

std::vector<std::string> computeNotes(const Experiment& experiment)
{
    std::vector<std::string> notes;
    if (!isSupported(experiment.compute.precision))
        notes.push_back("compute.precision is bf16, but this processor has neither avx512_bf16 nor "
                        "amx_bf16; computing in f32");
    const int cores = availableCores();
    if (experiment.compute.threads > cores)
        notes.push_back("compute.threads is " + std::to_string(experiment.compute.threads)
                        + ", but this process may use " + std::to_string(cores)
                        + (cores == 1 ? " core" : " cores") + "; using " + std::to_string(cores)
                        + ", so the last digits of a curve may differ");
    return notes;
}

std::size_t memoryBudget(const Experiment& experiment)
{
    return static_cast<std::size_t>(std::ceil(experiment.compute.memoryMb * 1e6));
}

int chooseThreads(const Experiment& experiment, const Dataset& data, int mostThreads)
{
    if (experiment.compute.threads > 0)
        return std::min(experiment.compute.threads, availableCores());
    mostThreads = std::min(mostThreads, openMpThreads());
    if (mostThreads <= 1)
        return 1;
    using Key = std::tuple<std::string, std::string, std::vector<int>, std::array<int, 7>>;
    const Key key{
        experiment.model,
        experiment.loss,
        data.shape,
        {data.featureCount, data.positions, data.vocabulary, data.targetCount,
         static_cast<int>(data.classNames.size()),
         std::min(experiment.hyperparameters.microBatchSize, static_cast<int>(data.rowCount())),
         mostThreads + 1000 * static_cast<int>(choosePrecision(experiment))}};
    // One at a time: two that measure would disturb each other.
    static std::mutex mutex;
    static std::map<Key, int> known;
    const std::lock_guard lock(mutex);
    if (const auto it = known.find(key); it != known.end())
        return it->second;
    try {
        return known[key] = fastestThreads(experiment, data, mostThreads);
    } catch (const std::exception&) { // whoever makes the run says what is wrong
        return 1;
    }
}

} // namespace accumulus
