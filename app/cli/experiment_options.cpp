#include "app/cli/experiment_options.h"

#include "core/json_text.h"
#include "core/train/compute_choice.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <optional>
#include <sstream>
#include <utility>

namespace accumulus {

void ExperimentOptions::addTo(CLI::App& command)
{
    addPath(command, "experiment", file,
            "Experiment (JSON); without it the tutorial's program on `diamonds`");
    command
        .add_option("--set", settings,
                    "Set a value of the experiment, by its dotted path or its last part; may be "
                    "given more than once; `accumulus-cli list keys` shows all")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false); // or `--set KEY=VALUE FILE` would take the file for a setting
}

Experiment ExperimentOptions::base() const
{
    return file.empty() ? Experiment() : readExperiment(file);
}

void ExperimentOptions::apply(Experiment& experiment) const
{
    std::vector<KeyValue> values;
    for (const std::string& setting : settings) {
        const auto equals = setting.find('=');
        if (equals == std::string::npos)
            throw ExperimentError("--set " + setting
                                  + ": expected KEY=VALUE, such as accumulation_steps=8");
        values.push_back({setting.substr(0, equals), setting.substr(equals + 1)});
    }
    setExperimentValues(experiment, values);
    resolvePaths(experiment.data, std::filesystem::current_path());
}

Experiment ExperimentOptions::experiment() const
{
    Experiment result = base();
    apply(result);
    validate(result);
    sayComputeNotes(result);
    return result;
}

InputFiles ExperimentOptions::inputs(const Experiment& experiment) const
{
    InputFiles inputs;
    inputs.add(file, "the experiment");
    addData(inputs, experiment.data);
    return inputs;
}

void sayComputeNotes(const Experiment& experiment)
{
    for (const std::string& note : computeNotes(experiment))
        std::cerr << note << '\n';
}

void sayIntake(const DataIntake& intake, bool quiet)
{
    if (!quiet)
        std::cerr << intakeText(intake) << '\n';
}

CLI::Validator wholeNumberFrom(std::int64_t min, std::int64_t max)
{
    const auto check = [=](std::string& text) -> std::string {
        const auto number = numberFromText(text);
        const auto whole = number ? wholeNumber(*number) : std::nullopt;
        if (!whole || *whole < min || *whole > max)
            return text + " is not a whole number from " + std::to_string(min) + " to "
                + std::to_string(max);
        text = std::to_string(*whole); // as the option reads it
        return {};
    };
    return CLI::Validator(check, "", "");
}

CLI::Validator numberFrom(double min, double max)
{
    const auto check = [=](std::string& text) -> std::string {
        const auto number = numberFromText(text);
        if (number && *number >= min && *number <= max)
            return {};
        std::ostringstream message;
        message << text << " is not a number from " << min << " to " << max;
        return message.str();
    };
    return CLI::Validator(check, "", "");
}

CLI::Validator bytesFromSize()
{
    const auto convert = [](std::string& text) -> std::string {
        constexpr std::array units{
            std::pair("b", 1.0),      std::pair("kb", 1e3),     std::pair("mb", 1e6),
            std::pair("gb", 1e9),     std::pair("tb", 1e12),    std::pair("kib", 0x1p10),
            std::pair("mib", 0x1p20), std::pair("gib", 0x1p30), std::pair("tib", 0x1p40)};
        std::string unit = CLI::detail::to_lower(
            text.substr(std::min(text.size(), text.find_last_of("0123456789.") + 1)));
        const auto json = numberFromText(text.substr(0, text.size() - unit.size()));
        const double number = json ? json->get<double>() : -1.0;
        CLI::detail::trim(unit);
        for (const auto& [name, bytes] : units) {
            const bool isUnit = (unit + (unit.ends_with('b') ? "" : "b")) == name;
            if (isUnit && number >= 0.0 && number * bytes < 0x1p60) {
                text = std::to_string(static_cast<std::uint64_t>(number * bytes));
                return {};
            }
        }
        return text + " is not a size such as 64MB, 1.5GB or 512KiB";
    };
    return CLI::Validator(convert, "", "");
}

CLI::Option* addPath(CLI::App& command, const std::string& name, std::string& path,
                     const std::string& help, const char* typeName)
{
    const CLI::Validator isNamed(
        [](const std::string& text) {
            return text.empty() ? std::string("its value is an empty name; is a variable unset?")
                                : std::string();
        },
        "", "");
    return command.add_option(name, path, help)->type_name(typeName)->check(isNamed);
}

} // namespace accumulus
