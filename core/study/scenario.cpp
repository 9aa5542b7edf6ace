#include "core/study/scenario.h"

#include "core/data/resources.h"
#include "core/json_text.h"
#include "core/named_row.h"
#include "core/nearest_name.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

using json = nlohmann::ordered_json;

constexpr int mostSeeds = 10'000;
constexpr std::string_view formatName = "accumulus-scenario/1";

template <typename Value>
struct Named
{
    std::string_view name;
    Value value;
};

constexpr Named<Relation> relations[] = {
    {"below", Relation::Below}, {"above", Relation::Above}, {"near", Relation::Near}};
constexpr Named<Combination> combinations[] = {{"each", Combination::Each},
                                               {"mean", Combination::Mean},
                                               {"spread", Combination::Spread},
                                               {"slope", Combination::Slope}};

/// A refused value, as a message shows it.
std::string shown(const json& value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 80);
}

/// A value of an experiment, as `--set` takes it.
std::string textOf(const json& value)
{
    return value.is_string() ? value.get<std::string>() : shown(value);
}

/// An object of a scenario's JSON, whose values are asked for by name and type. Everything that is
/// not as it should be is refused with the name.
class ObjectReader
{
public:
    ObjectReader(const json& object, std::string where, const std::vector<std::string>& known)
        : m_object(object)
        , m_where(std::move(where))
    {
        if (!object.is_object())
            throw std::invalid_argument(m_where + " is " + shown(object)
                                        + "; it must be an object");
        for (const auto& [name, value] : object.items())
            refuseUnknown(name, known);
    }

    bool has(const std::string& name) const { return m_object.contains(name); }

    const json& value(const std::string& name) const
    {
        if (!has(name))
            throw std::invalid_argument("there is no \"" + name + "\" in " + m_where);
        return m_object[name];
    }

    const json& array(const std::string& name) const
    {
        return checked(name, value(name).is_array(), "a list");
    }

    std::string text(const std::string& name) const
    {
        return checked(name, value(name).is_string(), "a text").get<std::string>();
    }
    std::string text(const std::string& name, const std::string& otherwise) const
    {
        return has(name) ? text(name) : otherwise;
    }

    /// A distance: 0 or more.
    double number(const std::string& name, double otherwise) const
    {
        if (!has(name))
            return otherwise;
        const json& found = value(name);
        return checked(name, found.is_number() && found.get<double>() >= 0.0, "a number from 0 on")
            .get<double>();
    }

    int whole(const std::string& name, int otherwise, int min, int max) const
    {
        if (!has(name))
            return otherwise;
        const std::optional<std::int64_t> number = wholeNumber(value(name));
        checked(name, number && *number >= min && *number <= max,
                "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
        return static_cast<int>(*number);
    }

    /// Keys of an experiment with their values.
    std::vector<KeyValue> settings(const std::string& name) const
    {
        std::vector<KeyValue> settings;
        if (!has(name))
            return settings;
        for (const auto& [key, setting] :
             checked(name, value(name).is_object(), "an object of keys and values").items())
            settings.push_back({key, textOf(setting)});
        return settings;
    }

private:
    const json& checked(const std::string& name, bool isRight, const std::string& allowed) const
    {
        if (!isRight)
            throw std::invalid_argument("\"" + name + "\" in " + m_where + " is "
                                        + shown(value(name)) + "; it must be " + allowed);
        return value(name);
    }

    void refuseUnknown(const std::string& name, const std::vector<std::string>& known) const
    {
        if (std::find(known.begin(), known.end(), name) != known.end())
            return;
        const std::string meant = nearestName(name, known);
        std::string names;
        for (const std::string& one : known)
            names += (names.empty() ? "" : ", ") + one;
        throw std::invalid_argument("there is no key \"" + name + "\" in " + m_where
                                    + (meant.empty() ? "" : " (did you mean \"" + meant + "\"?)")
                                    + "; known are " + names);
    }

    const json& m_object;
    std::string m_where;
};

std::string textOfElement(const json& element, const std::string& list)
{
    if (!element.is_string())
        throw std::invalid_argument("\"" + list + "\" has " + shown(element)
                                    + " in it; it must be a list of texts");
    return element.get<std::string>();
}

SweepVariable readVariable(const json& object)
{
    const ObjectReader reader(object, "vary", {"keys", "values"});
    SweepVariable variable;
    for (const json& key : reader.array("keys"))
        variable.keys.push_back(textOfElement(key, "keys"));
    for (const json& values : reader.array("values")) {
        std::vector<std::string> texts;
        if (values.is_array())
            std::transform(values.begin(), values.end(), std::back_inserter(texts), &textOf);
        else
            texts.push_back(textOf(values));
        if (texts.size() != variable.keys.size())
            throw std::invalid_argument("the values " + shown(values) + " are not one for each of "
                                        + shown(reader.value("keys")));
        variable.values.push_back(std::move(texts));
    }
    return variable;
}

Expectation readExpectation(const json& object)
{
    const ObjectReader reader(object, "expect",
                              {"text", "figure", "at", "over", "combination", "along", "relation",
                               "expected", "within", "errors"});
    return {
        .text = reader.text("text"),
        .figure = reader.text("figure"),
        .at = reader.settings("at"),
        .over = reader.settings("over"),
        .combination =
            namedRow(combinations, reader.text("combination", "each"), "combination").value,
        .along = reader.text("along", ""),
        .relation = namedRow(relations, reader.text("relation", "near"), "relation").value,
        .expected = textOf(reader.value("expected")),
        .within = reader.number("within", 0.0),
        .errors = reader.number("errors", 0.0),
    };
}

bool isNumber(const std::string& text, double& value)
{
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    return stream >> value && stream.eof();
}

/// Every figure that the table shows or an expectation needs, once.
void addFigure(Sweep& sweep, const std::string& figure)
{
    if (std::find(sweep.figures.begin(), sweep.figures.end(), figure) == sweep.figures.end())
        sweep.figures.push_back(figure);
}

/// Expectations look at keys that are varied, and slopes run along numbers.
void checkPlaces(const Scenario& scenario)
{
    const auto valuesOf = [&](const std::string& key) {
        std::vector<std::string> values;
        for (const SweepVariable& variable : scenario.sweep.variables) {
            for (std::size_t k = 0; k < variable.keys.size(); ++k) {
                for (const auto& row : variable.values) {
                    if (variable.keys[k] == key)
                        values.push_back(row[k]);
                }
            }
        }
        if (values.empty())
            throw std::invalid_argument("\"" + key
                                        + "\" is not varied, but an expectation looks at it");
        return values;
    };
    for (const Expectation& expectation : scenario.expectations) {
        for (const std::vector<KeyValue>* place : {&expectation.at, &expectation.over}) {
            for (const KeyValue& setting : *place) {
                const auto values = valuesOf(setting.key);
                if (std::find(values.begin(), values.end(), setting.value) == values.end())
                    throw std::invalid_argument("\"" + setting.key + "\" is never "
                                                + setting.value);
            }
        }
        double number = 0.0;
        if (expectation.combination == Combination::Slope) {
            for (const std::string& value : valuesOf(expectation.along)) {
                if (!isNumber(value, number) || number <= 0.0)
                    throw std::invalid_argument("a slope runs along positive numbers, but \""
                                                + expectation.along + "\" is also " + value);
            }
        }
    }
}

Scenario parseScenario(const json& document, const std::filesystem::path& path)
{
    const ObjectReader reader(document, "a scenario",
                              {"format", "title", "question", "look_at", "source", "experiment",
                               "vary", "seeds", "figures", "expect"});
    if (reader.text("format", "") != formatName)
        throw std::invalid_argument("\"format\" must be \"" + std::string(formatName) + "\"");
    Scenario scenario{.name = path.stem().string(),
                      .title = reader.text("title"),
                      .question = reader.text("question"),
                      .lookAt = reader.text("look_at"),
                      .source = reader.text("source")};
    json experiment = reader.value("experiment");
    if (experiment.is_object()) // what else it is, the experiment's reader says
        experiment["format"] = "accumulus-experiment/1";
    scenario.sweep.base = experimentFromJson(experiment.dump(), "experiment");
    scenario.sweep.seeds = reader.whole("seeds", 1, 1, mostSeeds);
    for (const json& variable : reader.array("vary"))
        scenario.sweep.variables.push_back(readVariable(variable));
    for (const json& figure : reader.array("figures"))
        addFigure(scenario.sweep, textOfElement(figure, "figures"));
    for (const json& expectation : reader.array("expect")) {
        scenario.expectations.push_back(readExpectation(expectation));
        addFigure(scenario.sweep, scenario.expectations.back().figure);
        double number = 0.0;
        if (!isNumber(scenario.expectations.back().expected, number))
            addFigure(scenario.sweep, scenario.expectations.back().expected);
    }
    for (const std::string& figure : scenario.sweep.figures)
        figureOf({}, figure); // what does not exist is told now, not after training
    checkPlaces(scenario);
    return scenario;
}

} // namespace

Scenario readScenario(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file.is_open() || file.bad())
        throw ExperimentError(path.string() + " cannot be read");
    try {
        return parseScenario(parseJson(text.str()), path);
    } catch (const std::exception& error) { // also what the JSON library throws for wrong types
        throw ExperimentError(path.string() + ": " + error.what());
    }
}

std::vector<std::filesystem::path> scenarioFiles()
{
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry :
         std::filesystem::directory_iterator(resourceDirectory() / "scenarios", error)) {
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::filesystem::path scenarioFile(std::string_view name)
{
    std::vector<std::filesystem::path> found;
    std::string names;
    for (const std::filesystem::path& path : scenarioFiles()) {
        const std::string stem = path.stem().string();
        if (stem == name)
            return path;
        // "s5" and "s05" are s05_sum_or_mean, not s05… and s50….
        const std::string number = stem.substr(0, stem.find('_'));
        const std::string unpadded =
            number.size() > 2 && number[1] == '0' ? "s" + number.substr(2) : number;
        if (name == number || name == unpadded || stem.substr(stem.find('_') + 1) == name)
            found.push_back(path);
        names += (names.empty() ? "" : ", ") + stem;
    }
    if (found.size() == 1)
        return found.front();
    throw std::invalid_argument("there is no scenario \"" + std::string(name)
                                + "\"; choose one of: " + names);
}

} // namespace accumulus
