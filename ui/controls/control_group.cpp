#include "ui/controls/control_group.h"

#include "ui/disclosure_button.h"
#include "ui/theme.h"

#include <QEvent>
#include <QVBoxLayout>

namespace accumulus {

ControlGroupBox::ControlGroupBox(ControlGroup group, QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(Theme::spacingRelated);
    // The essential rows, then "More", then what it opens.
    for (const Placement placement : {Placement::Essential, Placement::More}) {
        if (placement == Placement::More) {
            m_more = new DisclosureButton(this); // Here, for the order of Tab.
            m_layout->addWidget(m_more, 0, Qt::AlignLeft);
        }
        for (const ControlSpec& spec : controlSpecs()) {
            if (spec.group == group && spec.placement == placement) {
                m_rows.push_back(ControlRow::make(spec, this));
                m_layout->addWidget(m_rows.back());
            }
        }
    }
    m_applies.assign(m_rows.size(), true);
    connect(m_more, &QAbstractButton::toggled, this, &ControlGroupBox::showRows);
    retranslate();
    showRows();
}

void ControlGroupBox::append(QWidget* widget)
{
    m_layout->addWidget(widget);
}

void ControlGroupBox::putUnder(ControlRow* row, QWidget* widget)
{
    m_layout->insertWidget(m_layout->indexOf(row) + 1, widget);
}

void ControlGroupBox::show(const Experiment& experiment)
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const auto applies = m_rows[i]->spec().applies;
        m_applies[i] = applies == nullptr || applies(experiment);
        m_rows[i]->show(experiment);
    }
    showRows();
}

bool ControlGroupBox::isExpanded() const
{
    return m_more->isChecked();
}

void ControlGroupBox::setExpanded(bool expanded)
{
    m_more->setChecked(expanded);
}

void ControlGroupBox::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ControlGroupBox::retranslate()
{
    m_more->setText(isExpanded() ? tr("Less") : tr("More"));
    m_more->setToolTip(isExpanded() ? tr("Hide what is seldom needed")
                                    : tr("Show what is seldom needed"));
    m_more->updateGeometry();
}

void ControlGroupBox::showRows()
{
    bool hasMore = false;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const bool isMore = m_rows[i]->spec().placement == Placement::More;
        hasMore = hasMore || (isMore && m_applies[i]);
        m_rows[i]->setVisible(m_applies[i] && (!isMore || isExpanded()));
    }
    m_more->setVisible(hasMore);
    retranslate();
}

} // namespace accumulus
