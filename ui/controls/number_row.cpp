#include "ui/controls/number_row.h"

#include "ui/number_slider.h"
#include "ui/widget_helpers.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

namespace accumulus {
namespace {

constexpr qsizetype mostTyped = 24; ///< of what is quoted: a number and more

} // namespace

NumberRow::NumberRow(const ControlSpec& spec, const NumberField& field, QWidget* parent)
    : ControlRow(spec, parent)
    , m_field(field)
    , m_number(new NumberSlider(field.scale, this))
{
    if (field.scale.hasSlider) {
        layOutBelow(m_number);
    } else {
        layOutAtRight(m_number);
    }
    connect(m_number, &NumberSlider::valueEdited, this, [this] {
        forgetRejection();
        emit edited();
    });
    connect(m_number->spinBox(), &NumberSpinBox::accepted, this, &NumberRow::forgetRejection);
    connect(m_number->spinBox(), &NumberSpinBox::refused, this, &NumberRow::setRejected);
    NumberRow::retranslate();
}

void NumberRow::show(const Experiment& experiment)
{
    m_number->setValue(m_field.get(experiment));
}

void NumberRow::write(Experiment& experiment) const
{
    m_field.set(experiment, m_number->value());
}

bool NumberRow::isSame(const Experiment& a, const Experiment& b) const
{
    return m_field.get(a) == m_field.get(b);
}

QString NumberRow::rejection() const
{
    if (m_rejected.isEmpty())
        return {};
    const NumberScale& scale = m_number->scale();
    const QString least = m_number->spinBox()->textFromValue(scale.minimum);
    const QString most = m_number->spinBox()->textFromValue(scale.maximum);
    return scale.wholeNumbers
        ? tr("%1 is no whole number from %2 to %3.").arg(m_rejected, least, most)
        : tr("%1 is no number from %2 to %3.").arg(m_rejected, least, most);
}

void NumberRow::setRejected(const QString& typed)
{
    m_rejected = typed.size() > mostTyped ? typed.left(mostTyped) + u'…' : typed;
    showTextUnder();
}

void NumberRow::retranslate()
{
    ControlRow::retranslate();
    m_number->spinBox()->setAccessibleName(label());
    if (m_number->slider() != nullptr)
        m_number->slider()->setAccessibleName(label());
    if (m_field.minimumText != nullptr) {
        m_number->spinBox()->setSpecialValueText(
            QCoreApplication::translate("ControlSpec", m_field.minimumText));
    }
}

void NumberRow::showPending()
{
    m_number->setPending(isPending());
}

CheckRow::CheckRow(const ControlSpec& spec, const CheckField& field, QWidget* parent)
    : ControlRow(spec, parent)
    , m_field(field)
    , m_checkBox(new QCheckBox(this))
{
    leaveFocusAlone(m_checkBox);
    layOutAtRight(m_checkBox);
    m_checkBox->setFixedHeight(m_checkBox->sizeHint().height() + 4);
    connect(m_checkBox, &QCheckBox::toggled, this, &ControlRow::edited);
    retranslate();
}

void CheckRow::show(const Experiment& experiment)
{
    const QSignalBlocker blocker(m_checkBox);
    m_checkBox->setChecked(m_field.get(experiment));
}

void CheckRow::write(Experiment& experiment) const
{
    m_field.set(experiment, m_checkBox->isChecked());
}

bool CheckRow::isSame(const Experiment& a, const Experiment& b) const
{
    return m_field.get(a) == m_field.get(b);
}

void CheckRow::showPending()
{
    // A check box has no text of its own: its label shows it.
    colorText(m_label, isPending() ? TextRole::Accent : TextRole::Quiet);
}

} // namespace accumulus
