#include "ui/status_line.h"

#include "ui/core_sentence.h"
#include "ui/fitted_label.h"
#include "ui/plot/number_format.h"
#include "ui/session_texts.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QStringList>

#include <cmath>

namespace accumulus {
namespace {

constexpr qint64 readableMilliseconds = 250;

QString timeText(double seconds)
{
    return seconds < 1e-3
        ? StatusLine::tr("%1 µs per micro-batch").arg(formatNumber(seconds * 1e6, 2))
        : StatusLine::tr("%1 ms per micro-batch").arg(formatNumber(seconds * 1e3, 2));
}

} // namespace

StatusLine::StatusLine(QWidget* parent)
    : QWidget(parent)
    , m_state(makeLabel(this))
    , m_text(new FittedLabel(FittedLabel::Fit::Elided, this))
    , m_unit(makeLabel(this))
    , m_progress(new QProgressBar(this))
    , m_left(makeLabel(this))
{
    setFixedHeight(Theme::controlHeight + 1);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::pageMargin, 1, Theme::pageMargin, 0);
    layout->setSpacing(Theme::spacingRelated);
    layout->addWidget(m_state);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_unit);
    layout->addWidget(m_progress);
    layout->addWidget(m_left);
    m_text->setFont(Theme::numbersFont());
    m_text->setObjectName(QStringLiteral("statusText"));
    m_state->setObjectName(QStringLiteral("statusState"));
    m_unit->setObjectName(QStringLiteral("lossUnit"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedSize(160, Theme::spacingRelated);
    m_progress->hide();
    m_left->hide();
    m_clock.start();
}

void StatusLine::show(const Run& run)
{
    if (run.id != m_runId) {
        m_runId = run.id;
        m_rate.restart();
        m_shownAt = -1000;
    }
    m_rate.add(double(m_clock.nsecsElapsed()) * 1e-9, run.status);
    const bool isNews = run.status.state != m_status.state;
    m_experiment = run.experiment;
    m_status = run.status;
    if (isNews || m_clock.elapsed() - m_shownAt >= readableMilliseconds)
        showNow();
}

void StatusLine::showNow()
{
    m_shownAt = m_clock.elapsed();
    showText();
    showProgress();
}

QString StatusLine::text() const
{
    return m_state->text() + QStringLiteral(" · ") + m_text->fullText();
}

void StatusLine::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        showNow();
    QWidget::changeEvent(event);
}

void StatusLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::colors().panel);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::colors().line);
}

/// What a run computes with, where that is not the plain case.
QStringList StatusLine::computeTexts(const ComputeOptions& wanted, const SessionStatus& status)
{
    QStringList texts;
    if (status.threads > 1)
        texts << tr("%1 threads").arg(status.threads);
    if (status.precision == Precision::Bf16)
        texts << QStringLiteral("bf16");
    else if (wanted.precision == Precision::Bf16)
        texts << tr("f32, because this processor has no bf16");
    return texts;
}

void StatusLine::showText()
{
    const bool isTrouble =
        m_status.state == SessionState::Diverged || m_status.state == SessionState::Failed;
    const bool isTraining = m_status.state == SessionState::Training;
    m_state->setText(stateText(m_status.state));
    colorText(m_state,
              isTrouble        ? TextRole::Failure
                  : isTraining ? TextRole::Accent
                               : TextRole::Body);

    QStringList parts;
    if (isTrouble) {
        QString message = coreSentence(m_status.message);
        if (message.startsWith(QLatin1String("diverged "))) // the state says so already
            message.remove(0, 9);
        parts << message;
    } else if (m_status.trainingRows > 0) {
        parts << tr("epoch %1").arg(formatCount(std::llround(std::floor(m_status.epoch))))
              << tr("update %1").arg(formatCount(m_status.update));
    }
    if (isTraining && m_rate.samplesPerSecond()) {
        // Three digits are what holds still long enough to be read.
        const double rate = *m_rate.samplesPerSecond();
        const double step =
            std::pow(10.0, std::max(0.0, std::floor(std::log10(std::max(rate, 1.0))) - 2));
        parts
            << tr("%1 samples/s").arg(formatCount(std::llround(rate / step) * std::llround(step)));
    }
    if (isTraining && m_rate.secondsPerMicroBatch())
        parts << timeText(*m_rate.secondsPerMicroBatch());
    if (isTraining)
        parts << computeTexts(m_experiment.compute, m_status);
    m_text->setFullText(parts.join(QStringLiteral(" · ")));
    m_text->setToolTip(wrappedToolTip(m_text->fullText()));
    m_unit->setText(lossUnitText(m_experiment, m_status));
    m_unit->setToolTip(wrappedToolTip(lossUnitExplanation(m_experiment, m_status)));
    colorText(m_unit, TextRole::Quiet);
}

void StatusLine::showProgress()
{
    // A load that is over before anybody sees it shows no bar.
    const bool isLoading = m_status.state == SessionState::Loading && m_status.loaded > 0.0;
    const double share = isLoading ? m_status.loaded : m_status.progress.value_or(0.0);
    m_progress->setVisible(isLoading || m_status.progress.has_value());
    m_progress->setValue(static_cast<int>(std::lround(1000.0 * share)));
    const auto left = m_rate.secondsLeft();
    const bool isKnown = m_status.state == SessionState::Training && left.has_value();
    m_left->setVisible(isKnown);
    m_left->setText(isKnown ? tr("%1 left").arg(formatDuration(*left)) : QString());
}

} // namespace accumulus
