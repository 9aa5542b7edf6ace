#include "app/cli/experiment_options.h"

#include "core/train/compute_choice.h"

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>

namespace accumulus {

namespace {

volatile std::sig_atomic_t interrupted = 0;

} // namespace

void ExperimentOptions::addTo(CLI::App& command)
{
    command
        .add_option("experiment", file,
                    "Experiment (JSON); without it the tutorial's program on `diabetes`")
        ->type_name("FILE");
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
}

Experiment ExperimentOptions::experiment() const
{
    Experiment result = base();
    apply(result);
    makePathsAbsolute(result);
    validate(result);
    sayComputeNotes(result);
    return result;
}

void sayComputeNotes(const Experiment& experiment)
{
    for (const std::string& note : computeNotes(experiment))
        std::cerr << note << '\n';
}

void makePathsAbsolute(Experiment& experiment)
{
    for (std::string* file : experiment.data.paths()) {
        if (!file->empty())
            *file = std::filesystem::absolute(*file).string();
    }
}

void listenForInterrupt()
{
    struct sigaction action = {};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = SA_RESETHAND;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

bool wasInterrupted()
{
    return interrupted != 0;
}

} // namespace accumulus
