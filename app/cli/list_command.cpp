#include "app/cli/commands.h"
#include "core/data/data_source.h"
#include "core/nn/activation.h"
#include "core/nn/initializer.h"
#include "core/nn/loss.h"
#include "core/nn/model_spec.h"
#include "core/optim/learning_rate_scaling.h"
#include "core/optim/optimizer.h"
#include "core/optim/schedule.h"
#include "core/probe/probe.h"
#include "core/study/trained_run.h"
#include "core/train/experiment.h"
#include "core/train/semantics.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace accumulus {

namespace {

struct Entry
{
    std::string name;
    std::string text;
};

/// A row of the table of things that can be listed.
struct Listing
{
    const char* name;
    const char* help;
    std::vector<Entry> (*entries)();
};

template <typename Table, typename Member>
std::vector<Entry> entriesOf(const Table& table, Member text)
{
    std::vector<Entry> entries;
    for (const auto& row : table)
        entries.push_back({std::string(row.name), std::string(row.*text)});
    return entries;
}

std::vector<Entry> keyEntries()
{
    std::vector<Entry> entries;
    for (const ExperimentKey& key : experimentKeys())
        entries.push_back({key.path, key.defaultValue + "   (" + key.allowed + ")"});
    return entries;
}

std::vector<Entry> switchEntries()
{
    std::vector<Entry> entries;
    for (const SemanticsSwitch& row : semanticsSwitches()) {
        entries.push_back({std::string(row.name), std::string(row.summary)});
        for (const SwitchValue& value : row.values)
            entries.push_back({"  " + std::string(value.name), std::string(value.summary)});
    }
    return entries;
}

constexpr Listing listings[] = {
    {"datasets",
     "where samples can come from (data.source) [and the epochs of a run that has no limit]",
     [] {
         std::vector<Entry> entries = entriesOf(dataSources(), &DataSource::summary);
         for (std::size_t i = 0; i < entries.size(); ++i)
             entries[i].text += " [" + std::to_string(dataSources()[i].suggestedEpochs) + "]";
         return entries;
     }},
    {"optimizers", "optimizers and their rules (optimizer.name)",
     [] { return entriesOf(optimizers(), &OptimizerKind::rule); }},
    {"losses", "losses (loss)", [] { return entriesOf(losses(), &LossKind::formula); }},
    {"layers", "layers, as they stand in a model text (model)",
     [] { return entriesOf(layerKinds(), &LayerKind::usage); }},
    {"initializers", "how weights begin (initializer)",
     [] { return entriesOf(initializers(), &InitializerKind::formula); }},
    {"schedules", "how the learning rate changes (schedule.name)",
     [] { return entriesOf(schedules(), &ScheduleKind::formula); }},
    {"scalings", "how the learning rate follows accumulation_steps (learning_rate_scaling)",
     [] { return entriesOf(learningRateScalings(), &LearningRateScaling::formula); }},
    {"activations", "activations, as they stand in a model text",
     [] { return entriesOf(activations(), &ActivationKind::formula); }},
    {"presets", "ways to accumulate (accumulation.preset)",
     [] { return entriesOf(semanticsPresets(), &SemanticsPreset::summary); }},
    {"switches", "what a preset sets, one by one (accumulation.…)", &switchEntries},
    {"probes", "diagnostics (probes.…), what each adds to the records, and its cost",
     [] {
         std::vector<Entry> entries = entriesOf(probeKinds(), &ProbeKind::summary);
         for (std::size_t i = 0; i < entries.size(); ++i)
             entries[i].text += " [" + std::string(probeKinds()[i].cost) + "]";
         return entries;
     }},
    {"figures", "numbers about a run, for sweep --figure",
     [] { return entriesOf(stabilityFigures(), &StabilityFigure::definition); }},
    {"theories", "closed forms, for sweep --figure \"theory NAME\"",
     [] { return entriesOf(theories(), &Theory::summary); }},
    {"keys", "all keys of an experiment, with default and allowed values", &keyEntries},
};

void print(const std::vector<Entry>& entries)
{
    std::size_t width = 0;
    for (const Entry& entry : entries)
        width = std::max(width, entry.name.size());
    for (const Entry& entry : entries)
        std::cout << std::left << std::setw(static_cast<int>(width) + 3) << entry.name << entry.text
                  << '\n';
}

/// Everything about the presets: the seven switches, where they come from, what goes wrong.
void explainPresets()
{
    for (const SemanticsPreset& preset : semanticsPresets()) {
        std::cout << preset.name << '\n'
                  << "  " << preset.summary << '\n'
                  << "  as in:  " << preset.source << '\n';
        for (const SemanticsSwitch& row : semanticsSwitches()) {
            const SwitchValue& value = row.valueIn(preset.semantics);
            const bool isDefault = row.get(preset.semantics) == 0;
            std::cout << "    " << std::left << std::setw(16) << row.name << std::setw(24)
                      << value.name << (isDefault ? "" : "! ") << value.summary << '\n';
        }
        if (!preset.knownBug.empty())
            std::cout << "  known bug:  " << preset.knownBug << '\n';
        std::cout << '\n';
    }
    std::cout << "! marks what `correct` does otherwise. Every switch can be set by itself, behind "
                 "the preset:\n"
                 "  accumulus-cli train --set preset=keras3 --set schedule_clock=updates\n";
}

void addExplain(CLI::App& presets)
{
    auto explain = std::make_shared<bool>(false);
    presets.add_flag("--explain", *explain, "Say all that each does, and what is wrong with it");
    presets.footer("Example:\n  accumulus-cli list presets --explain");
    presets.callback([explain] {
        if (*explain)
            explainPresets();
        else
            print(entriesOf(semanticsPresets(), &SemanticsPreset::summary));
    });
}

} // namespace

void addListCommand(CLI::App& program)
{
    CLI::App* list = program.add_subcommand("list", "Show what an experiment can name");
    list->require_subcommand(1);
    list->footer("Example:\n  accumulus-cli list optimizers");
    for (const Listing& listing : listings) {
        CLI::App* command = list->add_subcommand(listing.name, listing.help);
        command->footer(std::string("Example:\n  accumulus-cli list ") + listing.name);
        command->callback([&listing] { print(listing.entries()); });
        if (std::string_view(listing.name) == "presets")
            addExplain(*command);
    }
}

} // namespace accumulus
