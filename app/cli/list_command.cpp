#include "app/cli/commands.h"
#include "core/data/data_source.h"
#include "core/nn/activation.h"
#include "core/nn/loss.h"
#include "core/optim/optimizer.h"
#include "core/train/experiment.h"
#include "core/train/semantics.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>

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

constexpr Listing listings[] = {
    {"datasets", "where samples can come from (data.source)",
     [] { return entriesOf(dataSources(), &DataSource::summary); }},
    {"optimizers", "optimizers and their rules (optimizer.name)",
     [] { return entriesOf(optimizers(), &OptimizerKind::rule); }},
    {"losses", "losses (loss)", [] { return entriesOf(losses(), &LossKind::formula); }},
    {"activations", "activations, as they stand in a model text",
     [] { return entriesOf(activations(), &ActivationKind::formula); }},
    {"presets", "ways to accumulate (accumulation.preset)",
     [] { return entriesOf(semanticsPresets(), &SemanticsPreset::summary); }},
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
    }
}

} // namespace accumulus
