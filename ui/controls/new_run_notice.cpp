#include "ui/controls/new_run_notice.h"

#include "ui/fitted_label.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace accumulus {

NewRunNotice::NewRunNotice(QWidget* parent)
    : QWidget(parent)
    , m_text(new FittedLabel(FittedLabel::Fit::Wrapped, this))
    , m_start(new QPushButton(this))
    , m_undo(new QPushButton(this))
{
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::spacingRelated);
    buttons->addWidget(m_start, 1);
    buttons->addWidget(m_undo);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::pageMargin, Theme::spacingRelated, Theme::pageMargin,
                               Theme::pageMargin);
    layout->setSpacing(Theme::spacingRelated);
    layout->addWidget(m_text);
    layout->addLayout(buttons);

    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_start->setObjectName(QStringLiteral("startNewRun"));
    m_undo->setObjectName(QStringLiteral("undoChanges"));
    for (QPushButton* button : {m_start, m_undo}) {
        button->setFixedHeight(Theme::controlHeight);
        leaveFocusAlone(button);
    }
    connect(m_start, &QPushButton::clicked, this, &NewRunNotice::startRequested);
    connect(m_undo, &QPushButton::clicked, this, &NewRunNotice::undoRequested);
    update();
}

void NewRunNotice::show(bool changed, const QString& problem, const QString& failure)
{
    if (changed != m_changed || problem != m_problem || failure != m_failure) {
        m_changed = changed;
        m_problem = problem;
        m_failure = failure;
        update();
    }
}

QString NewRunNotice::text() const
{
    return m_text->fullText();
}

void NewRunNotice::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

void NewRunNotice::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::colors().line);
}

void NewRunNotice::update()
{
    const bool isTrouble = !m_problem.isEmpty() || (!m_failure.isEmpty() && !m_changed);
    QString text = tr("These changes need a new run.");
    if (!m_problem.isEmpty()) {
        text = m_problem;
    } else if (!m_changed) {
        text = m_failure;
    }
    m_text->setFullText(text);
    colorText(m_text, isTrouble ? TextRole::Failure : TextRole::Body);
    m_start->setText(tr("Start new run"));
    m_start->setVisible(m_changed || !m_failure.isEmpty());
    m_start->setEnabled(m_problem.isEmpty());
    m_undo->setText(tr("Undo"));
    m_undo->setVisible(m_changed);
    setVisible(m_changed || !m_problem.isEmpty() || !m_failure.isEmpty());
}

} // namespace accumulus
