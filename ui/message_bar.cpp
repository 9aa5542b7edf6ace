#include "ui/message_bar.h"

#include "ui/fitted_label.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace accumulus {
namespace {

constexpr std::chrono::seconds doneStays{10};
constexpr std::size_t mostMessages = 4;   ///< the last ones
constexpr qsizetype mostCharacters = 600; ///< of one: the charts are to stay in sight

/// Without its middle if it is long, such as one that quotes what a file has in place of a number.
QString shortened(const QString& sentence)
{
    return sentence.size() <= mostCharacters ? sentence
                                             : sentence.left(mostCharacters / 2)
            + QStringLiteral(" … ") + sentence.right(mostCharacters / 2);
}

bool isAmong(const std::vector<NewsItem>& news, const QString& topic)
{
    return std::any_of(news.begin(), news.end(),
                       [&topic](const NewsItem& item) { return item.topic == topic; });
}

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_lines(new QVBoxLayout)
    , m_close(new QToolButton(this))
    , m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("messageBar"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::pageMargin, Theme::spacingRelated, Theme::spacingRelated,
                               Theme::spacingRelated);
    m_lines->setSpacing(Theme::spacingInside);
    layout->addLayout(m_lines, 1);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setAutoRaise(true);
    leaveFocusAlone(m_close);
    m_timer->setSingleShot(true);
    m_timer->setInterval(doneStays);
    connect(m_timer, &QTimer::timeout, this,
            [this] { remove([](const Message& message) { return message.kind == Kind::Done; }); });
    connect(m_close, &QToolButton::clicked, this, &MessageBar::clear);
    retranslate();
    hide();
}

void MessageBar::setNews(const std::vector<NewsItem>& news)
{
    remove([&](const Message& message) {
        return message.kind == Kind::News && !isAmong(news, message.topic);
    });
    for (const NewsItem& item : news) {
        const auto shown =
            std::find_if(m_messages.begin(), m_messages.end(),
                         [&item](const Message& message) { return message.topic == item.topic; });
        if (shown != m_messages.end())
            showSentence(*shown, item.sentence);
        else if (!isAmong(m_news, item.topic))
            add(Kind::News, item.sentence, item.topic);
    }
    m_news = news;
}

void MessageBar::add(Kind kind, const QString& sentence, const QString& topic)
{
    remove([&](const Message& other) { return other.label->fullText() == shortened(sentence); });
    if (m_messages.size() == mostMessages)
        remove([oldest = m_messages.front().label](const Message& other) {
            return other.label == oldest;
        });
    auto* label = new FittedLabel(FittedLabel::Fit::Wrapped, this);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_lines->addWidget(label);
    m_messages.push_back({kind, label, topic});
    showSentence(m_messages.back(), sentence);
    if (kind == Kind::Done)
        m_timer->start();
    retranslate();
    show();
    update();
}

void MessageBar::showSentence(const Message& message, const QString& sentence)
{
    message.label->setFullText(shortened(sentence));
    message.label->setToolTip(message.label->fullText() == sentence ? QString()
                                                                    : wrappedToolTip(sentence));
}

void MessageBar::clear()
{
    remove([](const Message&) { return true; });
}

void MessageBar::remove(const std::function<bool(const Message&)>& isOver)
{
    std::erase_if(m_messages, [&](const Message& message) {
        if (!isOver(message))
            return false;
        delete message.label;
        return true;
    });
    setHidden(m_messages.empty());
    update();
}

bool MessageBar::hasErrors() const
{
    return std::any_of(m_messages.begin(), m_messages.end(),
                       [](const Message& message) { return message.kind == Kind::Error; });
}

QString MessageBar::text() const
{
    QStringList sentences;
    for (const Message& message : m_messages)
        sentences << message.label->fullText();
    return sentences.join(u'\n');
}

void MessageBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QWidget::changeEvent(event);
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
    for (const Message& message : m_messages)
        colorText(message.label, message.kind == Kind::Error ? TextRole::Failure : TextRole::Body);
}

} // namespace accumulus
