#include "ui/opened_files.h"

#include "core/data/csv_lines.h"
#include "core/data_error.h"
#include "ui/file_path.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

namespace accumulus {
namespace {

struct OpenedFiles
{
    Q_DECLARE_TR_FUNCTIONS(OpenedFiles)
};

/// It can be read, but is no table with the column that every file of curves has.
bool mayBeData(const QString& path)
{
    const QFileInfo info(path);
    if (!info.isFile() || !info.isReadable() || info.size() == 0)
        return false;
    try {
        CsvLines lines(filePath(path));
        if (!lines.nextLine())
            return false;
        const auto& names = lines.fields(',');
        return std::find(names.begin(), names.end(), "update") == names.end();
    } catch (const DataError&) {
        return true; // no table at all, such as an array
    }
}

} // namespace

bool isExperimentFile(const QString& path)
{
    return QFileInfo(path).suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0;
}

Experiment readExperimentFile(const QString& path)
{
    return readExperiment(filePath(path));
}

std::vector<RunFromFile> readCurves(const QString& path)
{
    try {
        return readRuns(filePath(path));
    } catch (const DataError&) {
        if (!mayBeData(path))
            throw;
    }
    throw DataError(
        OpenedFiles::tr(
            "%1 holds no curves of Accumulus. If it is data to train on, choose its "
            "kind (such as csv) as Data at the left, and then this file; on the "
            "command line: accumulus-cli train --set data.source=csv --set data.file=%1")
            .arg(path)
            .toStdString());
}

FilesAtStart readFilesAtStart(const QStringList& paths)
{
    FilesAtStart files;
    for (const QString& path : paths) {
        if (!isExperimentFile(path)) {
            std::vector<RunFromFile> runs = readCurves(path);
            std::move(runs.begin(), runs.end(), std::back_inserter(files.curves));
        } else if (files.experiment) {
            throw ExperimentError("there can be only one experiment; also given is "
                                  + path.toStdString());
        } else {
            files.experiment = readExperimentFile(path);
        }
    }
    return files;
}

} // namespace accumulus
