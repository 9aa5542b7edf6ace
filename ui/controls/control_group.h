#pragma once

#include "ui/controls/control_row.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace accumulus {

class DisclosureButton;

/// The controls of one ControlGroup, one under the other, with those that are seldom needed behind
/// a "More" that opens in place. Rows that the experiment does not read are hidden.
class ControlGroupBox : public QWidget
{
    Q_OBJECT
public:
    ControlGroupBox(ControlGroup group, QWidget* parent);

    const std::vector<ControlRow*>& rows() const { return m_rows; }

    /// Puts \a widget under the rows.
    void append(QWidget* widget);
    /// Puts \a widget under \a row.
    void putUnder(ControlRow* row, QWidget* widget);

    void show(const Experiment& experiment);

    bool isExpanded() const;
    void setExpanded(bool expanded);
    DisclosureButton* moreButton() const { return m_more; }

protected:
    void changeEvent(QEvent* event) override; // language

private:
    void retranslate();
    void showRows();

    std::vector<ControlRow*> m_rows;
    std::vector<bool> m_applies; ///< one a row
    QVBoxLayout* m_layout;
    DisclosureButton* m_more = nullptr;
};

} // namespace accumulus
