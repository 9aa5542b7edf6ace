// Texts that people write: experiments, scenarios, what stands behind --set, --vary, --figures.

#include "tests/fuzz/targets.h"

#include "core/data/image_shape.h"
#include "core/file/printable.h"
#include "core/file/utf8.h"
#include "core/study/scenario.h"
#include "core/study/sweep_table.h"
#include "core/train/steps_schedule.h"
#include "core/train/trainer.h"

#include <cmath>
#include <limits>
#include <sstream>

namespace accumulus::fuzz {

namespace {

void checkRoundTrip(const Experiment& experiment)
{
    const std::string json = toJson(experiment);
    mustHold(toJson(experimentFromJson(json)) == json,
             "an experiment that was written reads back the same");
}

} // namespace

void readExperimentJson(Input& input)
{
    const Experiment experiment = experimentFromJson(input.rest());
    validate(experiment);
    checkRoundTrip(experiment);
}

/// Lines KEY=VALUE.
void readSettings(Input& input)
{
    std::vector<KeyValue> settings;
    std::istringstream lines(input.rest());
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = std::min(line.find('='), line.size());
        settings.push_back(
            {line.substr(0, equals), line.substr(std::min(equals + 1, line.size()))});
    }
    Experiment experiment;
    setExperimentValues(experiment, settings);
    validate(experiment);
    checkRoundTrip(experiment);
}

namespace {

/// A grid of more than this is not made here: it takes long, as it may.
constexpr std::size_t fewPoints = 16;
constexpr std::size_t tooManyPoints = 1'000'000; // to be refused at once

std::size_t pointsOf(const Sweep& sweep)
{
    std::size_t points = 1;
    for (const SweepVariable& variable : sweep.variables)
        points = std::min(tooManyPoints, points * variable.values.size());
    return points;
}

/// What a sweep might have come to: figures of every kind, among them what is no number.
SweepResult madeUpResult(const Sweep& sweep)
{
    SweepResult result{.figures = sweep.figures, .points = sweepPoints(sweep)};
    for (const SweepVariable& variable : sweep.variables)
        result.keys.insert(result.keys.end(), variable.keys.begin(), variable.keys.end());
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    const double values[] = {0.5, 0.25, 0.0, 1e300, -1.0, nan, HUGE_VAL};
    for (std::size_t point = 0; point < result.points.size(); ++point) {
        for (std::uint64_t seed = 0; seed < 2; ++seed) {
            SweepRun run{.point = point, .seed = seed};
            for (std::size_t figure = 0; figure < sweep.figures.size(); ++figure)
                run.figures.push_back(values[(point + seed + figure) % std::size(values)]);
            result.runs.push_back(run);
        }
    }
    return result;
}

} // namespace

/// A scenario, its grid, and what is found if its runs come to anything.
void readScenarioJson(Input& input)
{
    const Scenario scenario = readScenario(fileOf("scenario.json", input.rest()));
    const std::size_t points = pointsOf(scenario.sweep);
    if (points > fewPoints && points < tooManyPoints)
        return;
    const SweepResult result = madeUpResult(scenario.sweep);
    judge(scenario, result);
    std::ostringstream text;
    writeSweepText(text, result);
    writeSweepCsv(text, result);
    writeSweepRunsCsv(text, result);
}

namespace {

Dataset rows(int features, std::vector<int> shape, int vocabulary)
{
    Dataset data;
    data.featureCount = features;
    data.shape = std::move(shape);
    data.vocabulary = vocabulary;
    for (int row = 0; row < 5; ++row) {
        for (int feature = 0; feature < features; ++feature)
            data.features.push_back(vocabulary > 0
                                        ? static_cast<float>((row + feature) % vocabulary)
                                        : std::sin(static_cast<float>(row * features + feature)));
        data.targets.push_back(static_cast<float>(row % 3));
    }
    data.classNames = {"one", "two", "three"};
    return data;
}

} // namespace

/// A model text; a small model is made and trained for two windows.
void readModelText(Input& input)
{
    const std::string kind = input.oneOf({"flat", "image", "tokens"});
    const Dataset data = kind == "flat" ? rows(4, {}, 0)
        : kind == "image"               ? rows(6 * 5 * 2, {6, 5, 2}, 0)
                                        : rows(3, {}, 7);
    Experiment experiment;
    experiment.model = input.rest();
    experiment.loss = "cross_entropy";
    experiment.hyperparameters.accumulationSteps = 2;
    experiment.hyperparameters.microBatchSize = 3;
    experiment.compute = {.threads = 1, .memoryMb = 8.0};
    validate(experiment);
    const ModelSize size = sizeOfModel(experiment.model, lossKind(experiment.loss), data);
    mustHold(size.multiplyAdds >= 0, "a model has some work");
    if (size.multiplyAdds > 1'000'000)
        return;
    RecordSink sink;
    Trainer trainer(experiment, {data, {}}, sink);
    for (int i = 0; i < 4 && !trainer.hasEnded(); ++i)
        trainer.runMicroBatch();
}

void readStepsSchedule(Input& input)
{
    const std::vector<StepsChange> schedule = parseStepsSchedule(input.rest());
    constexpr std::int64_t most = std::int64_t{1} << 53;
    for (const std::int64_t now : {std::int64_t{0}, std::int64_t{7}, most}) {
        const int steps = stepsAfter(schedule, 4, {}, {.epochs = now, .updates = now});
        mustHold(steps >= 1 && steps <= 65536, "accumulation_steps is what it may be");
    }
}

/// Lines, each a variable of one grid.
void readSweepVariable(Input& input)
{
    Sweep sweep;
    std::istringstream lines(input.rest());
    for (std::string line; std::getline(lines, line);) {
        sweep.variables.push_back(parseSweepVariable(line));
        const SweepVariable& variable = sweep.variables.back();
        for (const auto& values : variable.values)
            mustHold(values.size() == variable.keys.size(), "there is a value for each key");
    }
    const std::size_t points = pointsOf(sweep);
    if (points <= fewPoints || points >= tooManyPoints)
        sweepPoints(sweep);
}

/// A figure of a run that can have every one.
void readFigure(Input& input)
{
    static const Experiment experiment = experimentFromJson(R"({
        "format": "accumulus-experiment/1",
        "data": { "source": "linear_regression", "samples": 24, "features": 2 },
        "model": "1", "accumulation": { "accumulation_steps": 2, "micro_batch_size": 3 },
        "probes": { "noise_scale": 1 }, "compute": { "threads": 1 }, "stop": { "epochs": 3 } })");
    static const TrainedRun run = trainToEnd(experiment, {}, 1);
    static const std::vector<std::string> columns = columnsOf(experiment);
    const std::string figure = input.rest();
    checkFigure(figure, columns);
    figureOf(run, figure);
}

void readImageShape(Input& input)
{
    const std::vector<int> shape = parseImageShape(input.rest());
    mustHold(shape.empty() || shape.size() == 3, "an image has a height, a width and channels");
    for (const int side : shape)
        mustHold(side >= 1 && side <= 65536, "a side is what it may be");
}

void makePrintable(Input& input)
{
    const std::string text = input.rest();
    std::u32string characters;
    const std::size_t valid = decodeUtf8(text, characters);
    std::string again;
    for (const char32_t character : characters)
        again += encodeUtf8(character);
    mustHold(again == text.substr(0, valid), "what was decoded is encoded to the same bytes");

    const std::string shown = printable(text);
    characters.clear();
    mustHold(decodeUtf8(shown, characters) == shown.size(), "what is shown is UTF-8");
    for (const char32_t character : characters) {
        const bool isControl = (character < 0x20 && character != U'\n' && character != U'\t')
            || (character >= 0x7F && character < 0xA0);
        const bool turns = (character >= 0x202A && character <= 0x202E)
            || (character >= 0x2066 && character <= 0x2069);
        mustHold(!isControl && !turns, "nothing that is shown controls a terminal or a window");
    }
    mustHold(printable(shown) == shown, "what may be shown is shown as it is");
}

} // namespace accumulus::fuzz
