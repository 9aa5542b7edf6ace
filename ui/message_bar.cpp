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

#include <algorithm>
#include <chrono>

namespace accumulus {
namespace {

constexpr std::chrono::seconds doneStays{10};
constexpr std::size_t mostMessages = 4; ///< the last ones

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
    m_timer->setInterval(doneStays);
    connect(m_timer, &QTimer::timeout, this, &MessageBar::removeDone);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    showText();
}

void MessageBar::add(const Message& message)
{
    std::erase_if(m_messages,
                  [&](const Message& other) { return other.sentence == message.sentence; });
    m_messages.push_back(message);
    if (m_messages.size() > mostMessages)
        m_messages.erase(m_messages.begin());
    if (message.kind == Kind::Done)
        m_timer->start();
    showText();
}

void MessageBar::clear()
{
    m_messages.clear();
    showText();
}

void MessageBar::removeDone()
{
    std::erase_if(m_messages, [](const Message& message) { return message.kind == Kind::Done; });
    showText();
}

bool MessageBar::hasErrors() const
{
    return std::any_of(m_messages.begin(), m_messages.end(),
                       [](const Message& message) { return message.kind == Kind::Error; });
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
    QStringList sentences;
    for (const Message& message : m_messages)
        sentences << message.sentence;
    m_text->setText(sentences.join(u'\n'));
    setHidden(sentences.isEmpty());
    retranslate();
    update();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    constexpr int edge = 3;
    QPainter painter(this);
    painter.fillRect(rect(), Theme::colors().panel);
    painter.fillRect(QRect(0, 0, edge, height()),
                     hasErrors() ? Theme::colors().failure : Theme::colors().accent);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::colors().line);
}

void MessageBar::retranslate()
{
    m_close->setToolTip(tr("Close"));
    colorText(m_text, hasErrors() ? TextRole::Failure : TextRole::Body);
}

} // namespace accumulus
