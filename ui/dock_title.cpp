#include "ui/dock_title.h"

#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QDockWidget>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace accumulus {
namespace {

constexpr int closeIconSide = 12;

} // namespace

DockTitle::DockTitle(QDockWidget* dock)
    : QWidget(dock)
    , m_dock(dock)
    , m_title(makeLabel(this))
    , m_close(new QToolButton(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_title->setFont(Theme::titleFont());
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setIconSize(QSize(closeIconSide, closeIconSide));
    m_close->setAutoRaise(true);
    leaveFocusAlone(m_close);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::pageMargin, Theme::spacingInside, Theme::spacingRelated, 0);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_close);
    connect(m_close, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::windowTitleChanged, m_title, &QLabel::setText);
    retranslate();
}

void DockTitle::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void DockTitle::retranslate()
{
    m_title->setText(m_dock->windowTitle());
    m_close->setToolTip(tr("Close; View brings it back"));
}

} // namespace accumulus
