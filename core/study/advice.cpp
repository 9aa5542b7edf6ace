#include "core/study/advice.h"

#include "core/probe/probe.h"
#include "core/study/trained_run.h"
#include "core/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int measuredSteps = 8;
constexpr auto measuredTime = std::chrono::seconds(1);
constexpr std::int64_t noiseEpochs = 20;

double median(std::vector<double>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Micro-batches that close a window against those that do not.
void measureTimes(Experiment experiment, AdviceInputs& inputs,
                  const std::function<void(double)>& progress)
{
    experiment.hyperparameters.accumulationSteps = measuredSteps;
    experiment.hyperparameters.stepsSchedule.clear();
    experiment.hyperparameters.probes = ProbeOptions();
    // So that windows are complete however short an epoch is.
    experiment.hyperparameters.semantics.partialWindow = PartialWindow::CarryOver;
    experiment.data.validationFraction = 0.0; // evaluations would count as updates
    experiment.stop = {};
    RecordSink sink;
    Trainer trainer(experiment, loadTrainingData(experiment), sink);
    std::vector<double> open;
    std::vector<double> closing;
    const auto end = Clock::now() + measuredTime;
    while (!trainer.hasEnded() && (closing.size() < 3 || Clock::now() < end)) {
        const std::int64_t before = trainer.updates();
        const auto start = Clock::now();
        trainer.runMicroBatch();
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        (trainer.updates() > before ? closing : open).push_back(seconds);
        if (progress)
            progress(1.0); // may break it off
    }
    if (open.empty() || closing.empty())
        throw ExperimentError("the run ended before anything could be measured: "
                              + trainer.message());
    inputs.microBatchSeconds = median(open);
    inputs.updateSeconds = std::max(median(closing) - inputs.microBatchSeconds, 0.0);
}

double measureNoiseScale(Experiment experiment, const std::function<void(double)>& progress)
{
    setExperimentValue(experiment, "probes.noise_scale", "1");
    int& steps = experiment.hyperparameters.accumulationSteps;
    steps = std::max(steps, 2);
    if (!experiment.stop.isSet())
        experiment.stop.epochs = noiseEpochs;
    return figureOf(trainToEnd(experiment, progress), "last noise_scale");
}

std::string number(double value)
{
    std::ostringstream text;
    text.precision(3);
    text << value;
    return text.str();
}

double progressPerSecond(const AdviceInputs& inputs, double steps)
{
    const double samples = inputs.workers * steps * inputs.noiseSamples();
    return steps / (steps * inputs.microBatchSeconds + inputs.costPerWindow())
        / (inputs.noiseScale + samples);
}

} // namespace

double Network::allReduceSeconds(double bytes) const
{
    const double w = workers;
    return 2.0 * (w - 1.0) * latency + 2.0 * (w - 1.0) / w * bytes / bandwidth;
}

double Advice::relativeProgress(int accumulationSteps) const
{
    return progressPerSecond(inputs, accumulationSteps) / progressPerSecond(inputs, steps);
}

Advice advise(const AdviceInputs& inputs)
{
    Advice advice{.inputs = inputs};
    advice.bestSteps = std::isnan(inputs.noiseScale)
        ? std::numeric_limits<double>::infinity()
        : std::sqrt(inputs.costPerWindow() / inputs.microBatchSeconds * inputs.noiseScale
                    / (static_cast<double>(inputs.workers) * inputs.noiseSamples()));
    if (!std::isfinite(advice.bestSteps))
        return advice;
    // The maximum over whole numbers lies beside that over all.
    const int below = static_cast<int>(std::clamp(std::floor(advice.bestSteps), 1.0, 65535.0));
    const int best =
        progressPerSecond(inputs, below + 1) > progressPerSecond(inputs, below) ? below + 1 : below;
    advice.steps = std::min(best, inputs.microBatchesPerEpoch);
    return advice;
}

std::vector<std::string> adviceText(const Advice& advice)
{
    const AdviceInputs& in = advice.inputs;
    const double ratio = in.costPerWindow() / in.microBatchSeconds;
    std::vector<std::string> text;
    text.push_back("A micro-batch of " + std::to_string(in.microBatchSize) + " takes "
                   + number(in.microBatchSeconds * 1e6) + " µs, an update "
                   + number(in.updateSeconds * 1e6) + " µs"
                   + (in.workers > 1
                          ? " and exchanging gradients between " + std::to_string(in.workers)
                              + " workers " + number(in.allReduceSeconds * 1e6) + " µs"
                          : std::string())
                   + ": a window costs " + number(ratio) + " micro-batches on top of its own.");
    if (!std::isfinite(advice.bestSteps)) {
        text.push_back("The gradient drowns in noise, so the noise scale could not be told: any "
                       "window averages usefully. Measure longer, or with a larger "
                       "accumulation_steps.");
        return text;
    }
    text.push_back("The noise scale is about " + number(in.noiseScale)
                   + " samples: windows much larger than that repeat themselves.");
    text.push_back("N* = √(" + number(ratio) + " · " + number(in.noiseScale) + " / ("
                   + std::to_string(in.workers) + " · " + numberText(in.noiseSamples())
                   + ")) = " + number(advice.bestSteps) + ", so choose accumulation_steps "
                   + std::to_string(advice.steps)
                   + (advice.bestSteps > in.microBatchesPerEpoch
                          ? ", as many micro-batches as an epoch has."
                          : "."));
    if (advice.steps == 1)
        text.push_back(
            "Accumulating gains no speed here: updates cost next to nothing. It is worth "
            "it only for an effective batch that memory does not hold.");
    return text;
}

AdviceInputs measureAdviceInputs(const Experiment& experiment, TrainingData data,
                                 const Network& network,
                                 const std::function<void(double)>& progress)
{
    AdviceInputs inputs{.microBatchSize = experiment.hyperparameters.microBatchSize,
                        .workers = network.workers};
    inputs.noiseScale = measureNoiseScale(experiment, progress);
    measureTimes(experiment, inputs, progress);
    RecordSink sink;
    const Trainer trainer(experiment, std::move(data), sink);
    inputs.samplesInRow =
        trainer.data().training.effectiveCount() / static_cast<double>(trainer.trainingRows());
    const std::int64_t rowsOfWorker =
        std::int64_t{inputs.microBatchSize} * std::int64_t{network.workers};
    inputs.microBatchesPerEpoch =
        static_cast<int>(std::max<std::int64_t>(1, trainer.trainingRows() / rowsOfWorker));
    inputs.allReduceSeconds =
        network.allReduceSeconds(4.0 * static_cast<double>(trainer.parameterCount()));
    return inputs;
}

} // namespace accumulus
