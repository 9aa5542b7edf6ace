#include "ui/main_window.h"

#include "ui/chart_panel.h"
#include "ui/controls_panel.h"
#include "ui/core_sentence.h"
#include "ui/file_commands.h"
#include "ui/help_texts.h"
#include "ui/main_menu.h"
#include "ui/message_bar.h"
#include "ui/run_store.h"
#include "ui/runs_panel.h"
#include "ui/session_controller.h"
#include "ui/speed_scale.h"
#include "ui/status_line.h"
#include "ui/translator.h"
#include "ui/transport_bar.h"
#include "ui/widget_helpers.h"
#include "ui/window_strip.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QStatusBar>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <exception>

namespace accumulus {
namespace {

constexpr QSize firstSize(1280, 800);
constexpr QSize smallestSize(720, 480);
constexpr int narrowWidth = 1000; ///< below it the panels give way to the charts
constexpr int runsWidth = 300;
constexpr int narrowRunsWidth = 190;

} // namespace

MainWindow::MainWindow(Memory memory, QWidget* parent, const std::vector<ChartSpec>& charts)
    : QMainWindow(parent)
    , m_memory(memory)
    , m_translator(new Translator(this))
    , m_store(new RunStore(this))
    , m_session(new SessionController(*m_store, this))
    , m_controls(new ControlsPanel(this))
    , m_transport(new TransportBar(this))
    , m_runsPanel(new RunsPanel(*m_store, this))
    , m_statusLine(new StatusLine(this))
    , m_messages(new MessageBar(this))
    , m_strip(new WindowStrip(this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setMinimumSize(smallestSize);
    resize(firstSize);
    if (memory == Memory::Remember) // a first start on a small screen: with room for the frame
        resize(firstSize.boundedTo(screen()->availableSize() - QSize(16, 48)));
    setAcceptDrops(true);
    for (const ChartSpec& spec : charts)
        m_charts.push_back(new ChartPanel(spec, *m_store, this));
    addToolBar(m_transport);
    setCentralWidget(makePage());
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addPermanentWidget(m_statusLine, 1);
    addDockWidget(Qt::RightDockWidgetArea, m_runsPanel);
    resizeDocks({m_runsPanel}, {runsWidth}, Qt::Horizontal);

    m_menu = new MainMenu(menuBar(), *m_transport, *m_runsPanel, this);
    m_transport->setExportMenu(m_menu->exportMenu());
    m_files = new FileCommands(*m_store, *m_controls, m_charts, this);
    connectSession();
    connectCharts();
    connectMenu();
    restore(memory == Memory::Remember ? loadSettings() : WindowSettings());
    retranslate();
    centralWidget()->setFocus(); // At first no control has the keys.
}

MainWindow::~MainWindow() = default;

void MainWindow::openExperiment(const Experiment& experiment)
{
    const bool isFirst = m_store->live() == nullptr;
    if (isFirst)
        m_transport->setSpeed(watchableSpeed(experiment.hyperparameters.accumulationSteps));
    m_session->setSpeed(m_transport->speed());
    m_session->begin(experiment, SessionController::AfterLoading::Wait);
    m_controls->setExperiment(experiment);
}

void MainWindow::openFiles(const QStringList& paths)
{
    m_files->open(paths);
}

void MainWindow::start()
{
    if (m_session->hasEnded() || m_store->live() == nullptr) {
        beginRun(true);
    } else {
        m_session->start();
    }
}

void MainWindow::reset()
{
    beginRun(m_session->isTraining());
}

void MainWindow::setTheme(ThemeChoice theme)
{
    m_theme = theme;
    Theme::apply(*qApp, theme);
    m_menu->setTheme(theme);
}

void MainWindow::setLanguage(const QString& language)
{
    m_translator->setLanguage(language);
    m_menu->setLanguage(language);
}

void MainWindow::refresh()
{
    if (const Run* live = m_store->live()) {
        if (m_news.update(*live))
            m_messages->setNews(m_news.items());
        m_controls->setRunning(live->experiment, live->status);
        m_transport->setStatus(live->status);
        m_strip->setStatus(live->status);
        m_strip->setRunColor(Theme::runColor(live->colorIndex));
        m_statusLine->show(*live);
    }
    for (ChartPanel* chart : m_charts)
        chart->refresh();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (m_memory == Memory::Remember)
        saveSettings(settings());
    m_session->pause();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    setNarrow(width() < narrowWidth);
    QMainWindow::resizeEvent(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    const bool areFiles = !urls.isEmpty()
        && std::all_of(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
    if (areFiles)
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        paths << url.toLocalFile();
    openFiles(paths);
}

QWidget* MainWindow::makePage()
{
    auto* page = new QWidget(this);
    page->setFocusPolicy(Qt::ClickFocus); // A click beside the controls ends typing.
    auto* columns = new QHBoxLayout(page);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(m_controls);
    columns->addWidget(makeChartColumn(), 1);
    return page;
}

QWidget* MainWindow::makeChartColumn()
{
    auto* column = new QWidget(this);
    column->setFocus(); // At first no control has the keys.
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1); // The page's colour shows as a hairline between the panels.
    layout->addWidget(m_messages);
    for (ChartPanel* chart : m_charts)
        layout->addWidget(chart, 1);
    layout->addWidget(m_strip);
    return column;
}

void MainWindow::setNarrow(bool narrow)
{
    if (narrow == m_isNarrow)
        return;
    m_isNarrow = narrow;
    m_controls->setNarrow(narrow);
    m_runsPanel->setMaximumWidth(narrow ? narrowRunsWidth : QWIDGETSIZE_MAX);
    if (!narrow)
        resizeDocks({m_runsPanel}, {runsWidth}, Qt::Horizontal);
}

void MainWindow::connectSession()
{
    connect(m_session, &SessionController::polled, this, [this] { refresh(); });
    connect(m_controls, &ControlsPanel::hyperparametersEdited, this,
            [this](const Hyperparameters& hyperparameters) {
                if (!m_session->hasEnded())
                    applyLive(hyperparameters);
            });
    connect(m_controls, &ControlsPanel::newRunRequested, this, [this] { beginRun(true); });
    connect(m_transport, &TransportBar::startRequested, this, &MainWindow::start);
    connect(m_transport, &TransportBar::pauseRequested, m_session, &SessionController::pause);
    connect(m_transport, &TransportBar::stepRequested, m_session, &SessionController::step);
    connect(m_transport, &TransportBar::resetRequested, this, &MainWindow::reset);
    connect(m_transport, &TransportBar::speedChanged, m_session, &SessionController::setSpeed);
}

void MainWindow::connectCharts()
{
    connect(m_transport, &TransportBar::chartOptionsChanged, this, &MainWindow::applyChartOptions);
    for (ChartPanel* chart : m_charts) {
        connect(chart, &ChartPanel::imageRequested, m_files, [this, chart](const QString& suffix) {
            m_files->chooseWhereToSaveChart(chart, suffix);
        });
        connect(chart, &ChartPanel::exportRequested, m_files,
                &FileCommands::chooseWhereToSaveVisibleRuns);
        connect(chart, &ChartPanel::scaleChanged, this, [this, chart](YScale scale) {
            m_scales[QLatin1String(chart->spec().key)] = scale;
        });
        // All charts show the same part of the x axis.
        connect(chart, &ChartPanel::viewChanged, this, [this, chart] {
            for (ChartPanel* other : m_charts) {
                if (other != chart)
                    other->setXView(chart->xView());
            }
        });
    }
}

void MainWindow::connectMenu()
{
    m_files->serve(*m_menu);
    connect(m_menu, &MainMenu::quitRequested, this, &QWidget::close);
    connect(m_menu, &MainMenu::themeChosen, this, &MainWindow::setTheme);
    connect(m_menu, &MainMenu::languageChosen, this, &MainWindow::setLanguage);
    connect(m_menu, &MainMenu::shortcutsRequested, this,
            [this] { showHelp(tr("Keyboard and mouse"), shortcutsText(), this); });
    connect(m_menu, &MainMenu::aboutRequested, this,
            [this] { showHelp(tr("About Accumulus"), aboutText(), this); });
    connect(m_files, &FileCommands::begun, m_messages, &MessageBar::clear);
    connect(m_files, &FileCommands::experimentOpened, this, &MainWindow::trainOpened);
    connect(m_runsPanel, &RunsPanel::saveRequested, m_files, &FileCommands::chooseWhereToSaveRuns);
    connect(m_files, &FileCommands::failed, m_messages, &MessageBar::showError);
    connect(m_files, &FileCommands::saved, m_messages, &MessageBar::showDone);
}

void MainWindow::trainOpened(const Experiment& experiment)
{
    try {
        openExperiment(experiment);
        start();
    } catch (const std::exception& error) {
        m_messages->showError(coreSentence(std::string_view(error.what())));
    }
}

void MainWindow::applyLive(const Hyperparameters& hyperparameters)
{
    try {
        m_session->setHyperparameters(hyperparameters);
    } catch (const std::exception& error) {
        m_controls->refuse(QString::fromUtf8(error.what()));
    }
}

void MainWindow::beginRun(bool train)
{
    m_messages->clear();
    try {
        m_session->begin(m_controls->experiment(),
                         train ? SessionController::AfterLoading::Train
                               : SessionController::AfterLoading::Wait);
    } catch (const std::exception& error) {
        m_messages->showError(coreSentence(std::string_view(error.what())));
    }
}

void MainWindow::applyChartOptions(const ChartOptions& options)
{
    for (ChartPanel* chart : m_charts)
        chart->setOptions(options);
}

void MainWindow::restore(const WindowSettings& settings)
{
    setTheme(settings.theme);
    setLanguage(settings.language);
    m_transport->setChartOptions(settings.charts);
    applyChartOptions(settings.charts);
    m_scales = settings.scales;
    for (ChartPanel* chart : m_charts)
        chart->setScale(m_scales.value(QLatin1String(chart->spec().key), chart->spec().scale));
    if (!settings.folder.isEmpty())
        m_files->setFolder(settings.folder);
    restoreGeometry(settings.geometry);
    restoreState(settings.layout);
}

WindowSettings MainWindow::settings() const
{
    WindowSettings settings;
    settings.geometry = saveGeometry();
    settings.layout = saveState();
    settings.theme = m_theme;
    settings.language = m_translator->language();
    settings.charts = m_transport->chartOptions();
    settings.scales = m_scales;
    settings.folder = m_files->folder();
    return settings;
}

void MainWindow::retranslate()
{
    setWindowTitle(tr("Accumulus"));
    m_menu->retranslate();
    m_news.retranslate();
    if (m_store->live() != nullptr)
        refresh();
}

} // namespace accumulus
