#include "ui/message_bar.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QToolButton>

#include <chrono>

namespace accumulus {
namespace {

constexpr std::chrono::seconds noteStays{10};
constexpr qsizetype mostErrors = 4; ///< the last ones

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_text(makeLabel(this))
    , m_close(new QToolButton(this))
    , m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("messageBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::pageMargin, Theme::spacingRelated, Theme::spacingRelated,
                               Theme::spacingRelated);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    leaveFocusAlone(m_close);
    m_timer->setSingleShot(true);
    m_timer->setInterval(noteStays);
    connect(m_timer, &QTimer::timeout, this, &MessageBar::clear);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    showText();
}

void MessageBar::showError(const QString& sentence)
{
    m_errors.removeAll(sentence);
    m_errors << sentence;
    if (m_errors.size() > mostErrors)
        m_errors.removeFirst();
    showText();
}

void MessageBar::showNote(const QString& sentence)
{
    m_note = sentence;
    showText();
}

void MessageBar::clear()
{
    m_errors.clear();
    m_note.clear();
    showText();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MessageBar::showText()
{
    const bool isNote = m_errors.isEmpty();
    m_text->setText(isNote ? m_note : m_errors.join(u'\n'));
    setHidden(m_text->text().isEmpty());
    if (isNote && !m_note.isEmpty()) {
        m_timer->start();
    } else {
        m_timer->stop();
    }
    retranslate();
    update();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    constexpr int edge = 3;
    QPainter painter(this);
    painter.fillRect(rect(), Theme::colors().panel);
    painter.fillRect(QRect(0, 0, edge, height()),
                     m_errors.isEmpty() ? Theme::colors().accent : Theme::colors().failure);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::colors().line);
}

void MessageBar::retranslate()
{
    m_close->setToolTip(tr("Close"));
    colorText(m_text, m_errors.isEmpty() ? TextRole::Body : TextRole::Failure);
}

} // namespace accumulus
