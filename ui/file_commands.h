#pragma once

#include "core/train/experiment.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <set>
#include <vector>

class QWidget;

namespace accumulus {

class ChartPanel;
class ControlsPanel;
class MainMenu;
class RunStore;

/// Open, save and export: the dialogs, and what became of a file as a sentence instead of an
/// exception. The work itself is in core/ and ui/export.h. What was read here is never overwritten,
/// as long as the window lives: files that were opened, and the data of all its runs.
class FileCommands : public QObject
{
    Q_OBJECT
public:
    FileCommands(RunStore& store, const ControlsPanel& controls, std::vector<ChartPanel*> charts,
                 QWidget* parent);

    /// Does what the entries of the File menu ask for.
    void serve(const MainMenu& menu);

    /// Opens files as what they are: an experiment (.json) or curves (anything else).
    void open(const QStringList& paths);

    /// \a path was read into this window by somebody else.
    void noteInput(const QString& path);
    /// Throws std::invalid_argument if \a path is a file that was read here, under whatever name.
    void refuseInput(const QString& path) const;

    void chooseExperiment();
    void chooseCurves();
    void chooseWhereToSaveExperiment();
    void chooseWhereToSaveVisibleRuns();
    void chooseWhereToSaveAllRuns();
    void chooseWhereToSaveRuns(const std::vector<int>& ids);
    void chooseWhereToSaveCharts(const QString& suffix);
    void chooseWhereToSaveChart(ChartPanel* chart, const QString& suffix);

    QString folder() const { return m_folder; } ///< of the last file
    void setFolder(const QString& folder) { m_folder = folder; }

signals:
    void begun(); ///< files are about to be opened or written
    void experimentOpened(const accumulus::Experiment& experiment);
    void saved(const QString& sentence); ///< what and where
    void failed(const QString& sentence);

private:
    void notePlace(const std::filesystem::path& path);
    void noteData(const Experiment& experiment);
    void openExperiment(const QString& path);
    void openCurves(const QString& path);
    void chooseFile(const QString& title, const QString& filter,
                    const std::function<void(const QString&)>& use);
    void choosePlace(const QString& title, const QString& name, const QString& filter,
                     const std::function<void(const QString&)>& use);
    /// Reports what \a work throws.
    void attempt(const std::function<void()>& work);
    QWidget* window() const;

    RunStore& m_store;
    const ControlsPanel& m_controls;
    std::vector<ChartPanel*> m_charts;
    std::set<std::filesystem::path> m_read; ///< as they are called without links
    QString m_folder;
};

} // namespace accumulus
