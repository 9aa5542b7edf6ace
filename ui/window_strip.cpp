#include "ui/window_strip.h"

#include "core/train/update_plan.h"
#include "core/train/window_plan.h"
#include "ui/plot/number_format.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double narrowestCell = 4.0;
constexpr double widestCell = 84.0;
constexpr double cellHeight = 22.0;
constexpr double textGap = 12.0;
constexpr double narrowestBar = 90.0; ///< of all cells; the text beside them gives way

double titleHeight()
{
    return QFontMetricsF(Theme::titleFont()).height();
}

double barTop()
{
    return Theme::spacingRelated + titleHeight() + Theme::spacingRelated;
}

QString translated(const char* text)
{
    return QCoreApplication::translate("accumulus::WindowStrip", text);
}

/// What becomes of the open window.
enum class WindowEnd {
    Update,
    CutOff, ///< the epoch ends before it is full, which makes no update
    Never,  ///< and so will it in all epochs to come
};

bool canUpdate(const SessionStatus& status)
{
    return status.trainingRows == 0
        || whyNoUpdate(status.settings, status.trainingRows, status.settings.accumulationSteps,
                       static_cast<std::int64_t>(status.epoch))
               .empty();
}

WindowEnd windowEnd(const SessionStatus& status)
{
    const PartialWindow policy = status.settings.semantics.partialWindow;
    if (policy != PartialWindow::Drop && policy != PartialWindow::Leak)
        return WindowEnd::Update;
    if (!canUpdate(status))
        return WindowEnd::Never;
    return windowLength(status) < status.settings.accumulationSteps ? WindowEnd::CutOff
                                                                    : WindowEnd::Update;
}

QString progressText(const SessionStatus& status, qint64 microStep)
{
    const QString step = formatCount(microStep);
    const QString steps = formatCount(status.settings.accumulationSteps);
    switch (windowEnd(status)) {
    case WindowEnd::Never:
        return translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip",
                                            "micro-batch %1 of %2 · no update ever comes"))
            .arg(step, steps);
    case WindowEnd::CutOff:
        return (status.settings.semantics.partialWindow == PartialWindow::Leak
                    ? translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip",
                                                   "micro-batch %1 of %2 · leaks into the next "
                                                   "epoch"))
                    : translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip",
                                                   "micro-batch %1 of %2 · dropped at the end of "
                                                   "the epoch")))
            .arg(step, steps);
    case WindowEnd::Update:
        break;
    }
    return translated(
               QT_TRANSLATE_NOOP("accumulus::WindowStrip", "micro-batch %1 of %2 → update %3"))
        .arg(step, formatCount(windowLength(status)), formatCount(status.update + 1));
}

/// What the open window gets until the end of the epoch closes it, without regard to N.
/// SplitTail closes the windows in an epoch's tail at multiples of the tail's length, too.
std::int64_t roomInEpoch(const SessionStatus& status)
{
    const int microBatchSize = std::max(1, status.settings.microBatchSize);
    const std::int64_t rowsLeft = status.trainingRows - status.samples % status.trainingRows;
    const std::int64_t left = (rowsLeft - 1) / microBatchSize + 1;
    const std::int64_t room = static_cast<std::int64_t>(status.window.size()) + left;
    const WindowPlan plan =
        windowPlan(status.trainingRows, status.settings.accumulationSteps, microBatchSize);
    const std::int64_t tail = plan.leftoverMicroBatches;
    if (status.settings.semantics.partialWindow != PartialWindow::SplitTail || room > tail)
        return room;
    const std::int64_t first = plan.microBatchesPerEpoch - room;
    return std::min(room, ((first + 1) / tail + 1) * tail - first);
}

/// What a tool tip says of the window as a whole; %1: its samples.
QString fateText(const SessionStatus& status)
{
    const Semantics& semantics = status.settings.semantics;
    if (windowEnd(status) != WindowEnd::Update)
        return semantics.partialWindow == PartialWindow::Leak
            ? WindowStrip::tr("The open window: the gradients of %1 samples are accumulated. The "
                              "epoch ends before it is full; they stay, and the count begins "
                              "again.")
            : WindowStrip::tr("The open window: the gradients of %1 samples are accumulated. The "
                              "epoch ends before it is full, and they are thrown away.");
    return semantics.reduction == Reduction::Sum
        ? WindowStrip::tr("The open window: the gradients of %1 samples are accumulated. The "
                          "update applies their sum and empties it.")
        : WindowStrip::tr("The open window: the gradients of %1 samples are accumulated. The "
                          "update applies their mean and empties it.");
}

qint64 samplesIn(const SessionStatus& status)
{
    qint64 samples = 0;
    for (const MicroBatchRecord& microBatch : status.window)
        samples += microBatch.samples;
    return samples;
}

} // namespace

WindowCells windowCells(int accumulationSteps, double width)
{
    const int steps = std::max(1, accumulationSteps);
    const double room = std::max(width, 2.0 * narrowestCell);
    WindowCells cells;
    while (std::ceil(static_cast<double>(steps) / cells.microBatchesPerCell) * narrowestCell
           > room) {
        cells.microBatchesPerCell *= 2;
    }
    cells.count = (steps + cells.microBatchesPerCell - 1) / cells.microBatchesPerCell;
    // Whole pixels, so that all cells look the same.
    cells.cellWidth = std::min(widestCell, std::floor(room / cells.count));
    cells.gap = cells.cellWidth >= 10.0 ? 3.0 : 1.0;
    return cells;
}

double cellFill(const SessionStatus& status, const WindowCells& cells, int cell)
{
    const int steps = std::max(1, status.settings.accumulationSteps);
    const double microBatchSize = std::max(1, status.settings.microBatchSize);
    const int first = cell * cells.microBatchesPerCell;
    const int end = std::min(first + cells.microBatchesPerCell, steps);
    const int filled = std::min(end, static_cast<int>(status.window.size()));
    double share = 0.0;
    for (int i = first; i < filled; ++i)
        share += std::min(1.0, status.window[static_cast<std::size_t>(i)].samples / microBatchSize);
    return end > first ? share / (end - first) : 0.0;
}

int windowLength(const SessionStatus& status)
{
    const int steps = status.settings.accumulationSteps;
    const bool goesOn = status.settings.semantics.partialWindow == PartialWindow::CarryOver;
    if (goesOn || status.trainingRows <= 0)
        return steps;
    return static_cast<int>(std::min<std::int64_t>(steps, roomInEpoch(status)));
}

QString windowText(const SessionStatus& status)
{
    switch (status.state) {
    case SessionState::Loading:
        return translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip", "Loading data and model…"));
    case SessionState::Failed:
        return translated(
            QT_TRANSLATE_NOOP("accumulus::WindowStrip", "No window: the run could not go on."));
    case SessionState::Diverged:
        return translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip", "Diverged at update %1"))
            .arg(formatCount(status.update));
    case SessionState::Finished:
        return translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip", "Finished after update %1"))
            .arg(formatCount(status.update));
    case SessionState::Paused:
    case SessionState::Training:
        break;
    }
    const QString text = progressText(status, static_cast<qint64>(status.window.size()));
    return status.settingsPending
        ? text + translated(QT_TRANSLATE_NOOP("accumulus::WindowStrip", " · new settings after it"))
        : text;
}

WindowStrip::WindowStrip(QWidget* parent)
    : QWidget(parent)
    , m_color(Theme::runColor(0))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WindowStrip::setStatus(const SessionStatus& status)
{
    m_status = status;
    update();
}

void WindowStrip::setRunColor(const QColor& color)
{
    m_color = color;
    update();
}

QSize WindowStrip::sizeHint() const
{
    return {480, static_cast<int>(std::ceil(barTop() + cellHeight + Theme::pageMargin))};
}

QSize WindowStrip::minimumSizeHint() const
{
    return {240, sizeHint().height()};
}

double WindowStrip::textWidth() const
{
    // Zeros in place of all digits: the width does not change while counting, only when a digit is
    // added.
    const QFontMetricsF metrics(Theme::numbersFont());
    QString longest = progressText(m_status, m_status.settings.accumulationSteps);
    for (QChar& character : longest)
        character = character.isDigit() ? QLatin1Char('0') : character;
    return std::max(metrics.horizontalAdvance(longest),
                    metrics.horizontalAdvance(windowText(m_status)));
}

WindowCells WindowStrip::cells() const
{
    const double all = width() - 2.0 * Theme::pageMargin;
    return windowCells(m_status.settings.accumulationSteps,
                       std::max(std::min(all, narrowestBar), all - textWidth() - textGap));
}

QRectF WindowStrip::cellRect(const WindowCells& cells, int cell) const
{
    return {Theme::pageMargin + cell * cells.cellWidth, std::floor(barTop()),
            cells.cellWidth - cells.gap, cellHeight};
}

void WindowStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const ThemeColors& colors = Theme::colors();
    painter.setPen(colors.text);
    painter.setFont(Theme::titleFont());
    painter.drawText(QRectF(Theme::pageMargin, Theme::spacingRelated,
                            width() - 2.0 * Theme::pageMargin, titleHeight()),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("Accumulation window"));

    const WindowCells layout = cells();
    const int length = windowLength(m_status);
    QColor neverFilled = colors.line;
    neverFilled.setAlphaF(0.4F);
    for (int cell = 0; cell < layout.count; ++cell) {
        const QRectF rect = cellRect(layout, cell);
        const bool isReached = cell * layout.microBatchesPerCell < length;
        painter.fillRect(rect, isReached ? colors.line : neverFilled);
        const double fill = cellFill(m_status, layout, cell);
        if (fill > 0.0) {
            const double filled = std::clamp(std::round(fill * rect.width()), 1.0, rect.width());
            painter.fillRect(QRectF(rect.topLeft(), QSizeF(filled, rect.height())), m_color);
        }
    }

    const double textLeft = Theme::pageMargin + layout.width() + textGap;
    const QFontMetricsF metrics(Theme::numbersFont());
    const double room = width() - Theme::pageMargin - textLeft + 1.0;
    const bool isBroken =
        m_status.state == SessionState::Diverged || m_status.state == SessionState::Failed;
    painter.setFont(Theme::numbersFont());
    painter.setPen(isBroken ? colors.failure : colors.text);
    painter.drawText(QRectF(textLeft, std::floor(barTop()), room, cellHeight),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(windowText(m_status), Qt::ElideRight, room));
}

QString WindowStrip::toolTipAt(QPointF position) const
{
    const WindowCells layout = cells();
    const auto filled = static_cast<int>(m_status.window.size());
    const int steps = m_status.settings.accumulationSteps;
    for (int cell = 0; cell < layout.count; ++cell) {
        if (!cellRect(layout, cell).adjusted(0.0, 0.0, layout.gap, 0.0).contains(position))
            continue;
        const int first = cell * layout.microBatchesPerCell;
        const int end = std::min(first + layout.microBatchesPerCell, steps);
        if (layout.microBatchesPerCell > 1) {
            return tr("Micro-batches %1 to %2 of %3: %4 done")
                .arg(formatCount(first + 1), formatCount(end), formatCount(steps),
                     formatCount(std::clamp(filled - first, 0, end - first)));
        }
        if (first >= windowLength(m_status)) {
            return tr("Micro-batch %1 of %2: the epoch ends before it")
                .arg(formatCount(end), formatCount(steps));
        }
        if (first >= filled) {
            return tr("Micro-batch %1 of %2: not yet done")
                .arg(formatCount(end), formatCount(steps));
        }
        const MicroBatchRecord& record = m_status.window[static_cast<std::size_t>(first)];
        return tr("Micro-batch %1 of %2: %3 samples, loss %4. Its gradient is in the accumulator.")
            .arg(formatCount(end), formatCount(steps), formatCount(record.samples),
                 formatNumber(record.loss));
    }
    return fateText(m_status).arg(formatCount(samplesIn(m_status)));
}

bool WindowStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), toolTipAt(help->pos()), this);
        return true;
    }
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        update();
    return QWidget::event(event);
}

} // namespace accumulus
