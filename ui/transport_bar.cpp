#include "ui/transport_bar.h"

#include "core/train/semantics.h"
#include "ui/controls/window_plan.h"
#include "ui/icons.h"
#include "ui/plot/number_format.h"
#include "ui/speed_scale.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QAction>
#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <array>
#include <cmath>
#include <limits>

namespace accumulus {
namespace {

constexpr int iconSide = 16;
constexpr int speedWidth = 110;
constexpr int smoothingWidth = 84;
constexpr int compactSliderWidth = 60;
constexpr int smoothingPositions = 99; // hundredths

constexpr std::array<const char*, xAxisCount> axisTitles{
    QT_TRANSLATE_NOOP("XAxis", "updates"), QT_TRANSLATE_NOOP("XAxis", "micro-batches"),
    QT_TRANSLATE_NOOP("XAxis", "samples"), QT_TRANSLATE_NOOP("XAxis", "epochs"),
    QT_TRANSLATE_NOOP("XAxis", "seconds"),
};

} // namespace

TransportBar::TransportBar(QWidget* parent)
    : QToolBar(parent)
    , m_start(new QAction(this))
    , m_pause(new QAction(this))
    , m_step(new QAction(this))
    , m_reset(new QAction(this))
    , m_export(new QToolButton(this))
{
    setObjectName(QStringLiteral("transportBar"));
    setMovable(false);
    setFloatable(false);
    setIconSize(QSize(iconSide, iconSide));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setContextMenuPolicy(Qt::PreventContextMenu);
    makeActions();
    addGap();
    makeSpeed();
    addGap();
    makeChartOptions();

    auto* stretch = new QWidget(this);
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(stretch);
    m_export->setObjectName(QStringLiteral("exportButton"));
    m_export->setIcon(themedIcon(QStringLiteral("export")));
    m_export->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_export->setPopupMode(QToolButton::InstantPopup);
    m_export->setAutoRaise(true);
    leaveFocusAlone(m_export);
    addWidget(m_export);

    retranslate();
    setStatus(SessionStatus());
}

void TransportBar::setStatus(const SessionStatus& status)
{
    const bool isTraining = status.state == SessionState::Training;
    const bool isPaused = status.state == SessionState::Paused;
    m_start->setEnabled(!isTraining);
    m_pause->setEnabled(isTraining);
    m_step->setEnabled(isTraining || isPaused);
    const Hyperparameters& settings = status.settings;
    const double perUpdate = microBatchesPerUpdate(
        windowPlan(status.trainingRows, settings.accumulationSteps, settings.microBatchSize),
        settings.semantics.partialWindow, settings.accumulationSteps);
    if (perUpdate != m_microBatchesPerUpdate) {
        m_microBatchesPerUpdate = perUpdate;
        showSpeed();
    }
}

double TransportBar::speed() const
{
    return speedAt(m_speed->value());
}

void TransportBar::setSpeed(double microBatchesPerSecond)
{
    m_speed->setValue(speedPosition(microBatchesPerSecond));
}

void TransportBar::setChartOptions(const ChartOptions& options)
{
    m_options = options;
    const QSignalBlocker smoothingBlocker(m_smoothing);
    const QSignalBlocker axisBlocker(m_xAxis);
    m_smoothing->setValue(static_cast<int>(std::lround(100 * options.smoothing)));
    m_xAxis->setCurrentIndex(static_cast<int>(options.xAxis));
    showSmoothing();
}

void TransportBar::setExportMenu(QMenu* menu)
{
    m_export->setMenu(menu);
}

QString TransportBar::speedLabel() const
{
    return m_speedText->text();
}

void TransportBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QToolBar::changeEvent(event);
}

void TransportBar::resizeEvent(QResizeEvent* event)
{
    QToolBar::resizeEvent(event);
    fit();
}

void TransportBar::makeActions()
{
    struct Row
    {
        QAction* action;
        const char* icon;
        QKeySequence shortcut;
        void (TransportBar::*signal)();
    };
    // Start and pause share the space bar: only one of them is enabled.
    const std::array rows{
        Row{m_start, "start", Qt::Key_Space, &TransportBar::startRequested},
        Row{m_pause, "pause", Qt::Key_Space, &TransportBar::pauseRequested},
        Row{m_step, "step", Qt::Key_Right, &TransportBar::stepRequested},
        Row{m_reset, "reset", Qt::CTRL | Qt::Key_R, &TransportBar::resetRequested},
    };
    for (const Row& row : rows) {
        row.action->setObjectName(QLatin1String(row.icon) + QStringLiteral("Action"));
        row.action->setIcon(themedIcon(QLatin1String(row.icon)));
        row.action->setShortcut(row.shortcut);
        connect(row.action, &QAction::triggered, this, row.signal);
        addAction(row.action);
        leaveFocusAlone(widgetForAction(row.action));
    }
}

void TransportBar::makeSpeed()
{
    m_speedTitle = addLabel();
    m_speed = new QSlider(Qt::Horizontal, this);
    m_speed->setObjectName(QStringLiteral("speedSlider"));
    m_speed->setRange(0, speedPositions);
    leaveFocusAlone(m_speed);
    addWidget(m_speed);
    m_speedText = addLabel();
    m_speedText->setObjectName(QStringLiteral("speedText"));
    m_speed->setValue(speedPosition(watchableSpeed(Hyperparameters().accumulationSteps)));
    connect(m_speed, &QSlider::valueChanged, this, [this] {
        showSpeed();
        emit speedChanged(speed());
    });
}

void TransportBar::makeChartOptions()
{
    m_xAxisTitle = addLabel();
    m_xAxis = new QComboBox(this);
    m_xAxis->setObjectName(QStringLiteral("xAxisBox"));
    m_xAxis->setFixedHeight(Theme::controlHeight);
    leaveFocusAlone(m_xAxis);
    for (int i = 0; i < xAxisCount; ++i)
        m_xAxis->addItem(QString());
    addWidget(m_xAxis);
    connect(m_xAxis, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_options.xAxis = static_cast<XAxis>(index);
        emit chartOptionsChanged(m_options);
    });

    m_smoothingTitle = addLabel();
    m_smoothing = new QSlider(Qt::Horizontal, this);
    m_smoothing->setObjectName(QStringLiteral("smoothingSlider"));
    m_smoothing->setRange(0, smoothingPositions);
    leaveFocusAlone(m_smoothing);
    addWidget(m_smoothing);
    m_smoothingText = addLabel();
    m_smoothing->setValue(static_cast<int>(std::lround(100 * m_options.smoothing)));
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int hundredths) {
        m_options.smoothing = hundredths / 100.0;
        showSmoothing();
        emit chartOptionsChanged(m_options);
    });
}

QLabel* TransportBar::addLabel()
{
    auto* label = makeLabel(this);
    label->setContentsMargins(Theme::spacingRelated, 0, Theme::spacingRelated, 0);
    label->setFont(Theme::numbersFont());
    addWidget(label);
    return label;
}

void TransportBar::addGap()
{
    auto* gap = new QWidget(this);
    gap->setFixedWidth(Theme::spacingRelated);
    addWidget(gap);
}

/// Without the words that icons, tool tips and values say too.
void TransportBar::setCompact(bool compact)
{
    const auto style = compact ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon;
    setToolButtonStyle(style);
    m_export->setToolButtonStyle(style);
    for (QAction* action : actions()) {
        const QWidget* widget = widgetForAction(action);
        if (widget == m_speedTitle || widget == m_xAxisTitle || widget == m_smoothingTitle)
            action->setVisible(!compact);
    }
    m_speed->setFixedWidth(compact ? compactSliderWidth : speedWidth);
    m_smoothing->setFixedWidth(compact ? compactSliderWidth : smoothingWidth);
}

void TransportBar::fit()
{
    setCompact(width() < m_fullWidth);
}

void TransportBar::showSpeed()
{
    m_speedText->setText(speedText(speed(), m_microBatchesPerUpdate));
}

void TransportBar::showSmoothing()
{
    m_smoothingText->setText(QLocale::c().toString(m_options.smoothing, 'f', 2));
}

void TransportBar::retranslate()
{
    setWindowTitle(tr("Training"));
    m_start->setText(tr("Start"));
    m_start->setToolTip(tr("Train until paused (space)"));
    m_pause->setText(tr("Pause"));
    m_pause->setToolTip(tr("Pause after the current micro-batch (space)"));
    m_step->setText(tr("Step"));
    m_step->setToolTip(tr("Train one micro-batch (right arrow)"));
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("Begin again with these settings; the run stays in the list (Ctrl+R)"));
    m_speedTitle->setText(tr("Speed"));
    m_speed->setToolTip(
        wrappedToolTip(tr("How fast to train, from one micro-batch a second to as fast as "
                          "the processor can.")));
    m_speed->setAccessibleName(tr("Speed"));
    m_xAxisTitle->setText(tr("x axis"));
    m_xAxis->setToolTip(
        wrappedToolTip(tr("What all charts are drawn over: runs with different N see the "
                          "same samples in fewer updates.")));
    m_xAxis->setAccessibleName(tr("x axis"));
    for (int i = 0; i < xAxisCount; ++i) {
        m_xAxis->setItemText(
            i, QCoreApplication::translate("XAxis", axisTitles[static_cast<std::size_t>(i)]));
    }
    m_smoothingTitle->setText(tr("Smoothing"));
    m_smoothing->setToolTip(
        wrappedToolTip(tr("Weight of the past in the moving average that the strong "
                          "lines show; 0 shows the raw values.")));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Save curves, charts or the experiment"));
    for (QLabel* title : {m_speedTitle, m_xAxisTitle, m_smoothingTitle})
        colorText(title, TextRole::Quiet);
    // As wide as the longest it says, so that nothing moves while the slider does.
    const QFontMetrics metrics(m_speedText->font());
    m_speedText->setFixedWidth(
        std::max({metrics.horizontalAdvance(speedText(880000.0, 1)),
                  metrics.horizontalAdvance(
                      speedText(880000.0, std::numeric_limits<double>::infinity())),
                  metrics.horizontalAdvance(speedText(speedAt(speedPositions), 1))})
        + 2 * Theme::spacingRelated);
    showSpeed();
    showSmoothing();
    setCompact(false);
    m_fullWidth = sizeHint().width();
    fit();
}

} // namespace accumulus
