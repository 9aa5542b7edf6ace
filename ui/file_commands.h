#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace accumulus {

class ChartPanel;
class ControlsPanel;
class MainMenu;
class RunStore;

/// Open, save and export: the dialogs, and what is wrong with a file as a sentence instead of an
/// exception. The work itself is in core/ and ui/export.h.
class FileCommands : public QObject
{
    Q_OBJECT
public:
    FileCommands(RunStore& store, const ControlsPanel& controls, std::vector<ChartPanel*> charts,
                 QWidget* parent);

    /// Does what the entries of the File menu ask for.
    void serve(const MainMenu& menu);

    /// Opens what it is: an experiment (.json) or curves (anything else).
    void open(const QString& path);

    void chooseExperiment();
    void chooseCurves();
    void chooseWhereToSaveExperiment();
    void chooseWhereToSaveVisibleRuns();
    void chooseWhereToSaveAllRuns();
    void chooseWhereToSaveRuns(const std::vector<int>& ids);
    void chooseWhereToSaveCharts(const QString& suffix);

    QString folder() const { return m_folder; } ///< of the last file
    void setFolder(const QString& folder) { m_folder = folder; }

signals:
    void experimentOpened(const QString& path);
    void failed(const QString& sentence);
    void succeeded(); ///< a file was opened or written

private:
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
    QString m_folder;
};

} // namespace accumulus
