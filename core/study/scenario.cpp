#include "core/study/scenario.h"

#include "core/data/resources.h"
#include "core/json_text.h"
#include "core/named_row.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

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

std::string textOf(const json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void refuseOtherKeys(const json& object, const std::set<std::string>& known,
                     const std::string& where)
{
    for (const auto& [name, value] : object.items()) {
        if (!known.contains(name))
            throw std::invalid_argument("there is no key \"" + name + "\" in " + where);
    }
}

std::vector<KeyValue> readSettings(const json& object)
{
    std::vector<KeyValue> settings;
    for (const auto& [key, value] : object.items())
        settings.push_back({key, textOf(value)});
    return settings;
}

SweepVariable readVariable(const json& object)
{
    refuseOtherKeys(object, {"keys", "values"}, "vary");
    SweepVariable variable{object.at("keys").get<std::vector<std::string>>(), {}};
    for (const json& values : object.at("values")) {
        std::vector<std::string> texts;
        if (values.is_array())
            std::transform(values.begin(), values.end(), std::back_inserter(texts), &textOf);
        else
            texts.push_back(textOf(values));
        if (texts.size() != variable.keys.size())
            throw std::invalid_argument("the values " + values.dump() + " are not one for each of "
                                        + object.at("keys").dump());
        variable.values.push_back(std::move(texts));
    }
    return variable;
}

Expectation readExpectation(const json& object)
{
    refuseOtherKeys(object,
                    {"text", "figure", "at", "over", "combination", "along", "relation", "expected",
                     "within", "errors"},
                    "expect");
    Expectation expectation{.text = object.at("text"), .figure = object.at("figure")};
    if (object.contains("at"))
        expectation.at = readSettings(object["at"]);
    if (object.contains("over"))
        expectation.over = readSettings(object["over"]);
    expectation.combination =
        namedRow(combinations, object.value("combination", "each"), "combination").value;
    expectation.along = object.value("along", "");
    expectation.relation = namedRow(relations, object.value("relation", "near"), "relation").value;
    expectation.expected = textOf(object.at("expected"));
    expectation.within = object.value("within", 0.0);
    expectation.errors = object.value("errors", 0.0);
    return expectation;
}

/// The JSON library would take true for 1 and 1.9 too, and any number above 2^31 for some other.
int readSeeds(const json& value)
{
    if (!value.is_number_integer() || value.get<double>() < 1.0 || value.get<double>() > mostSeeds)
        throw std::invalid_argument("\"seeds\" is " + value.dump()
                                    + "; it must be a whole number from 1 to "
                                    + std::to_string(mostSeeds));
    return value.get<int>();
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
    refuseOtherKeys(document,
                    {"format", "title", "question", "look_at", "source", "experiment", "vary",
                     "seeds", "figures", "expect"},
                    "a scenario");
    if (document.value("format", "") != formatName)
        throw std::invalid_argument("\"format\" must be \"" + std::string(formatName) + "\"");
    Scenario scenario{.name = path.stem().string(),
                      .title = document.at("title"),
                      .question = document.at("question"),
                      .lookAt = document.at("look_at"),
                      .source = document.at("source")};
    json experiment = document.at("experiment");
    experiment["format"] = "accumulus-experiment/1";
    scenario.sweep.base = experimentFromJson(experiment.dump(), "experiment");
    scenario.sweep.seeds = readSeeds(document.value("seeds", json(1)));
    for (const json& variable : document.at("vary"))
        scenario.sweep.variables.push_back(readVariable(variable));
    for (const json& figure : document.at("figures"))
        addFigure(scenario.sweep, figure);
    for (const json& expectation : document.at("expect")) {
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
