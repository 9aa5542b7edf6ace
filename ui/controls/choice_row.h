#pragma once

#include "ui/controls/control_row.h"

#include <QStringList>

class QComboBox;

namespace accumulus {

/// One of several: a drop-down list. The tool tip says what the control is for and what the chosen
/// entry means. A choice that sets other values says which were set otherwise since; to choose it
/// again sets them back.
class ChoiceRow : public ControlRow
{
    Q_OBJECT
public:
    ChoiceRow(const ControlSpec& spec, const ChoiceField& field, QWidget* parent);

    void show(const Experiment& experiment) override;
    void write(Experiment& experiment) const override;
    bool isSame(const Experiment& a, const Experiment& b) const override;
    QString note() const override;

    QComboBox* comboBox() const { return m_comboBox; }

protected:
    void retranslate() override;
    void showPending() override;

private:
    int longestChoice() const;
    void fill();
    void explainChoice();

    const ChoiceField& m_field;
    QComboBox* m_comboBox;
    QStringList m_changed; ///< see ChoiceField
};

} // namespace accumulus
