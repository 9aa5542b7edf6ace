#include "ui/controls/choice_row.h"

#include "ui/shown_text.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QSignalBlocker>

#include <algorithm>

namespace accumulus {

ChoiceRow::ChoiceRow(const ControlSpec& spec, const ChoiceField& field, QWidget* parent)
    : ControlRow(spec, parent)
    , m_field(field)
    , m_comboBox(new QComboBox(this))
{
    m_comboBox->setFixedHeight(Theme::controlHeight);
    m_comboBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_comboBox->setMinimumContentsLength(8);
    leaveFocusAlone(m_comboBox);
    leaveWheelAlone(m_comboBox);
    layOutBeside(m_comboBox, longestChoice());
    connect(m_comboBox, &QComboBox::activated, this, [this] {
        explainChoice();
        emit edited();
    });
    ChoiceRow::retranslate();
}

/// Width that its longest choice needs, arrow and margins included.
int ChoiceRow::longestChoice() const
{
    int longest = 0;
    for (const Choice& choice : m_field.choices())
        longest = std::max(longest, m_comboBox->fontMetrics().horizontalAdvance(choice.label));
    return longest + 2 * Theme::spacingGroups;
}

void ChoiceRow::show(const Experiment& experiment)
{
    const QSignalBlocker blocker(m_comboBox);
    const QString value = QString::fromStdString(m_field.get(experiment));
    int index = m_comboBox->findData(value);
    if (index < 0) {
        m_comboBox->addItem(shownText(value),
                            value); // From a file: a separator that the list does not have.
        index = m_comboBox->count() - 1;
    }
    m_comboBox->setCurrentIndex(index);
    m_changed = m_field.changed != nullptr ? m_field.changed(experiment) : QStringList();
    showTextUnder();
    explainChoice();
}

void ChoiceRow::write(Experiment& experiment) const
{
    m_field.set(experiment, m_comboBox->currentData().toString().toStdString());
}

bool ChoiceRow::isSame(const Experiment& a, const Experiment& b) const
{
    return m_field.get(a) == m_field.get(b);
}

QString ChoiceRow::note() const
{
    return m_changed.isEmpty() ? QString()
                               : tr("changed: %1").arg(m_changed.join(QStringLiteral(", ")));
}

void ChoiceRow::retranslate()
{
    ControlRow::retranslate();
    fill();
}

void ChoiceRow::showPending()
{
    showAsPending(m_comboBox, isPending());
}

void ChoiceRow::fill()
{
    const QSignalBlocker blocker(m_comboBox);
    const QVariant current = m_comboBox->currentData();
    m_comboBox->clear();
    for (const Choice& choice : m_field.choices()) {
        m_comboBox->addItem(choice.label, QString::fromStdString(choice.value));
        m_comboBox->setItemData(m_comboBox->count() - 1, wrappedToolTip(choice.toolTip),
                                Qt::ToolTipRole);
    }
    const int index = m_comboBox->findData(current);
    if (current.isValid() && index < 0)
        m_comboBox->addItem(shownText(current.toString()), current);
    m_comboBox->setCurrentIndex(index >= 0              ? index
                                    : current.isValid() ? m_comboBox->count() - 1
                                                        : 0);
    explainChoice();
}

void ChoiceRow::explainChoice()
{
    const QString tip = wrappedToolTip(QCoreApplication::translate("ControlSpec", spec().toolTip));
    setToolTip(tip + m_comboBox->currentData(Qt::ToolTipRole).toString());
}

} // namespace accumulus
