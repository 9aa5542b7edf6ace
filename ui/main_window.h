#pragma once

#include "core/train/experiment.h"
#include "ui/chart_spec.h"
#include "ui/run_news.h"
#include "ui/settings.h"

#include <QMainWindow>

#include <vector>

namespace accumulus {

class ChartPanel;
class ControlsPanel;
class FileCommands;
class MainMenu;
class MessageBar;
class RunStore;
class RunsPanel;
class SessionController;
class StatusLine;
class TransportBar;
class Translator;
class WindowStrip;
struct Run;

/// The window: puts the parts together and passes between them what they announce. Its own are only
/// the order of things and what is remembered from one start to the next.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    enum class Memory {
        Remember, ///< settings are read now and written when the window closes
        Forget,   ///< defaults, nothing is written: for pictures and tests
    };

    explicit MainWindow(Memory memory = Memory::Remember, QWidget* parent = nullptr,
                        const std::vector<ChartSpec>& charts = chartSpecs());
    ~MainWindow() override;

    /// Begins a run of \a experiment, waiting to be started. Throws ExperimentError.
    void openExperiment(const Experiment& experiment);

    /// A file of an experiment or of curves; what is wrong with it is said in the window.
    void openFile(const QString& path) { openFiles({path}); }
    void openFiles(const QStringList& paths);

    /// Trains the live run, or a new one with the settings shown if it has ended.
    void start();
    /// A new run with the settings shown; goes on training if the last one did.
    void reset();

    void setTheme(ThemeChoice theme);
    void setLanguage(const QString& language); ///< "en", "zh_CN"; empty: that of the system

    /// Draws everything as it is now, without waiting for the timer.
    void refresh();

    RunStore& store() const { return *m_store; }
    SessionController& session() const { return *m_session; }
    ControlsPanel& controls() const { return *m_controls; }
    TransportBar& transport() const { return *m_transport; }
    RunsPanel& runsPanel() const { return *m_runsPanel; }
    StatusLine& statusLine() const { return *m_statusLine; }
    WindowStrip& windowStrip() const { return *m_strip; }
    MessageBar& messageBar() const { return *m_messages; }
    FileCommands& files() const { return *m_files; }
    const std::vector<ChartPanel*>& charts() const { return m_charts; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override; // language
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makePage();
    QWidget* makeChartColumn();
    void setNarrow(bool narrow);
    void connectSession();
    void connectCharts();
    void connectMenu();
    void trainOpened(const Experiment& experiment);
    void applyLive(const Hyperparameters& hyperparameters);
    void beginRun(bool train);
    void applyChartOptions(const ChartOptions& options);
    void restore(const WindowSettings& settings);
    WindowSettings settings() const;
    void retranslate();

    Memory m_memory;
    Translator* m_translator;
    RunStore* m_store;
    SessionController* m_session;
    ControlsPanel* m_controls;
    TransportBar* m_transport;
    RunsPanel* m_runsPanel;
    StatusLine* m_statusLine;
    MessageBar* m_messages;
    std::vector<ChartPanel*> m_charts;
    WindowStrip* m_strip;
    MainMenu* m_menu = nullptr;
    FileCommands* m_files = nullptr;
    bool m_isNarrow = false;
    ThemeChoice m_theme = ThemeChoice::System;
    QMap<QString, YScale> m_scales; ///< that the user chose
    RunNews m_news;
};

} // namespace accumulus
