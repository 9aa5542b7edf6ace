#pragma once

#include "ui/controls/control_row.h"

class QCheckBox;

namespace accumulus {

class NumberSlider;

/// A number: label above slider and spin box, or beside a lone spin box.
class NumberRow : public ControlRow
{
    Q_OBJECT
public:
    NumberRow(const ControlSpec& spec, const NumberField& field, QWidget* parent);

    void show(const Experiment& experiment) override;
    void write(Experiment& experiment) const override;
    bool isSame(const Experiment& a, const Experiment& b) const override;
    QString rejection() const override;
    void forgetRejection() override { setRejected({}); }

    NumberSlider* number() const { return m_number; }

protected:
    void retranslate() override;
    void showPending() override;

private:
    void setRejected(const QString& typed);

    const NumberField& m_field;
    NumberSlider* m_number;
    QString m_rejected; ///< what was typed and not taken
};

/// Yes or no.
class CheckRow : public ControlRow
{
    Q_OBJECT
public:
    CheckRow(const ControlSpec& spec, const CheckField& field, QWidget* parent);

    void show(const Experiment& experiment) override;
    void write(Experiment& experiment) const override;
    bool isSame(const Experiment& a, const Experiment& b) const override;

    QCheckBox* checkBox() const { return m_checkBox; }

protected:
    void showPending() override;

private:
    const CheckField& m_field;
    QCheckBox* m_checkBox;
};

} // namespace accumulus
