#include "core/train/experiment.h"

#include "core/data/data_source.h"
#include "core/file/path_kind.h"
#include "core/file/utf8.h"
#include "core/json_text.h"
#include "core/nearest_name.h"
#include "core/train/experiment_keys.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

using Key = ExperimentKeyRow;
using json = Key::Json;

constexpr std::string_view formatName = "accumulus-experiment/1";
constexpr std::size_t maxFileBytes = 16u << 20;

/// A refused value, as a message shows it.
std::string shown(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 80);
}

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

/// JSON, which an experiment is kept in, holds no other text; names of files may be other bytes.
void requireUtf8(const Key& key, const json& value, std::string_view sourceName)
{
    if (!value.is_string())
        return;
    const auto& text = value.get_ref<const std::string&>();
    std::u32string characters;
    if (decodeUtf8(text, characters) != text.size())
        throw ExperimentError(inFile(sourceName) + key.path + " is \"" + text
                              + "\", which is not UTF-8, so no experiment or checkpoint could "
                                "name it; rename it, or make a link to it and give that");
}

void check(const Key& key, const json& value, std::string_view sourceName)
{
    requireUtf8(key, value, sourceName);
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
    const auto it = std::find_if(experimentKeyRows().begin(), experimentKeyRows().end(),
                                 [&](const Key& key) { return key.path == path; });
    return it == experimentKeyRows().end() ? nullptr : &*it;
}

std::string knownKeys(std::string_view sectionName)
{
    std::string names;
    for (const Key& key : experimentKeyRows()) {
        const std::string_view group = section(key.path);
        // At the top level, a section is listed once, by its name.
        const std::string name(sectionName.empty() && !group.empty() ? group : lastPart(key.path));
        if ((sectionName.empty() || group == sectionName) && !names.ends_with(name))
            names += (names.empty() ? "" : ", ") + name;
    }
    return names;
}

bool isSection(std::string_view name)
{
    return !name.empty()
        && std::any_of(experimentKeyRows().begin(), experimentKeyRows().end(),
                       [&](const Key& key) { return section(key.path) == name; });
}

/// What is called otherwise in the literature and in frameworks.
constexpr std::pair<std::string_view, std::string_view> namesElsewhere[] = {
    {"N", "accumulation_steps"},
    {"gradient_accumulation_steps", "accumulation_steps"},
    {"accumulate_grad_batches", "accumulation_steps"},
    {"b", "micro_batch_size"},
    {"batch_size", "micro_batch_size"},
    {"per_device_train_batch_size", "micro_batch_size"},
    {"lr", "learning_rate"},
    {"wd", "weight_decay"},
    {"max_grad_norm", "clip_norm"},
    {"layers", "model"},
};

/// The key that somebody may have meant, or "". Whole paths are compared, and without a section
/// last parts too.
std::string meantKey(std::string_view path)
{
    for (const auto& [elsewhere, here] : namesElsewhere) {
        if (path == elsewhere)
            return std::string(here);
    }
    std::vector<std::string> names;
    for (const Key& key : experimentKeyRows()) {
        names.push_back(key.path);
        if (section(path).empty())
            names.emplace_back(lastPart(key.path));
    }
    return nearestName(path, names);
}

[[noreturn]] void failUnknown(std::string_view path, std::string_view sourceName)
{
    const std::string_view group = isSection(section(path)) ? section(path) : std::string_view();
    const std::string meant = meantKey(path);
    throw ExperimentError(inFile(sourceName) + "there is no key \"" + std::string(path) + "\""
                          + (meant.empty() ? "" : " (did you mean \"" + meant + "\"?)") + "; known"
                          + (group.empty() ? "" : " in " + std::string(group)) + " are "
                          + knownKeys(group));
}

const Key& resolve(std::string_view name)
{
    if (const Key* key = findPath(name))
        return *key;
    if (isSection(name)) // a section's name stands for its first key: optimizer=sgd
        return *std::find_if(experimentKeyRows().begin(), experimentKeyRows().end(),
                             [&](const Key& key) { return section(key.path) == name; });
    const Key* found = nullptr;
    for (const Key& key : experimentKeyRows()) {
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

void refuseUnknownKeys(const json& document, std::string_view sourceName)
{
    for (const auto& [name, value] : document.items()) {
        if (name == "format")
            continue;
        if (!isSection(name)) {
            if (!findPath(name) || !section(name).empty()) // dotted paths are for --set
                failUnknown(name, sourceName);
            continue;
        }
        if (!value.is_object())
            throw ExperimentError(
                inFile(sourceName) + name + " is " + shown(value)
                + "; it must be an object, such as "
                + json({{name, {{lastPart(resolve(name).path), value}}}}).dump().substr(0, 80)
                + ", with " + knownKeys(name));
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
    // Most of what is given in its place is data.
    const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string_view::npos && text[first] != '{')
        throw ExperimentError(inFile(sourceName)
                              + "an experiment is a JSON object, and this is none; if it is data "
                                "to train on, give its kind and its name: --set data.source=csv "
                                "--set data.file=PATH");
    try {
        return parseJson(text);
    } catch (const std::invalid_argument& error) {
        throw ExperimentError(inFile(sourceName) + "not valid JSON: " + error.what());
    }
}

/// Text as it stands on a command line: a key of text takes it as it is, the others as a number or
/// JSON.
json valueFromText(const Key& key, std::string_view text)
{
    if (key.get(Experiment()).is_string())
        return std::string(text);
    if (const std::optional<json> number = numberFromText(text))
        return *number;
    try {
        return parseJson(text);
    } catch (const std::invalid_argument&) {
        return std::string(text); // which check() then refuses, quoting it
    }
}

/// With the paths that were given as relative ones relative to \a folder.
DataOptions relativeTo(const std::filesystem::path& folder, DataOptions data)
{
    for (std::size_t i = 0; i < data.paths().size(); ++i) {
        std::error_code error;
        std::string& named = *data.paths()[i];
        if (named.empty() || !data.wasRelative[i])
            continue;
        const auto relative =
            std::filesystem::relative(named, std::filesystem::absolute(folder), error);
        if (!error && !relative.empty())
            named = relative.string();
    }
    return data;
}

/// A name that nobody looks at: the run would be on other data than was meant. \a sourceName as
/// inFile() takes it.
void refuseUnread(const Key& key, const Experiment& experiment, std::string_view sourceName)
{
    const std::string& source = experiment.data.source;
    if (key.readBy.empty() || key.get(experiment) == ""
        || std::find(key.readBy.begin(), key.readBy.end(), source) != key.readBy.end())
        return;
    std::string readers;
    for (const std::string_view reader : key.readBy)
        readers += (readers.empty() ? "" : ", ") + std::string(reader);
    throw ExperimentError(inFile(sourceName) + key.path + " is " + shown(key.get(experiment))
                          + ", but data.source is " + source + ", which does not read it; set "
                          + "data.source to one that does (" + readers + "), or leave it out");
}

} // namespace

std::vector<ExperimentKey> experimentKeys()
{
    std::vector<ExperimentKey> result;
    for (const Key& key : experimentKeyRows())
        result.push_back({key.path, key.allowed, key.get(Experiment()).dump()});
    return result;
}

std::int64_t headlessEpochs(const Experiment& experiment)
{
    return dataSource(experiment.data.source).suggestedEpochs;
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
    for (const Key& key : experimentKeyRows()) {
        if (!document.contains(pointer(key.path)))
            continue;
        const json& value = document[pointer(key.path)];
        check(key, value, sourceName);
        key.set(experiment, value);
    }
    if (!document.contains(pointer("data.source"))) {
        for (const Key& key : experimentKeyRows())
            refuseUnread(key, experiment, sourceName);
    }
    return experiment;
}

Experiment readExperiment(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::string text(maxFileBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad() || isFolder(path))
        throw ExperimentError(path.string()
                              + " cannot be read: check that it is a file and may be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > maxFileBytes)
        throw ExperimentError(path.string() + " is larger than 16 MiB; is this an experiment?");
    Experiment experiment = experimentFromJson(text, path.string());
    resolvePaths(experiment.data, path.parent_path());
    return experiment;
}

void resolvePaths(DataOptions& data, const std::filesystem::path& folder)
{
    for (std::size_t i = 0; i < data.paths().size(); ++i) {
        std::string& named = *data.paths()[i];
        if (named.empty() || std::filesystem::path(named).is_absolute())
            continue;
        named = std::filesystem::absolute(folder / named).string();
        data.wasRelative[i] = true;
    }
}

std::string toJson(const Experiment& experiment, const std::filesystem::path& folder)
{
    Experiment written = experiment;
    if (!folder.empty())
        written.data = relativeTo(folder, written.data);
    json document;
    document["format"] = formatName;
    for (const Key& key : experimentKeyRows()) {
        const json value = key.get(written);
        requireUtf8(key, value, "");
        document[pointer(key.path)] = value;
    }
    return document.dump(2) + '\n';
}

void setExperimentValue(Experiment& experiment, std::string_view name, std::string_view text)
{
    const Key& key = resolve(name);
    const json value = valueFromText(key, text);
    check(key, value, "");
    key.set(experiment, value);
}

void setExperimentValues(Experiment& experiment, const std::vector<KeyValue>& settings)
{
    std::vector<const Key*> keys; // all names are looked at before anything is set
    for (const KeyValue& setting : settings)
        keys.push_back(&resolve(setting.key));
    for (const Key& key : experimentKeyRows()) {
        for (std::size_t i = 0; i < settings.size(); ++i) {
            if (keys[i] == &key)
                setExperimentValue(experiment, settings[i].key, settings[i].value);
        }
    }
    for (const Key* key : keys)
        refuseUnread(*key, experiment, "");
}

void validate(const Experiment& experiment)
{
    for (const Key& key : experimentKeyRows())
        check(key, key.get(experiment), "");
}

void validate(const Hyperparameters& hyperparameters)
{
    Experiment experiment;
    experiment.hyperparameters = hyperparameters;
    validate(experiment);
}

void requireScheduleLength(const ScheduleOptions& schedule, const StopOptions& stop)
{
    if (scheduleKind(schedule.name).end != ScheduleEnd::Needed || schedule.length > 0
        || stop.updates > 0 || stop.epochs > 0)
        return;
    throw ExperimentError("schedule.name is \"" + schedule.name
                          + "\" and schedule.length is 0, as long as the run, but "
                          + (stop.seconds > 0.0
                                 ? "stop.seconds does not say how many updates that is"
                                 : "the run has no end")
                          + "; set schedule.length, or stop.epochs or stop.updates");
}

void validateChange(const Hyperparameters& running, const Hyperparameters& changed)
{
    if (changed.optimizer.name != running.optimizer.name)
        throw ExperimentError("optimizer.name is \"" + changed.optimizer.name
                              + "\"; a run keeps its optimizer (" + running.optimizer.name
                              + "), start a new one to change it");
    validate(changed);
}

} // namespace accumulus
