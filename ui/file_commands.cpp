#include "ui/file_commands.h"

#include "core/data/data_files.h"
#include "core/file/input_files.h"
#include "core/file/path_kind.h"
#include "core/train/checkpoint.h"
#include "ui/chart_panel.h"
#include "ui/controls_panel.h"
#include "ui/core_sentence.h"
#include "ui/export.h"
#include "ui/file_path.h"
#include "ui/main_menu.h"
#include "ui/opened_files.h"
#include "ui/run_store.h"
#include "ui/shown_text.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <exception>
#include <filesystem>
#include <stdexcept>

namespace accumulus {

FileCommands::FileCommands(RunStore& store, const ControlsPanel& controls,
                           std::vector<ChartPanel*> charts, QWidget* parent)
    : QObject(parent)
    , m_store(store)
    , m_controls(controls)
    , m_charts(std::move(charts))
    , m_folder(QDir::homePath())
{
    connect(&store, &RunStore::liveRunAdded, this, &FileCommands::noteData);
}

void FileCommands::serve(const MainMenu& menu)
{
    connect(&menu, &MainMenu::openExperimentRequested, this, &FileCommands::chooseExperiment);
    connect(&menu, &MainMenu::openCurvesRequested, this, &FileCommands::chooseCurves);
    connect(&menu, &MainMenu::saveExperimentRequested, this,
            &FileCommands::chooseWhereToSaveExperiment);
    connect(&menu, &MainMenu::exportVisibleRunsRequested, this,
            &FileCommands::chooseWhereToSaveVisibleRuns);
    connect(&menu, &MainMenu::exportAllRunsRequested, this,
            &FileCommands::chooseWhereToSaveAllRuns);
    connect(&menu, &MainMenu::exportPngRequested, this,
            [this] { chooseWhereToSaveCharts(QStringLiteral("png")); });
    connect(&menu, &MainMenu::exportSvgRequested, this,
            [this] { chooseWhereToSaveCharts(QStringLiteral("svg")); });
}

void FileCommands::open(const QStringList& paths)
{
    emit begun();
    for (const QString& path : paths) {
        attempt([&] { isExperimentFile(path) ? openExperiment(path) : openCurves(path); });
    }
}

void FileCommands::noteInput(const QString& path)
{
    if (!isFolder(filePath(path))) // which was dropped by mistake
        notePlace(filePath(path));
}

/// What is not there was not read, and may become a file that is saved again and again.
void FileCommands::notePlace(const std::filesystem::path& path)
{
    std::error_code error;
    const std::filesystem::path place = std::filesystem::canonical(path, error);
    if (!error)
        m_read.insert(place);
}

void FileCommands::noteData(const Experiment& experiment)
{
    for (const auto& file : dataFiles(experiment.data))
        notePlace(file);
}

void FileCommands::refuseInput(const QString& path) const
{
    InputFiles inputs;
    for (const auto& place : m_read)
        inputs.add(place, "a file that was read");
    addData(inputs, m_controls.experiment().data); // a run may be about to read them
    CheckpointFolder::refusePart(filePath(path));
    if (inputs.contains(filePath(path)))
        throw std::invalid_argument(
            tr("%1 was read in this window and would be overwritten: choose another name.")
                .arg(path)
                .toStdString());
}

void FileCommands::chooseExperiment()
{
    chooseFile(tr("Open experiment"), tr("Experiments (*.json)"),
               [this](const QString& path) { openExperiment(path); });
}

void FileCommands::chooseCurves()
{
    chooseFile(tr("Open curves"), tr("Curves (*.csv)"),
               [this](const QString& path) { openCurves(path); });
}

void FileCommands::chooseWhereToSaveExperiment()
{
    choosePlace(tr("Save experiment"), QStringLiteral("experiment.json"),
                tr("Experiments (*.json)"),
                [this](const QString& path) { exportExperiment(m_controls.experiment(), path); });
}

void FileCommands::chooseWhereToSaveVisibleRuns()
{
    std::vector<int> ids;
    for (const auto& run : m_store.runs()) {
        if (run->visible)
            ids.push_back(run->id);
    }
    chooseWhereToSaveRuns(ids);
}

void FileCommands::chooseWhereToSaveAllRuns()
{
    std::vector<int> ids;
    for (const auto& run : m_store.runs())
        ids.push_back(run->id);
    chooseWhereToSaveRuns(ids);
}

void FileCommands::chooseWhereToSaveRuns(const std::vector<int>& ids)
{
    choosePlace(tr("Save curves"), QStringLiteral("runs.csv"), tr("Curves (*.csv)"),
                [this, ids](const QString& path) {
                    std::vector<const Run*> runs;
                    for (const int id : ids) {
                        if (const Run* run = m_store.find(id))
                            runs.push_back(run); // Not deleted while the dialog was open.
                    }
                    exportRuns(runs, path);
                });
}

void FileCommands::chooseWhereToSaveCharts(const QString& suffix)
{
    choosePlace(tr("Save charts"), QStringLiteral("charts.") + suffix,
                tr("Images (*.%1)").arg(suffix),
                [this](const QString& path) { exportCharts(m_charts, path); });
}

void FileCommands::chooseWhereToSaveChart(ChartPanel* chart, const QString& suffix)
{
    choosePlace(tr("Save chart"), QLatin1String(chart->spec().key) + u'.' + suffix,
                tr("Images (*.%1)").arg(suffix),
                [chart](const QString& path) { exportCharts({chart}, path); });
}

void FileCommands::openExperiment(const QString& path)
{
    noteInput(path); // also of one that cannot be used
    const Experiment experiment = readExperimentFile(path);
    emit experimentOpened(experiment);
}

void FileCommands::openCurves(const QString& path)
{
    noteInput(path);
    std::vector<RunFromFile> runs = readCurves(path);
    for (RunFromFile& run : runs)
        m_store.addFinished(QString::fromStdString(run.name), std::move(run.history));
}

void FileCommands::chooseFile(const QString& title, const QString& filter,
                              const std::function<void(const QString&)>& use)
{
    auto* dialog = new QFileDialog(window(), title, m_folder, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this, use](const QString& path) {
        m_folder = QFileInfo(path).absolutePath();
        emit begun();
        attempt([&] { use(path); });
    });
    dialog->open(); // Training goes on behind it.
}

void FileCommands::choosePlace(const QString& title, const QString& name, const QString& filter,
                               const std::function<void(const QString&)>& use)
{
    auto* dialog = new QFileDialog(window(), title, m_folder, filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, use](const QString& path) {
        m_folder = QFileInfo(path).absolutePath();
        emit begun();
        attempt([&] {
            refuseInput(path);
            use(path);
            emit saved(tr("Saved %1 in %2.")
                           .arg(shownText(QFileInfo(path).fileName()), shownText(m_folder)));
        });
    });
    dialog->open();
}

void FileCommands::attempt(const std::function<void()>& work)
{
    try {
        work();
    } catch (const std::exception& error) {
        emit failed(coreSentence(std::string_view(error.what())));
    }
}

QWidget* FileCommands::window() const
{
    return qobject_cast<QWidget*>(parent());
}

} // namespace accumulus
