#include "app/cli/commands.h"
#include "app/cli/experiment_options.h"
#include "app/cli/file_sink.h"
#include "app/cli/progress.h"
#include "app/cli/run_summary.h"
#include "app/cli/train_outputs.h"
#include "core/data/data_source.h"
#include "core/data_error.h"
#include "core/file/path_kind.h"
#include "core/file/printable.h"
#include "core/record/safetensors.h"
#include "core/train/checkpoint.h"
#include "core/train/trainer.h"

#include <CLI/CLI.hpp>

#include <array>
#include <iostream>
#include <memory>
#include <optional>

namespace accumulus {

namespace {

/// A run that goes on may train longer and with other live settings, and find its data elsewhere;
/// all else stays.
void refuseOtherRun(const Experiment& before, const Experiment& now)
{
    validateChange(before.hyperparameters, now.hyperparameters);
    Experiment same = now;
    same.hyperparameters = before.hyperparameters;
    same.stop = before.stop;
    same.data.wasRelative = before.data.wasRelative;
    for (std::size_t i = 0; i < same.data.paths().size(); ++i)
        *same.data.paths()[i] = *before.data.paths()[i];
    same.compute.threads = before.compute.threads; // other last digits, but the same run
    if (same != before)
        throw ExperimentError("--resume goes on with the same run: data, model, loss, optimizer, "
                              "precision, memory and seed stay; start a new run to change them");
}

/// A limit of 0 on the command line means not to train at all.
bool trainsNothing(const TrainOptions& options)
{
    return options.updates == 0 || options.epochs == 0 || options.seconds == 0.0;
}

Experiment makeExperiment(const TrainOptions& options, const std::optional<Checkpoint>& checkpoint)
{
    Experiment experiment = checkpoint ? checkpoint->experiment() : options.experiment.base();
    options.experiment.apply(experiment);
    if (options.updates || options.epochs || options.seconds)
        experiment.stop = {options.updates.value_or(0), options.epochs.value_or(0),
                           options.seconds.value_or(0.0)};
    else if (!experiment.stop.isSet())
        experiment.stop.epochs = headlessEpochs(experiment);
    validate(experiment);
    sayComputeNotes(experiment);
    if (!trainsNothing(options))
        requireScheduleLength(experiment.hyperparameters.schedule, experiment.stop);
    if (checkpoint)
        refuseOtherRun(checkpoint->experiment(), experiment);
    return experiment;
}

/// The checkpoint of another run is not written over.
void refuseUsedFolder(const TrainOptions& options)
{
    if (!CheckpointFolder::holdsCheckpoint(options.checkpoint)
        || isSame(options.checkpoint, options.resume))
        return;
    throw ExperimentError(options.checkpoint
                          + (options.resume.empty()
                                 ? " holds a checkpoint already; add --resume " + options.checkpoint
                                     + " to go on from it, or choose another folder"
                                 : " holds a checkpoint of another run, which would be "
                                   "overwritten; choose another folder"));
}

std::unique_ptr<CheckpointFolder> openCheckpointFolder(const TrainOptions& options)
{
    if (options.checkpoint.empty())
        return nullptr;
    refuseUsedFolder(options);
    auto folder = std::make_unique<CheckpointFolder>(options.checkpoint);
    refuseUsedFolder(options); // another process may have put one there before it was locked
    return folder;
}

std::optional<Checkpoint> readCheckpoint(const TrainOptions& options)
{
    if (options.resume.empty())
        return std::nullopt;
    if (isThere(options.resume) && !isFolder(options.resume))
        throw ExperimentError(options.resume
                              + " is a file; --resume takes the folder of a checkpoint, as it was "
                                "given to --checkpoint");
    if (!CheckpointFolder::holdsCheckpoint(options.resume))
        throw DataError(isThere(options.resume)
                            ? options.resume + " holds no checkpoint to go on from"
                            : "there is no folder " + options.resume + " to go on from");
    return Checkpoint(options.resume,
                      options.withoutCurve ? Checkpoint::Curve::Optional
                                           : Checkpoint::Curve::Required);
}

/// Data may have been moved since the checkpoint was written.
void expectFiles(const DataOptions& data)
{
    constexpr std::array keys{"file", "labels", "validation_file", "validation_labels"};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string& path = *data.paths()[i];
        if (!path.empty() && !isThere(path))
            throw DataError(std::filesystem::path(path).lexically_normal().string()
                            + ", which the run was trained on, is not there any more; give the "
                              "place where it is now with --set data."
                            + keys[i] + "=PATH");
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

/// Until the end, a limit, Ctrl-C between two windows, or a file that cannot be written any more.
void runToEnd(Trainer& trainer, FileSink& sink, const TrainOptions& options)
{
    Progress progress(Progress::styleFor(options.quiet));
    std::int64_t saved = trainer.updates();
    std::size_t said = 0;
    trainer.setInterrupt(&wasInterrupted);
    trainer.stopwatch().start();
    while (!trainer.hasEnded() && !(wasInterrupted() && !trainer.isWindowOpen())
           && sink.failure().empty()) {
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

/// The experiment that makes a resumed run from its start: a schedule as long as the run keeps the
/// length that it began with.
Experiment fromTheStart(Experiment experiment, const Trainer& trainer)
{
    ScheduleOptions& schedule = experiment.hyperparameters.schedule;
    if (schedule.length == 0 && scheduleKind(schedule.name).end == ScheduleEnd::Needed)
        schedule.length = trainer.scheduleLength();
    return experiment;
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
    sayIntake(data.intake, options.quiet);
    return data;
}

/// Of the updates before a checkpoint: what it does not hold cannot be in files of this run.
void sayWhatIsMissing(const TrainOptions& options, const Checkpoint& checkpoint)
{
    const std::int64_t update = checkpoint.update();
    const std::int64_t rows = checkpoint.curve() ? checkpoint.curve()->rows() : 0;
    if (!options.microBatchesCsv.empty())
        std::cerr << options.microBatchesCsv << " gets the micro-batches since update " << update
                  << ", the checkpoint's\n";
    for (const std::string& file : {options.updatesCsv, options.figures}) {
        if (rows < update && !file.empty()) // it went on without its curve, now or before
            std::cerr << file << " covers the updates since update " << update - rows << '\n';
    }
}

/// From \a before to \a wanted. N stays where its schedule has brought it, unless it is what
/// changes.
void changeSettings(Trainer& trainer, Hyperparameters wanted, const Hyperparameters& before)
{
    if (wanted.accumulationSteps == before.accumulationSteps)
        wanted.accumulationSteps = trainer.settings().accumulationSteps;
    trainer.setHyperparameters(wanted);
}

/// Shapes that fit do not make it the same model: another activation has them too.
void startFromWeights(Trainer& trainer, const TrainOptions& options)
{
    const std::string json = readWeights(options.initialWeights, trainer.model().arena());
    if (json.empty() || options.quiet)
        return;
    try {
        const std::string model = experimentFromJson(json).model;
        if (model != trainer.experiment().model)
            std::cerr << printable(options.initialWeights) << " was written by the model \""
                      << printable(model) << "\"; this one is \""
                      << printable(trainer.experiment().model) << "\"\n";
    } catch (const ExperimentError&) { // of another version: what it says is not needed
    }
}

/// Sets a new trainer to where its run begins: at a checkpoint or at given weights.
void placeAtStart(Trainer& trainer, const TrainOptions& options, const Experiment& experiment,
                  const std::optional<Checkpoint>& checkpoint)
{
    if (checkpoint) {
        checkpoint->restore(trainer);
        if (experiment.hyperparameters != checkpoint->experiment().hyperparameters)
            changeSettings(trainer, experiment.hyperparameters,
                           checkpoint->experiment().hyperparameters);
        if (trainer.hasEnded() && !options.quiet)
            std::cerr << "The run of " << options.resume
                      << " has reached its limit already, at update " << trainer.updates()
                      << "; a higher --updates, --epochs or --seconds trains on.\n";
    }
    if (checkpoint && trainer.updates() > 0 && !options.quiet)
        sayWhatIsMissing(options, *checkpoint);
    if (!options.initialWeights.empty())
        startFromWeights(trainer, options);
}

int train(const TrainOptions& options)
{
    listenForInterrupt();
    std::unique_ptr<CheckpointFolder> checkpointFolder;
    if (isFolder(options.checkpoint)) // locked before anything in it is read
        checkpointFolder = openCheckpointFolder(options);
    const std::optional<Checkpoint> checkpoint = readCheckpoint(options);
    const Experiment experiment = makeExperiment(options, checkpoint);
    if (checkpoint)
        expectFiles(experiment.data);
    const TrainOutputs outputs(options, experiment);
    TrainingData data = loadWithProgress(experiment, options);
    if (checkpoint)
        checkpoint->expectData(data);
    if (!checkpointFolder) // made only when all is known to be right
        checkpointFolder = openCheckpointFolder(options);
    outputs.expectUnchanged();
    FileSink sink({options.updatesCsv, options.microBatchesCsv}, std::move(checkpointFolder));
    Trainer trainer(experiment, std::move(data), sink);
    placeAtStart(trainer, options, experiment, checkpoint);
    if (const std::string reason = trainer.whyNoUpdate();
        !reason.empty() && !trainsNothing(options))
        throw ExperimentError(reason);
    sink.begin(trainer, checkpoint ? checkpoint->curve() : std::nullopt);
    try {
        if (!trainsNothing(options))
            runToEnd(trainer, sink, options);
    } catch (...) {
        if (sink.last().update > 0)
            sink.commit(); // what was trained until then is kept
        throw;
    }
    if (!sink.saveCheckpoint(trainer))
        std::cerr << options.checkpoint
                  << (sink.hasCheckpoint()
                          ? " holds the last checkpoint from before the run diverged\n"
                          : " holds no checkpoint: the run diverged before the first one\n");
    sink.commit();
    std::string failure = outputs.writeResults(
        checkpoint ? fromTheStart(experiment, trainer) : experiment, trainer, sink);
    if (!sink.failure().empty())
        failure = sink.failure() + (failure.empty() ? "" : "; ") + failure;
    const bool hasDiverged = trainer.state() == Trainer::State::Diverged;
    if (!options.quiet)
        (outputs.usesStandardOutput() ? std::cerr : std::cout) << runSummary(trainer, sink);
    else if (hasDiverged)
        std::cerr << "accumulus-cli: " << trainer.message() << '\n';
    if (!failure.empty())
        throw std::runtime_error(failure);
    return hasDiverged ? exitDiverged : exitFinished;
}

} // namespace

void addTrainCommand(CLI::App& program, int& exitCode)
{
    auto options = std::make_shared<TrainOptions>();
    CLI::App* command = program.add_subcommand("train", "Train an experiment and write its curves");
    const auto addFile = [command](const std::string& name, std::string& file,
                                   const std::string& help) {
        return addPath(*command, name, file, help);
    };
    options->experiment.addTo(*command);
    auto* updates =
        command->add_option("--updates", options->updates, "Stop after this many updates")
            ->type_name("U")
            ->transform(wholeNumberFrom(0));
    auto* epochs = command->add_option("--epochs", options->epochs, "Stop after this many epochs")
                       ->type_name("E")
                       ->transform(wholeNumberFrom(0))
                       ->excludes(updates);
    command->add_option("--seconds", options->seconds, "Stop after this many seconds of training")
        ->type_name("S")
        ->check(numberFrom(0.0, 1e9))
        ->excludes(updates)
        ->excludes(epochs);
    addFile("--out", options->updatesCsv, "Write a row per update (CSV); - is standard output");
    addFile("--micro-batches", options->microBatchesCsv,
            "Write a row per micro-batch (CSV); after --resume of those since");
    addFile("--save-weights", options->saveWeights,
            "Write the final weights (safetensors); with --updates 0 the initial ones");
    auto* initialWeights = addFile("--initial-weights", options->initialWeights,
                                   "Begin with these weights (safetensors)");
    addFile("--save-experiment", options->saveExperiment,
            "Write the experiment with all its values (JSON)");
    addFile("--figures", options->figures,
            "Write how steadily it trained (CSV: figure, value); `accumulus-cli list figures` says "
            "what each is");
    auto* checkpoint = addPath(*command, "--checkpoint", options->checkpoint,
                               "Keep a state in this folder that --resume can go on from", "DIR");
    command->add_option("--every", options->every, "Write the checkpoint every U updates")
        ->type_name("U")
        ->transform(wholeNumberFrom(1))
        ->needs(checkpoint);
    auto* resume =
        addPath(*command, "--resume", options->resume,
                "Go on with the run of this checkpoint; --set and the limits may change it", "DIR")
            ->excludes("experiment")
            ->excludes(initialWeights);
    command
        ->add_flag("--without-curve", options->withoutCurve,
                   "Go on although the checkpoint's updates.csv is damaged or gone")
        ->needs(resume);
    command->add_flag("--quiet", options->quiet, "Say nothing unless something goes wrong");
    command->footer("Without a limit here or in the experiment, training stops after 5 epochs of "
                    "`diamonds`, 200 of\n"
                    "most other data (`accumulus-cli list datasets`). Ctrl-C finishes the window "
                    "and writes everything;\n"
                    "a second Ctrl-C ends at once.\n\n"
                    "Examples:\n"
                    "  accumulus-cli train --set accumulation_steps=16 --epochs 50 --out loss.csv\n"
                    "  accumulus-cli train --set data=digits --set model=\"64 relu, 10\" --set "
                    "loss=cross_entropy\n"
                    "  accumulus-cli train --checkpoint run1 --every 500, later\n"
                    "  accumulus-cli train --resume run1 --checkpoint run1 --epochs 20 --out "
                    "loss.csv");
    command->callback([options, &exitCode] { exitCode = train(*options); });
}

} // namespace accumulus
