#pragma once

#include "core/record/run_csv.h"
#include "core/train/experiment.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace accumulus {

/// What can be opened is told by its name: experiments end in .json, all else are curves.
bool isExperimentFile(const QString& path);

/// Throws ExperimentError.
Experiment readExperimentFile(const QString& path);

/// The runs of a file of curves. Throws DataError; of a file that is none, but may hold data, it
/// says where those are wanted.
std::vector<RunFromFile> readCurves(const QString& path);

/// What the program is started with: an experiment at most, and any number of curves.
struct FilesAtStart
{
    std::optional<Experiment> experiment;
    std::vector<RunFromFile> curves;

    /// Who gives nothing but curves wants to look at them: the run beside them waits for Start.
    bool isToTrain() const { return experiment || curves.empty(); }
};

/// Throws what reading throws, and ExperimentError if there are two experiments.
FilesAtStart readFilesAtStart(const QStringList& paths);

} // namespace accumulus
