#include "core/train/experiment_keys.h"

#include "core/data/csv_layout.h"
#include "core/data/data_source.h"
#include "core/data/image_shape.h"
#include "core/data/text_pieces.h"
#include "core/data/text_reader.h"
#include "core/data_error.h"
#include "core/json_text.h"
#include "core/named_row.h"
#include "core/nn/initializer.h"
#include "core/nn/loss.h"
#include "core/nn/model_spec.h"
#include "core/optim/learning_rate_scaling.h"
#include "core/probe/probe.h"
#include "core/train/semantics.h"
#include "core/train/steps_schedule.h"

#include <algorithm>
#include <optional>
#include <type_traits>

namespace accumulus {

namespace {

using Key = ExperimentKeyRow;
using json = Key::Json;

constexpr std::int64_t maxWhole = std::int64_t{1} << 53; // JSON readers keep no larger one exactly

std::string shortNumber(double value)
{
    return json(value).dump();
}

template <typename Access>
Key whole(std::string path, Access access, std::int64_t min, std::int64_t max)
{
    return {std::move(path),
            "a whole number from " + std::to_string(min) + " to " + std::to_string(max),
            [=](const Experiment& e) { return json(access(e)); },
            [=](Experiment& e, const json& value) {
                auto& member = access(e);
                member =
                    static_cast<std::remove_reference_t<decltype(member)>>(*wholeNumber(value));
            },
            [=](const json& value) {
                const std::optional<std::int64_t> number = wholeNumber(value);
                return number && *number >= min && *number <= max;
            }};
}

template <typename Access>
Key number(std::string path, Access access, double min, double max)
{
    return {std::move(path), "a number from " + shortNumber(min) + " to " + shortNumber(max),
            [=](const Experiment& e) { return json(access(e)); },
            [=](Experiment& e, const json& value) { access(e) = value.get<double>(); },
            [=](const json& value) {
                return value.is_number() && value.get<double>() >= min
                    && value.get<double>() <= max;
            }};
}

template <typename Access>
Key flag(std::string path, Access access)
{
    return {std::move(path), "true or false", [=](const Experiment& e) { return json(access(e)); },
            [=](Experiment& e, const json& value) { access(e) = value.get<bool>(); },
            [](const json& value) { return value.is_boolean(); }};
}

template <typename Access>
Key text(std::string path, Access access, std::string allowed,
         std::function<bool(const std::string&)> isAllowed)
{
    return {std::move(path), std::move(allowed),
            [=](const Experiment& e) { return json(access(e)); },
            [=](Experiment& e, const json& value) { access(e) = value.get<std::string>(); },
            [=](const json& value) {
                return value.is_string() && isAllowed(value.get<std::string>());
            }};
}

/// The name of a row of \a table.
template <typename Access, typename Table>
Key choice(std::string path, Access access, const Table& table)
{
    return text(std::move(path), access, "one of " + rowNames(table),
                [&table](const std::string& name) {
                    return std::any_of(table.begin(), table.end(),
                                       [&](const auto& row) { return row.name == name; });
                });
}

std::string modelProblem(const std::string& model)
{
    try {
        parseModel(model);
        return {};
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

Key modelKey()
{
    Key key = text(
        "model", [](auto& e) -> auto& { return e.model; },
        "layers separated by commas, such as \"10 relu, 1\"",
        [](const std::string& model) { return modelProblem(model).empty(); });
    key.detail = [](const json& value) {
        return value.is_string() ? modelProblem(value.get<std::string>()) : std::string();
    };
    return key;
}

/// The preset sets all switches; those that are named too come behind it.
Key presetKey()
{
    Key key = choice(
        "accumulation.preset", [](auto& e) -> auto& { return e.hyperparameters.preset; },
        semanticsPresets());
    key.set = [](Experiment& e, const json& value) {
        choosePreset(e.hyperparameters, value.get<std::string>());
    };
    return key;
}

/// One of the names of \a table, whose index is the value.
template <typename Table, typename Get, typename Set>
Key indexedChoice(std::string path, const Table& table, Get get, Set set)
{
    const auto indexOf = [&table](const json& value) -> std::size_t {
        const auto it = std::find_if(table.begin(), table.end(), [&](const auto& row) {
            return value.is_string() && row.name == value.template get<std::string>();
        });
        return static_cast<std::size_t>(it - table.begin());
    };
    return {std::move(path), "one of " + rowNames(table),
            [=, &table](const Experiment& e) { return json(table[get(e)].name); },
            [=](Experiment& e, const json& value) { set(e, indexOf(value)); },
            [=, &table](const json& value) { return indexOf(value) < table.size(); }};
}

Key switchKey(std::string_view name)
{
    const SemanticsSwitch& row = namedRow(semanticsSwitches(), name, "switch");
    return indexedChoice(
        "accumulation." + std::string(row.name), row.values,
        [&row](const Experiment& e) { return row.get(e.hyperparameters.semantics); },
        [&row](Experiment& e, std::size_t value) { row.set(e.hyperparameters.semantics, value); });
}

Key nonFiniteKey()
{
    return indexedChoice(
        "accumulation.non_finite", nonFinitePolicies(),
        [](const Experiment& e) { return static_cast<std::size_t>(e.hyperparameters.nonFinite); },
        [](Experiment& e, std::size_t value) {
            e.hyperparameters.nonFinite = static_cast<NonFinite>(value);
        });
}

std::string stepsScheduleProblem(const std::string& schedule)
{
    try {
        parseStepsSchedule(schedule);
        return {};
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
}

Key stepsScheduleKey()
{
    Key key = text(
        "accumulation.steps_schedule",
        [](auto& e) -> auto& { return e.hyperparameters.stepsSchedule; },
        "changes of accumulation_steps such as \"epoch 5: 8, update 1000: 16\", or \"\"",
        [](const std::string& schedule) { return stepsScheduleProblem(schedule).empty(); });
    key.detail = [](const json& value) {
        return value.is_string() ? stepsScheduleProblem(value.get<std::string>()) : std::string();
    };
    return key;
}

Key optimizerNameKey()
{
    Key key = choice(
        "optimizer.name", [](auto& e) -> auto& { return e.hyperparameters.optimizer.name; },
        optimizers());
    key.set = [](Experiment& e, const json& value) {
        OptimizerOptions& options = e.hyperparameters.optimizer;
        if (options.name != value.get<std::string>())
            options = optionsFor(value.get<std::string>(), options);
    };
    return key;
}

/// One for each diagnostic.
std::vector<Key> probeKeys()
{
    std::vector<Key> keys;
    for (std::size_t i = 0; i < probeKinds().size(); ++i) {
        Key key = whole(
            "probes." + std::string(probeKinds()[i].name),
            [i](auto& e) -> auto& { return e.hyperparameters.probes.every[i]; }, 0, 1'000'000);
        key.allowed = "0 (off) or every how manieth update it is measured, to 1000000";
        keys.push_back(std::move(key));
    }
    return keys;
}

/// The path of a file, the name of a column or of an array; \a allowed says what it is for. A NUL,
/// as a broken generator writes it, would end it.
template <typename Access>
Key nameKey(std::string path, Access access, std::vector<std::string_view> readBy,
            std::string allowed)
{
    for (const std::string_view source : readBy)
        allowed += (source == readBy.front() ? "; read by " : ", ") + std::string(source);
    Key key = text(std::move(path), access, allowed,
                   [](const std::string& name) { return name.find('\0') == std::string::npos; });
    key.detail = [](const json& value) -> std::string {
        if (!value.is_string())
            return {};
        return "its character " + std::to_string(value.get<std::string>().find('\0') + 1)
            + " is a NUL";
    };
    key.readBy = std::move(readBy);
    return key;
}

/// A name of dataSources(); who gives that of a file is told where it belongs.
template <typename Access>
Key sourceKey(std::string path, Access access)
{
    Key key = choice(std::move(path), access, dataSources());
    key.detail = [](const json& value) -> std::string {
        const std::string name = value.is_string() ? value.get<std::string>() : std::string();
        if (name.find_first_of("./\\") == std::string::npos)
            return {};
        return "a file's name is data.file, and data.source its kind: --set data.source=csv "
               "--set data.file="
            + name;
    };
    return key;
}

bool isSeparator(const std::string& value)
{
    return value == "auto" || separatorOf(value) != '\0';
}

bool isHeaderChoice(const std::string& value)
{
    return value == "auto" || value == "yes" || value == "no";
}

bool isImageShape(const std::string& value)
{
    try {
        parseImageShape(value);
        return true;
    } catch (const DataError&) {
        return false;
    }
}

/// A function that gives a member of an experiment, const or not.
#define ACCESS(member)                                                                             \
    [](auto& e) -> auto&                                                                           \
    {                                                                                              \
        return e.member;                                                                           \
    }

std::vector<Key> makeKeys()
{
    std::vector<Key> keys{
        sourceKey("data.source", ACCESS(data.source)),
        nameKey("data.file", ACCESS(data.file), {"csv", "npy", "npz", "idx", "cifar10", "text"},
                "the path of a file, or of the folder of CIFAR-10"),
        nameKey("data.labels", ACCESS(data.labels), {"npy", "idx"},
                "the path of the targets' file; \"\" to guess it, for idx"),
        nameKey("data.validation_file", ACCESS(data.validationFile), {"npy", "idx", "cifar10"},
                "the path of the validation rows, or \"\" for none"),
        nameKey("data.validation_labels", ACCESS(data.validationLabels), {"npy", "idx"},
                "the path of their targets; \"\" to guess it, for idx"),
        nameKey("data.target", ACCESS(data.target), {"csv", "npz"},
                "a column of the table by name or 0-based index, or \"\" for the last; "
                "an array of the NPZ file"),
        nameKey("data.weight", ACCESS(data.weight), {"csv"},
                "a column of the table with weights of the rows, or \"\" for none"),
        text("data.separator", ACCESS(data.separator),
             "\"auto\", \"tab\", \"space\" (runs of blanks) or one character that no number has",
             isSeparator),
        choice("data.decimal", ACCESS(data.decimal), decimalMarks()),
        text("data.header", ACCESS(data.header), "\"auto\", \"yes\" or \"no\"", isHeaderChoice),
        choice("data.encoding", ACCESS(data.encoding), textEncodings()),
        text("data.shape", ACCESS(data.shape),
             "height x width x channels of the features as an image, such as \"8x8x1\", or \"\"",
             isImageShape),
        whole("data.samples", ACCESS(data.samples), 2, 10'000'000),
        whole("data.features", ACCESS(data.features), 1, 4096),
        whole("data.classes", ACCESS(data.classes), 2, 1000),
        whole("data.teacher_units", ACCESS(data.teacherUnits), 1, 4096),
        number("data.noise", ACCESS(data.noise), 0.0, 1000.0),
        whole("data.sequence_length", ACCESS(data.sequenceLength), 1, 4096),
        whole("data.context", ACCESS(data.context), 1, 1024),
        choice("data.lengths", ACCESS(data.lengths), pieceLengths()),
        number("data.label_noise", ACCESS(data.labelNoise), 0.0, 1.0),
        whole("data.outliers", ACCESS(data.outliers), 0, 1'000'000),
        number("data.validation_fraction", ACCESS(data.validationFraction), 0.0, 0.9),
        flag("data.shuffle", ACCESS(data.shuffle)),
        flag("data.standardize", ACCESS(data.standardize)),
        flag("data.standardize_target", ACCESS(data.standardizeTarget)),
        modelKey(),
        choice("loss", ACCESS(loss), losses()),
        choice("initializer", ACCESS(initializer), initializers()),
        whole("accumulation.accumulation_steps", ACCESS(hyperparameters.accumulationSteps), 1,
              maxAccumulationSteps),
        whole("accumulation.micro_batch_size", ACCESS(hyperparameters.microBatchSize), 1, 65536),
        stepsScheduleKey(),
        presetKey(),
        switchKey("reduction"),
        switchKey("partial_window"),
        switchKey("clipping"),
        switchKey("schedule_clock"),
        switchKey("between_updates"),
        switchKey("precision"),
        switchKey("logged_loss"),
        nonFiniteKey(),
        optimizerNameKey(),
        number("optimizer.learning_rate", ACCESS(hyperparameters.optimizer.learningRate), 0.0,
               1000.0),
        number("optimizer.momentum", ACCESS(hyperparameters.optimizer.momentum), 0.0, 0.999999),
        flag("optimizer.nesterov", ACCESS(hyperparameters.optimizer.nesterov)),
        number("optimizer.beta_1", ACCESS(hyperparameters.optimizer.beta1), 0.0, 0.999999),
        number("optimizer.beta_2", ACCESS(hyperparameters.optimizer.beta2), 0.0, 0.999999),
        number("optimizer.epsilon", ACCESS(hyperparameters.optimizer.epsilon), 1e-20, 1.0),
        number("optimizer.weight_decay", ACCESS(hyperparameters.optimizer.weightDecay), 0.0,
               1000.0),
        number("optimizer.rho", ACCESS(hyperparameters.optimizer.rho), 0.0, 0.999999),
        number("optimizer.initial_accumulator",
               ACCESS(hyperparameters.optimizer.initialAccumulator), 0.0, 1000.0),
        number("optimizer.clip_norm", ACCESS(hyperparameters.optimizer.clipNorm), 0.0, 1e9),
        number("optimizer.clip_value", ACCESS(hyperparameters.optimizer.clipValue), 0.0, 1e9),
        choice("optimizer.learning_rate_scaling",
               ACCESS(hyperparameters.optimizer.learningRateScaling), learningRateScalings()),
        whole("optimizer.base_accumulation_steps",
              ACCESS(hyperparameters.optimizer.baseAccumulationSteps), 1, maxAccumulationSteps),
        choice("schedule.name", ACCESS(hyperparameters.schedule.name), schedules()),
        whole("schedule.warmup", ACCESS(hyperparameters.schedule.warmup), 0, maxWhole),
        whole("schedule.length", ACCESS(hyperparameters.schedule.length), 0, maxWhole),
        whole("schedule.period", ACCESS(hyperparameters.schedule.period), 1, maxWhole),
        number("schedule.factor", ACCESS(hyperparameters.schedule.factor), 0.0, 1000.0),
        number("schedule.final_fraction", ACCESS(hyperparameters.schedule.finalFraction), 0.0, 1.0),
        whole("probes.half_life", ACCESS(hyperparameters.probes.halfLife), 0, maxWhole),
        whole("probes.sharpness_samples", ACCESS(hyperparameters.probes.sharpnessSamples), 1,
              1'000'000),
        whole("compute.threads", ACCESS(compute.threads), 0, 256),
        indexedChoice(
            "compute.precision", precisions(),
            [](const Experiment& e) { return static_cast<std::size_t>(e.compute.precision); },
            [](Experiment& e, std::size_t value) {
                e.compute.precision = static_cast<Precision>(value);
            }),
        number("compute.memory_mb", ACCESS(compute.memoryMb), 0.0, 1e9),
        whole("stop.updates", ACCESS(stop.updates), 0, maxWhole),
        whole("stop.epochs", ACCESS(stop.epochs), 0, maxWhole),
        number("stop.seconds", ACCESS(stop.seconds), 0.0, 1e9),
        whole("seed", ACCESS(seed), 0, maxWhole),
    };
    const auto place = std::find_if(keys.begin(), keys.end(),
                                    [](const Key& key) { return key.path == "probes.half_life"; });
    const std::vector<Key> probes = probeKeys();
    keys.insert(place, probes.begin(), probes.end());
    return keys;
}

#undef ACCESS

} // namespace

const std::vector<ExperimentKeyRow>& experimentKeyRows()
{
    static const std::vector<Key> table = makeKeys();
    return table;
}

} // namespace accumulus
