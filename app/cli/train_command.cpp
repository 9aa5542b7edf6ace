#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "core/data/data_source.h"
#include "core/record/atomic_file.h"
#include "core/record/run_csv.h"
#include "core/record/safetensors.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <csignal>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

namespace accumulus {

namespace {

struct TrainOptions
{
    std::string experiment;
    std::vector<std::string> settings; ///< KEY=VALUE
    std::optional<std::int64_t> updates;
    std::optional<std::int64_t> epochs;
    std::optional<double> seconds;
    std::string updatesCsv;
    std::string microBatchesCsv;
    std::string saveWeights;
    std::string initialWeights;
    std::string saveExperiment;
    bool quiet = false;
};

volatile std::sig_atomic_t interrupted = 0;

/// The first Ctrl-C lets the window finish; the second one ends the program at once.
void listenForInterrupt()
{
    struct sigaction action = {};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = SA_RESETHAND;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

/// Writes records to the files that were asked for, as they come.
class FileSink : public RecordSink
{
public:
    explicit FileSink(const TrainOptions& options)
    {
        if (!options.updatesCsv.empty()) {
            m_updates = std::make_unique<AtomicFile>(options.updatesCsv);
            writeUpdateHeader(m_updates->stream());
        }
        if (!options.microBatchesCsv.empty()) {
            m_microBatches = std::make_unique<AtomicFile>(options.microBatchesCsv);
            writeMicroBatchHeader(m_microBatches->stream());
        }
    }

    void onMicroBatch(const MicroBatchRecord& record) override
    {
        if (m_microBatches)
            writeMicroBatch(m_microBatches->stream(), record);
    }

    void onUpdate(const UpdateRecord& record) override
    {
        if (m_updates)
            writeUpdate(m_updates->stream(), record);
        m_last = record;
        if (!std::isnan(record.validationLoss))
            m_lastEvaluated = record;
    }

    void commit()
    {
        if (m_updates)
            m_updates->commit();
        if (m_microBatches)
            m_microBatches->commit();
    }

    const UpdateRecord& last() const { return m_last; }
    const UpdateRecord& lastEvaluated() const { return m_lastEvaluated; }

private:
    std::unique_ptr<AtomicFile> m_updates;
    std::unique_ptr<AtomicFile> m_microBatches;
    UpdateRecord m_last;
    UpdateRecord m_lastEvaluated;
};

/// Values from the command line; the optimizer's name first, because it sets the defaults of its
/// options.
void applySettings(Experiment& experiment, const std::vector<std::string>& settings)
{
    for (const bool namesFirst : {true, false}) {
        for (const std::string& setting : settings) {
            const auto equals = setting.find('=');
            if (equals == std::string::npos)
                throw ExperimentError("--set " + setting
                                      + ": expected KEY=VALUE, such as accumulation_steps=8");
            const std::string key = setting.substr(0, equals);
            const bool isName = key == "optimizer" || key == "optimizer.name" || key == "name";
            if (isName == namesFirst)
                setExperimentValue(experiment, key, setting.substr(equals + 1));
        }
    }
}

Experiment makeExperiment(const TrainOptions& options)
{
    Experiment experiment =
        options.experiment.empty() ? Experiment() : readExperiment(options.experiment);
    applySettings(experiment, options.settings);
    if (options.updates || options.epochs || options.seconds)
        experiment.stop = {options.updates.value_or(0), options.epochs.value_or(0),
                           options.seconds.value_or(0.0)};
    else if (!experiment.stop.isSet())
        experiment.stop.epochs = headlessEpochs;
    // The experiment is written to files elsewhere too, where a path relative to here means
    // nothing.
    for (std::string* file : experiment.data.paths()) {
        if (!file->empty())
            *file = std::filesystem::absolute(*file).string();
    }
    validate(experiment);
    return experiment;
}

/// A limit of 0 on the command line means not to train at all.
bool trainsNothing(const TrainOptions& options)
{
    return options.updates == 0 || options.epochs == 0 || options.seconds == 0.0;
}

/// Told before hours of training, not after.
void checkOutputs(const TrainOptions& options)
{
    std::set<std::filesystem::path> seen;
    for (const std::string& file : {options.updatesCsv, options.microBatchesCsv,
                                    options.saveWeights, options.saveExperiment}) {
        if (file.empty())
            continue;
        const auto path = std::filesystem::weakly_canonical(std::filesystem::absolute(file));
        if (!std::filesystem::is_directory(path.parent_path()))
            throw std::runtime_error(file + " cannot be written: there is no folder "
                                     + path.parent_path().string());
        if (!seen.insert(path).second)
            throw ExperimentError(file + " is named for two outputs; give each a file of its own");
    }
}

void printSummary(const Trainer& trainer, const FileSink& sink)
{
    if (trainer.state() == Trainer::State::Diverged)
        std::cout << trainer.message();
    else if (trainer.state() == Trainer::State::Finished)
        std::cout << "finished";
    else
        std::cout << "stopped";
    std::cout << ": " << trainer.updates() << " updates, " << trainer.microBatches()
              << " micro-batches, " << trainer.epoch() << " epochs, " << trainer.seconds() << " s";
    if (trainer.updates() > 0)
        std::cout << ", loss " << sink.last().loss;
    if (!std::isnan(sink.lastEvaluated().validationLoss))
        std::cout << ", validation loss " << sink.lastEvaluated().validationLoss;
    if (!std::isnan(sink.lastEvaluated().validationAccuracy))
        std::cout << ", validation accuracy " << sink.lastEvaluated().validationAccuracy;
    if (trainer.data().targetScale != 1.0)
        std::cout << " (in units of the standardised target, 1 = " << trainer.data().targetScale
                  << ")";
    std::cout << '\n';
}

/// Until the end, a limit or Ctrl-C between two windows.
void runToEnd(Trainer& trainer, const FileSink& sink, Progress::Style style)
{
    Progress progress(style);
    trainer.stopwatch().start();
    while (!trainer.hasEnded() && !(interrupted && !trainer.isWindowOpen())) {
        trainer.runMicroBatch();
        if (!trainer.isWindowOpen())
            progress.show(trainer, sink.last().loss);
    }
    trainer.stopwatch().stop();
    progress.finish();
}

void writeResults(const TrainOptions& options, const Experiment& experiment, Trainer& trainer)
{
    if (!options.saveWeights.empty())
        writeWeights(options.saveWeights, trainer.model().arena(), toJson(experiment));
    if (!options.saveExperiment.empty()) {
        AtomicFile file(options.saveExperiment);
        file.stream() << toJson(experiment);
        file.commit();
    }
}

int train(const TrainOptions& options)
{
    listenForInterrupt();
    const Experiment experiment = makeExperiment(options);
    checkOutputs(options);
    TrainingData data = loadTrainingData(experiment);
    FileSink sink(options);
    Trainer trainer(experiment, std::move(data), sink);
    if (!options.initialWeights.empty())
        readWeights(options.initialWeights, trainer.model().arena());
    try {
        if (!trainsNothing(options))
            runToEnd(trainer, sink, Progress::styleFor(options.quiet));
    } catch (...) {
        sink.commit(); // what was trained until then is kept
        throw;
    }
    sink.commit();
    writeResults(options, experiment, trainer);
    if (trainer.updates() == 0 && trainer.microBatches() > 0)
        std::cerr << "accumulus-cli: no update happened: an epoch is shorter than "
                     "accumulation_steps, and "
                     "this preset leaves its rest in the accumulator\n";
    const bool hasDiverged = trainer.state() == Trainer::State::Diverged;
    if (!options.quiet)
        printSummary(trainer, sink);
    else if (hasDiverged)
        std::cerr << "accumulus-cli: " << trainer.message() << '\n';
    return hasDiverged ? exitDiverged : exitFinished;
}

} // namespace

void addTrainCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<TrainOptions>();
    CLI::App* command = program.add_subcommand("train", "Train an experiment and write its curves");
    const auto addFile = [command](const std::string& name, std::string& file,
                                   const std::string& help) {
        return command->add_option(name, file, help)->type_name("FILE");
    };
    addFile("experiment", options->experiment,
            "Experiment (JSON); without it the tutorial's program on `diabetes`");
    command
        ->add_option(
            "--set", options->settings,
            "Set a value of the experiment, by its dotted path or its last part; may be given "
            "more than once; `accumulus-cli list keys` shows all")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false); // or `--set KEY=VALUE FILE` would take the file for a setting
    auto* updates =
        command->add_option("--updates", options->updates, "Stop after this many updates")
            ->type_name("U")
            ->check(CLI::NonNegativeNumber.description(""));
    auto* epochs = command->add_option("--epochs", options->epochs, "Stop after this many epochs")
                       ->type_name("E")
                       ->check(CLI::NonNegativeNumber.description(""))
                       ->excludes(updates);
    command->add_option("--seconds", options->seconds, "Stop after this many seconds of training")
        ->type_name("S")
        ->check(CLI::NonNegativeNumber.description(""))
        ->excludes(updates)
        ->excludes(epochs);
    addFile("--out", options->updatesCsv, "Write a row per update (CSV)");
    addFile("--micro-batches", options->microBatchesCsv, "Write a row per micro-batch (CSV)");
    addFile("--save-weights", options->saveWeights,
            "Write the final weights (safetensors); with --updates 0 the initial ones");
    addFile("--initial-weights", options->initialWeights, "Begin with these weights (safetensors)");
    addFile("--save-experiment", options->saveExperiment,
            "Write the experiment with all its values (JSON)");
    command->add_flag("--quiet", options->quiet, "Say nothing unless something goes wrong");
    command->footer("Without a limit here or in the experiment, training stops after 200 epochs. "
                    "Ctrl-C finishes the\n"
                    "window and writes everything; a second Ctrl-C ends at once.\n\n"
                    "Examples:\n"
                    "  accumulus-cli train --set accumulation_steps=16 --epochs 50 --out loss.csv\n"
                    "  accumulus-cli train --set data=digits --set model=\"64 relu, 10\" --set "
                    "loss=cross_entropy");
    command->callback([options, &exitCode] { exitCode = train(*options); });
}

} // namespace accumulus
