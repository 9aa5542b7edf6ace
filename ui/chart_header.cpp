#include "ui/chart_header.h"

#include "ui/fitted_label.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace accumulus {

namespace {

QToolButton* makeHeaderButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

ChartHeader::ChartHeader(const ChartSpec& spec, QWidget* parent)
    : QWidget(parent)
    , m_spec(spec)
    , m_scale(spec.scale)
    , m_title(makeLabel(this))
    , m_unit(new FittedLabel(FittedLabel::Fit::Elided, this))
    , m_followButton(makeHeaderButton(this))
    , m_scaleButton(makeHeaderButton(this))
    , m_menuButton(makeHeaderButton(this))
{
    m_unit->setForegroundRole(QPalette::PlaceholderText);
    m_scaleButton->setPopupMode(QToolButton::InstantPopup);
    auto* scaleMenu = new QMenu(m_scaleButton);
    auto* scales = new QActionGroup(scaleMenu);
    m_linearAction = scales->addAction(scaleMenu->addAction(QString()));
    m_logAction = scales->addAction(scaleMenu->addAction(QString()));
    m_linearAction->setCheckable(true);
    m_logAction->setCheckable(true);
    m_scaleButton->setMenu(scaleMenu);
    m_menuButton->setText(QStringLiteral("⋯"));
    m_followButton->hide();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingRelated);
    layout->addWidget(m_title);
    layout->addWidget(m_unit, 1); // A narrow window cuts the explanation, not the tools.
    layout->addWidget(m_followButton);
    layout->addWidget(m_scaleButton);
    layout->addWidget(m_menuButton);

    connect(m_linearAction, &QAction::triggered, this,
            [this] { emit scaleChosen(YScale::Linear); });
    connect(m_logAction, &QAction::triggered, this, [this] { emit scaleChosen(YScale::Log); });
    connect(m_followButton, &QToolButton::clicked, this, &ChartHeader::followRequested);
    // Not QToolButton::setMenu(), which would put an arrow beside the dots.
    connect(m_menuButton, &QToolButton::clicked, this, [this] {
        emit menuRequested(m_menuButton->mapToGlobal(QPoint(0, m_menuButton->height())));
    });
    retranslate();
}

void ChartHeader::setScale(YScale scale)
{
    m_scale = scale;
    const QAction* current = scale == YScale::Log ? m_logAction : m_linearAction;
    m_logAction->setChecked(scale == YScale::Log);
    m_linearAction->setChecked(scale == YScale::Linear);
    m_scaleButton->setText(current->text());
}

void ChartHeader::setFollowing(bool following)
{
    m_followButton->setVisible(!following);
}

void ChartHeader::retranslate()
{
    m_title->setText(chartText(m_spec.title));
    m_title->setFont(Theme::titleFont());
    m_unit->setFullText(chartText(m_spec.unit));
    QString explanation = m_spec.evaluation
        ? tr("Faded: every update. Solid: the same, smoothed. Dotted: the held-out validation "
             "data, once per epoch.")
        : tr("Faded: every update. Solid: the same, smoothed.");
    if (m_spec.note != nullptr)
        explanation += u' ' + chartText(m_spec.note);
    m_unit->setToolTip(wrappedToolTip(explanation));
    m_followButton->setText(tr("Follow"));
    m_followButton->setToolTip(tr("Show everything and follow the run again (double click)"));
    m_linearAction->setText(tr("linear"));
    m_logAction->setText(tr("log"));
    m_scaleButton->setToolTip(tr("Scale of the y axis"));
    m_menuButton->setToolTip(tr("Save or follow"));
    m_menuButton->setAccessibleName(tr("Chart menu"));
    setScale(m_scale);
}

} // namespace accumulus
