#include "ui/message_bar.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace accumulus {

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_close(new QToolButton(this))
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
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    retranslate();
    hide();
}

void MessageBar::showError(const QString& sentence)
{
    m_text->setText(sentence);
    show();
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

void MessageBar::paintEvent(QPaintEvent*)
{
    constexpr int edge = 3;
    QPainter painter(this);
    painter.fillRect(rect(), Theme::colors().panel);
    painter.fillRect(QRect(0, 0, edge, height()), Theme::colors().failure);
    painter.fillRect(QRect(0, height() - 1, width(), 1), Theme::colors().line);
}

void MessageBar::retranslate()
{
    m_close->setToolTip(tr("Close"));
    colorText(m_text, TextRole::Failure);
}

} // namespace accumulus
