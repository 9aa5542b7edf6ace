#include "core/train/experiment.h"

#include "core/data/data_source.h"
#include "core/named_row.h"
#include "core/nn/loss.h"
#include "core/nn/model_spec.h"
#include "core/train/semantics.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

namespace accumulus {

namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view formatName = "accumulus-experiment/1";
constexpr double maxWhole =
    9007199254740992.0; // 2^53: the largest that every JSON reader keeps exactly
constexpr std::uintmax_t maxFileBytes = 16u << 20;

/// One key of the JSON form. `problem` returns what is wrong with a value, or nothing.
struct Key
{
    std::string path;
    std::string allowed;
    std::function<json(const Experiment&)> get;
    std::function<void(Experiment&, const json&)> set;
    std::function<bool(const json&)> isAllowed;
    std::function<std::string(const json&)> detail = nullptr; ///< more about a refused value
};

std::string shortNumber(double value)
{
    return json(value).dump();
}

/// A refused value, as a message shows it.
std::string shown(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 80);
}

template <typename Access>
Key whole(std::string path, Access access, double min, double max)
{
    std::ostringstream allowed;
    allowed << "a whole number from " << static_cast<std::int64_t>(min) << " to "
            << static_cast<std::int64_t>(max);
    return {std::move(path), allowed.str(), [=](const Experiment& e) { return json(access(e)); },
            [=](Experiment& e, const json& value) { value.get_to(access(e)); },
            [=](const json& value) {
                return value.is_number_integer() && value.get<double>() >= min
                    && value.get<double>() <= max;
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

Key optimizerNameKey()
{
    Key key = choice(
        "optimizer.name", [](auto& e) -> auto& { return e.hyperparameters.optimizer.name; },
        optimizers());
    key.set = [](Experiment& e, const json& value) {
        OptimizerOptions& options = e.hyperparameters.optimizer;
        if (options.name != value.get<std::string>())
            options = optimizerKind(value.get<std::string>()).defaults;
    };
    return key;
}

/// Any text; \a allowed says what it is for.
bool anyText(const std::string&)
{
    return true;
}

bool isSeparator(const std::string& value)
{
    return value == "auto" || value.size() == 1;
}

bool isHeaderChoice(const std::string& value)
{
    return value == "auto" || value == "yes" || value == "no";
}

#define ACCESS(member)                                                                             \
    [](auto& e) -> auto&                                                                           \
    {                                                                                              \
        return e.member;                                                                           \
    }

const std::vector<Key>& keys()
{
    static const std::vector<Key> table{
        choice("data.source", ACCESS(data.source), dataSources()),
        text("data.file", ACCESS(data.file), "the path of a CSV file, for source csv", anyText),
        text("data.target", ACCESS(data.target),
             "a column of the CSV file by name or 0-based index, or \"\" for the last", anyText),
        text("data.separator", ACCESS(data.separator), "\"auto\" or one character", isSeparator),
        text("data.header", ACCESS(data.header), "\"auto\", \"yes\" or \"no\"", isHeaderChoice),
        whole("data.samples", ACCESS(data.samples), 2, 10'000'000),
        whole("data.features", ACCESS(data.features), 1, 4096),
        whole("data.classes", ACCESS(data.classes), 2, 1000),
        number("data.noise", ACCESS(data.noise), 0.0, 1000.0),
        number("data.validation_fraction", ACCESS(data.validationFraction), 0.0, 0.9),
        flag("data.shuffle", ACCESS(data.shuffle)),
        flag("data.standardize", ACCESS(data.standardize)),
        flag("data.standardize_target", ACCESS(data.standardizeTarget)),
        modelKey(),
        choice("loss", ACCESS(loss), losses()),
        whole("accumulation.accumulation_steps", ACCESS(hyperparameters.accumulationSteps), 1,
              65536),
        whole("accumulation.micro_batch_size", ACCESS(hyperparameters.microBatchSize), 1, 65536),
        choice("accumulation.preset", ACCESS(hyperparameters.preset), semanticsPresets()),
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
        number("optimizer.clip_norm", ACCESS(hyperparameters.optimizer.clipNorm), 0.0, 1e9),
        whole("compute.threads", ACCESS(compute.threads), 1, 256),
        whole("stop.updates", ACCESS(stop.updates), 0, maxWhole),
        whole("stop.epochs", ACCESS(stop.epochs), 0, maxWhole),
        number("stop.seconds", ACCESS(stop.seconds), 0.0, 1e9),
        whole("seed", ACCESS(seed), 0, maxWhole),
    };
    return table;
}

#undef ACCESS

std::string_view section(std::string_view path)
{
    const auto dot = path.find('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
}

std::string_view lastPart(std::string_view path)
{
    const auto dot = path.rfind('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

std::string inFile(std::string_view sourceName)
{
    return sourceName.empty() ? std::string() : std::string(sourceName) + ": ";
}

void check(const Key& key, const json& value, std::string_view sourceName)
{
    if (key.isAllowed(value))
        return;
    std::string message =
        inFile(sourceName) + key.path + " is " + shown(value) + "; allowed is " + key.allowed;
    if (const std::string detail = key.detail ? key.detail(value) : std::string(); !detail.empty())
        message += " (" + detail + ")";
    throw ExperimentError(message);
}

const Key* findPath(std::string_view path)
{
    const auto it = std::find_if(keys().begin(), keys().end(),
                                 [&](const Key& key) { return key.path == path; });
    return it == keys().end() ? nullptr : &*it;
}

std::string knownKeys(std::string_view sectionName)
{
    std::string names;
    for (const Key& key : keys()) {
        const std::string_view group = section(key.path);
        // At the top level, a section is listed once, by its name.
        const std::string name(sectionName.empty() && !group.empty() ? group : lastPart(key.path));
        if ((sectionName.empty() || group == sectionName) && !names.ends_with(name))
            names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

[[noreturn]] void failUnknown(std::string_view path, std::string_view sourceName)
{
    const std::string_view group = section(path);
    throw ExperimentError(inFile(sourceName) + "there is no key \"" + std::string(path)
                          + "\"; known" + (group.empty() ? "" : " in " + std::string(group))
                          + " are " + knownKeys(group));
}

bool isSection(std::string_view name)
{
    return std::any_of(keys().begin(), keys().end(),
                       [&](const Key& key) { return section(key.path) == name; });
}

void refuseUnknownKeys(const json& document, std::string_view sourceName)
{
    for (const auto& [name, value] : document.items()) {
        if (name == "format")
            continue;
        if (!isSection(name)) {
            if (!findPath(name))
                failUnknown(name, sourceName);
            continue;
        }
        if (!value.is_object())
            throw ExperimentError(inFile(sourceName) + name + " is " + shown(value)
                                  + "; it must be an object with " + knownKeys(name));
        for (const auto& [inner, unused] : value.items()) {
            if (!findPath(name + '.' + inner))
                failUnknown(name + '.' + inner, sourceName);
        }
    }
}

json::json_pointer pointer(std::string_view path)
{
    std::string text = "/" + std::string(path);
    std::replace(text.begin(), text.end(), '.', '/');
    return json::json_pointer(text);
}

json parse(std::string_view text, std::string_view sourceName)
{
    try {
        return json::parse(text);
    } catch (const json::exception& error) { // parse_error; out_of_range for 1e400
        // "[json.exception.parse_error.101] parse error at line 1, column 2: …"
        const std::string what = error.what();
        throw ExperimentError(inFile(sourceName)
                              + "not valid JSON: " + what.substr(what.find("] ") + 2));
    }
}

const Key& resolve(std::string_view name)
{
    if (const Key* key = findPath(name))
        return *key;
    if (isSection(name)) // a section's name stands for its first key: optimizer=sgd
        return *std::find_if(keys().begin(), keys().end(),
                             [&](const Key& key) { return section(key.path) == name; });
    const Key* found = nullptr;
    for (const Key& key : keys()) {
        if (lastPart(key.path) != name)
            continue;
        if (found)
            throw ExperimentError("\"" + std::string(name) + "\" is ambiguous: " + found->path
                                  + " or " + key.path);
        found = &key;
    }
    if (!found)
        failUnknown(name, "");
    return *found;
}

/// Text as it stands on a command line: a key of text takes it as it is, the others as JSON.
json valueFromText(const Key& key, std::string_view text)
{
    if (key.get(Experiment()).is_string())
        return std::string(text);
    json value = json::parse(text, nullptr, /*allow_exceptions*/ false);
    return value.is_discarded() ? json(std::string(text)) : value;
}

} // namespace

std::vector<ExperimentKey> experimentKeys()
{
    std::vector<ExperimentKey> result;
    for (const Key& key : keys())
        result.push_back({key.path, key.allowed, key.get(Experiment()).dump()});
    return result;
}

Experiment experimentFromJson(std::string_view text, std::string_view sourceName)
{
    const json document = parse(text, sourceName);
    if (!document.is_object())
        throw ExperimentError(inFile(sourceName) + "an experiment is a JSON object");
    if (!document.contains("format") || document["format"] != formatName)
        throw ExperimentError(inFile(sourceName) + "\"format\" must be \"" + std::string(formatName)
                              + "\"; is this an experiment of Accumulus?");
    refuseUnknownKeys(document, sourceName);

    Experiment experiment;
    for (const Key& key : keys()) {
        if (!document.contains(pointer(key.path)))
            continue;
        const json& value = document[pointer(key.path)];
        check(key, value, sourceName);
        key.set(experiment, value);
    }
    return experiment;
}

Experiment readExperiment(const std::filesystem::path& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::ifstream file(path, std::ios::binary);
    if (error || !file)
        throw ExperimentError(path.string()
                              + " cannot be read: check that it is a file and may be read");
    if (size > maxFileBytes)
        throw ExperimentError(path.string() + " is larger than 16 MiB; is this an experiment?");
    std::ostringstream text;
    text << file.rdbuf();
    Experiment experiment = experimentFromJson(text.str(), path.string());
    if (!experiment.data.file.empty())
        experiment.data.file = (path.parent_path() / experiment.data.file).string();
    return experiment;
}

std::string toJson(const Experiment& experiment)
{
    json document;
    document["format"] = formatName;
    for (const Key& key : keys())
        document[pointer(key.path)] = key.get(experiment);
    // A path may hold bytes that are not UTF-8; JSON cannot.
    return document.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

void setExperimentValue(Experiment& experiment, std::string_view name, std::string_view text)
{
    const Key& key = resolve(name);
    const json value = valueFromText(key, text);
    check(key, value, "");
    key.set(experiment, value);
}

void validate(const Experiment& experiment)
{
    for (const Key& key : keys())
        check(key, key.get(experiment), "");
}

void validate(const Hyperparameters& hyperparameters)
{
    Experiment experiment;
    experiment.hyperparameters = hyperparameters;
    validate(experiment);
}

} // namespace accumulus
