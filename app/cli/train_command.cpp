#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "app/cli/file_sink.h"
#include "app/cli/progress.h"
#include "app/cli/run_summary.h"
#include "core/data/data_source.h"
#include "core/record/atomic_file.h"
#include "core/record/number_text.h"
#include "core/record/run_csv.h"
#include "core/record/safetensors.h"
#include "core/train/checkpoint.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <cmath>
#include <iostream>
#include <memory>
#include <optional>
#include <set>

namespace accumulus {

namespace {

struct TrainOptions
{
    ExperimentOptions experiment;
    std::optional<std::int64_t> updates;
    std::optional<std::int64_t> epochs;
    std::optional<double> seconds;
    std::string updatesCsv;
    std::string microBatchesCsv;
    std::string saveWeights;
    std::string initialWeights;
    std::string saveExperiment;
    std::string figures;
    std::string checkpoint; ///< folder to write checkpoints to
    std::int64_t every = 1000;
    std::string resume; ///< folder to go on from
    bool quiet = false;
};

/// Where a run that goes on comes from.
struct Resumed
{
    std::optional<CheckpointInfo> checkpoint;
    CheckpointCurve curve; ///< of what was trained before
};

/// A run that goes on may train longer and with other live settings; all else stays.
void refuseOtherRun(const Experiment& before, const Experiment& now)
{
    validateChange(before.hyperparameters, now.hyperparameters);
    Experiment same = now;
    same.hyperparameters = before.hyperparameters;
    same.stop = before.stop;
    same.compute.threads = before.compute.threads; // other last digits, but the same run
    if (same != before)
        throw ExperimentError("--resume goes on with the same run: data, model, loss, optimizer, "
                              "precision, memory and seed stay; start a new run to change them");
}

Experiment baseExperiment(const TrainOptions& options, const Resumed& resumed)
{
    if (resumed.checkpoint)
        return resumed.checkpoint->experiment;
    return options.experiment.base();
}

/// A limit of 0 on the command line means not to train at all.
bool trainsNothing(const TrainOptions& options)
{
    return options.updates == 0 || options.epochs == 0 || options.seconds == 0.0;
}

Experiment makeExperiment(const TrainOptions& options, const Resumed& resumed)
{
    Experiment experiment = baseExperiment(options, resumed);
    options.experiment.apply(experiment);
    if (options.updates || options.epochs || options.seconds)
        experiment.stop = {options.updates.value_or(0), options.epochs.value_or(0),
                           options.seconds.value_or(0.0)};
    else if (!experiment.stop.isSet())
        experiment.stop.epochs = headlessEpochs;
    makePathsAbsolute(experiment);
    validate(experiment);
    sayComputeNotes(experiment);
    if (!trainsNothing(options))
        requireScheduleLength(experiment.hyperparameters.schedule, experiment.stop);
    if (resumed.checkpoint)
        refuseOtherRun(resumed.checkpoint->experiment, experiment);
    return experiment;
}

Resumed readResumed(const TrainOptions& options)
{
    Resumed resumed;
    if (options.resume.empty()) {
        if (!options.checkpoint.empty() && CheckpointFolder::holdsCheckpoint(options.checkpoint))
            throw ExperimentError(options.checkpoint + " holds a checkpoint already; add --resume "
                                  + options.checkpoint
                                  + " to go on from it, or choose another folder");
        return resumed;
    }
    if (!options.checkpoint.empty() && CheckpointFolder::holdsCheckpoint(options.checkpoint)
        && !std::filesystem::equivalent(options.checkpoint, options.resume))
        throw ExperimentError(options.checkpoint
                              + " holds a checkpoint of another run, which would be overwritten; "
                                "choose another folder");
    resumed.checkpoint = readCheckpointInfo(options.resume);
    resumed.curve = readCheckpointCurve(options.resume, resumed.checkpoint->update);
    return resumed;
}

/// Told before hours of training, not after.
void checkOutputs(const TrainOptions& options)
{
    std::set<std::filesystem::path> seen;
    for (const std::string& file : {options.updatesCsv, options.microBatchesCsv,
                                    options.saveWeights, options.saveExperiment, options.figures}) {
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

/// What the trainer has noted since: \a said of them were said already.
void sayNotes(const Trainer& trainer, Progress& progress, std::size_t& said)
{
    for (; said < trainer.notes().size(); ++said) {
        progress.finish(); // or the note would stand in the bar
        std::cerr << trainer.notes()[said] << '\n';
    }
}

/// Until the end, a limit or Ctrl-C between two windows.
void runToEnd(Trainer& trainer, FileSink& sink, const TrainOptions& options)
{
    Progress progress(Progress::styleFor(options.quiet));
    if (const std::string reason = trainer.whyNoUpdate(); !reason.empty())
        throw ExperimentError(reason);
    std::int64_t saved = trainer.updates();
    std::size_t said = 0;
    trainer.setInterrupt(&wasInterrupted);
    trainer.stopwatch().start();
    while (!trainer.hasEnded() && !(wasInterrupted() && !trainer.isWindowOpen())) {
        trainer.runMicroBatch();
        sayNotes(trainer, progress, said);
        if (trainer.isWindowOpen())
            continue;
        progress.show(trainer, sink.last().loss);
        if (trainer.updates() - saved >= options.every) {
            saved = trainer.updates();
            sink.saveCheckpoint(trainer);
        }
    }
    trainer.stopwatch().stop();
    progress.finish();
}

/// `name,value`, empty where a figure is not defined.
void writeFigures(const std::string& path, const StabilityFigures& figures)
{
    AtomicFile file(path);
    file.stream() << "figure,value\n";
    for (const StabilityFigure& row : stabilityFigures()) {
        file.stream() << row.name << ',';
        if (!std::isnan(figures.*row.value))
            writeNumber(file.stream(), figures.*row.value);
        file.stream() << '\n';
    }
    file.commit();
}

StabilityFigures figuresOf(const Trainer& trainer, const FileSink& sink)
{
    StabilitySummary summary = sink.stability();
    if (trainer.state() == Trainer::State::Diverged)
        summary.setDiverged(trainer.updates());
    return summary.figures();
}

void writeResults(const TrainOptions& options, const Experiment& experiment, Trainer& trainer,
                  const FileSink& sink)
{
    if (!options.figures.empty())
        writeFigures(options.figures, figuresOf(trainer, sink));
    if (!options.saveWeights.empty())
        writeWeights(options.saveWeights, trainer.model().arena(), toJson(experiment));
    if (!options.saveExperiment.empty()) {
        AtomicFile file(options.saveExperiment);
        file.stream() << toJson(experiment);
        file.commit();
    }
}

TrainingData loadWithProgress(const Experiment& experiment, const TrainOptions& options)
{
    Progress progress(Progress::styleFor(options.quiet));
    TrainingData data = loadTrainingData(experiment, [&](double share) {
        if (wasInterrupted())
            throw std::runtime_error("interrupted while loading");
        progress.showLoading(share);
    });
    progress.finish();
    return data;
}

int train(const TrainOptions& options)
{
    listenForInterrupt();
    const Resumed resumed = readResumed(options);
    const Experiment experiment = makeExperiment(options, resumed);
    checkOutputs(options);
    TrainingData data = loadWithProgress(experiment, options);
    FileSink sink({options.updatesCsv, options.microBatchesCsv, options.checkpoint});
    Trainer trainer(experiment, std::move(data), sink);
    if (resumed.checkpoint) {
        restoreCheckpoint(options.resume, trainer);
        if (experiment.hyperparameters != resumed.checkpoint->experiment.hyperparameters)
            trainer.setHyperparameters(experiment.hyperparameters);
    }
    sink.begin(trainer, resumed.curve);
    if (!options.initialWeights.empty())
        readWeights(options.initialWeights, trainer.model().arena());
    try {
        if (!trainsNothing(options))
            runToEnd(trainer, sink, options);
        sink.saveCheckpoint(trainer);
    } catch (...) {
        sink.commit(); // what was trained until then is kept
        throw;
    }
    sink.commit();
    writeResults(options, experiment, trainer, sink);
    const bool hasDiverged = trainer.state() == Trainer::State::Diverged;
    if (!options.quiet)
        std::cout << runSummary(trainer, sink);
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
    options->experiment.addTo(*command);
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
    addFile("--figures", options->figures,
            "Write how steadily it trained (CSV: figure, value); `accumulus-cli list figures` says "
            "what each is");
    auto* checkpoint = command
                           ->add_option("--checkpoint", options->checkpoint,
                                        "Keep a state in this folder that --resume can go on from")
                           ->type_name("DIR");
    command->add_option("--every", options->every, "Write the checkpoint every U updates")
        ->type_name("U")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 53).description(""))
        ->needs(checkpoint);
    command
        ->add_option("--resume", options->resume,
                     "Go on with the run of this checkpoint; --set and the limits may change it")
        ->type_name("DIR")
        ->excludes("experiment");
    command->add_flag("--quiet", options->quiet, "Say nothing unless something goes wrong");
    command->footer("Without a limit here or in the experiment, training stops after 200 epochs. "
                    "Ctrl-C finishes the\n"
                    "window and writes everything; a second Ctrl-C ends at once.\n\n"
                    "Examples:\n"
                    "  accumulus-cli train --set accumulation_steps=16 --epochs 50 --out loss.csv\n"
                    "  accumulus-cli train --set data=digits --set model=\"64 relu, 10\" --set "
                    "loss=cross_entropy\n"
                    "  accumulus-cli train --checkpoint run1 --every 500, later\n"
                    "  accumulus-cli train --resume run1 --checkpoint run1 --epochs 400 --out "
                    "loss.csv");
    command->callback([options, &exitCode] { exitCode = train(*options); });
}

} // namespace accumulus
