#include "app/cli/train_outputs.h"

#include "core/file/path_kind.h"
#include "core/record/number_text.h"
#include "core/record/safetensors.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace accumulus {

namespace {

using std::filesystem::path;

std::vector<std::string> filesOf(const TrainOptions& options)
{
    std::vector<std::string> files{options.updatesCsv, options.microBatchesCsv, options.saveWeights,
                                   options.saveExperiment, options.figures};
    files.erase(std::remove(files.begin(), files.end(), ""), files.end());
    return files;
}

/// What a run is read from; nothing of it may be written over.
InputFiles inputsOf(const TrainOptions& options, const Experiment& experiment)
{
    InputFiles inputs = options.experiment.inputs(experiment);
    inputs.add(options.initialWeights, "the file of the initial weights");
    if (!options.resume.empty()) {
        for (const auto& file : CheckpointFolder::files(options.resume))
            inputs.add(file, "part of the checkpoint that the run goes on from");
    }
    return inputs;
}

/// A file in a folder of checkpoints that is made only when all is known to be right.
bool isInFolderToCome(const path& place, const TrainOptions& options)
{
    return !options.checkpoint.empty() && !isFolder(options.checkpoint)
        && place.parent_path() == placeOf(options.checkpoint);
}

/// `name,value`, empty where a figure is not defined.
void writeFigures(const std::string& path, const StabilityFigures& figures)
{
    OutputFile file(path);
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

void writeExperiment(const std::string& path, const Experiment& experiment)
{
    OutputFile file(path);
    const bool isFile = descriptorOf(path) < 0; // else nobody knows where it will lie
    file.stream() << toJson(experiment,
                            isFile ? linkTarget(std::filesystem::absolute(path)).parent_path()
                                   : std::filesystem::path());
    file.commit();
}

} // namespace

TrainOutputs::TrainOutputs(const TrainOptions& options, const Experiment& experiment)
    : m_options(options)
{
    const InputFiles inputs = inputsOf(options, experiment);
    inputs.refuse("-"); // the summary goes there
    std::set<path> taken;
    if (!options.checkpoint.empty()) {
        for (const auto& file : CheckpointFolder::files(options.checkpoint)) {
            taken.insert(placeOf(file));
            if (!isSame(options.checkpoint, options.resume))
                inputs.refuse(file);
        }
    }
    for (const std::string& file : filesOf(options)) {
        inputs.refuse(file);
        CheckpointFolder::refusePart(file);
        const path place = isStandardOutput(file) ? "-" : placeOf(file);
        if (!taken.insert(place).second && place != "/dev/null")
            throw ExperimentError(file + " is named for two outputs; give each a file of its own");
        if (!options.checkpoint.empty() && place == placeOf(options.checkpoint))
            throw ExperimentError(file + " is the folder of the checkpoints; choose another name");
        if (!isInFolderToCome(place, options))
            m_places.emplace(file, file);
    }
}

bool TrainOutputs::usesStandardOutput() const
{
    const auto files = filesOf(m_options);
    return std::any_of(files.begin(), files.end(),
                       [](const std::string& file) { return isStandardOutput(file); });
}

void TrainOutputs::expectUnchanged() const
{
    for (const auto& [file, place] : m_places)
        place.expectUnchanged();
}

std::string TrainOutputs::writeResults(const Experiment& experiment, Trainer& trainer,
                                       const FileSink& sink) const
{
    std::string failure;
    const auto write = [&](const std::string& path, auto&& writeTo) {
        if (path.empty())
            return;
        try {
            if (const auto place = m_places.find(path); place != m_places.end())
                place->second.expectUnchanged();
            writeTo(path);
        } catch (const std::exception& error) {
            failure += (failure.empty() ? "" : "; ") + std::string(error.what());
        }
    };
    write(m_options.figures,
          [&](const std::string& path) { writeFigures(path, figuresOf(trainer, sink)); });
    write(m_options.saveWeights, [&](const std::string& path) {
        writeWeights(path, trainer.model().arena(), toJson(experiment));
    });
    write(m_options.saveExperiment,
          [&](const std::string& path) { writeExperiment(path, experiment); });
    return failure;
}

} // namespace accumulus
