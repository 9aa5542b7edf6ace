#pragma once

#include "ui/controls/control_specs.h"

#include <QWidget>

class QBoxLayout;
class QLabel;

namespace accumulus {

class FittedLabel;

/// One control of the panel, made from its row in controlSpecs(): label, editor and, under them,
/// what is wrong with the value or to be known of it. Shows a value of an experiment and writes it
/// back; decides nothing. Its object name is the last part of the spec's key, the editor's the same
/// with
/// "_editor" after it.
class ControlRow : public QWidget
{
    Q_OBJECT
public:
    static ControlRow* make(const ControlSpec& spec, QWidget* parent);

    const ControlSpec& spec() const { return m_spec; }

    /// Shows the value of \a experiment; does not emit.
    virtual void show(const Experiment& experiment) = 0;
    /// Writes the shown value to \a experiment.
    virtual void write(Experiment& experiment) const = 0;
    /// Whether the value is the same in both.
    virtual bool isSame(const Experiment& a, const Experiment& b) const = 0;
    /// Shows the value in the accent colour: it is not in use yet.
    void setPending(bool pending);
    bool isPending() const { return m_pending; }

    QString label() const;
    /// What is wrong with the shown value by itself, in a sentence; empty: nothing.
    virtual QString problem() const { return {}; }
    /// Why what was typed last was not taken, in a sentence; empty: it was. The value is another
    /// one.
    virtual QString rejection() const { return {}; }
    virtual void forgetRejection() {}
    /// What else there is to know of it; empty: nothing. Stands under it if there is no problem.
    virtual QString note() const { return {}; }
    /// Says under the control why its value is not in use, a sentence of the core; empty: says
    /// nothing.
    void setRefusal(const QString& sentence);
    QString refusal() const { return m_refusal; }
    QString textUnder() const; ///< what stands under the control

signals:
    void edited();

protected:
    ControlRow(const ControlSpec& spec, QWidget* parent);

    /// Puts the label left of \a editor, in the column that all rows share; above it if the label
    /// or \a editorWidth does not fit there.
    void layOutBeside(QWidget* editor, int editorWidth = 0);
    /// Puts the label above \a editor.
    void layOutBelow(QWidget* editor);
    /// Puts the label left and a narrow \a editor at the right edge.
    void layOutAtRight(QWidget* editor);

    virtual void retranslate(); ///< label and tool tip
    virtual void showPending() = 0;
    void showTextUnder();
    void changeEvent(QEvent* event) override; // language, palette

    QLabel* m_label;

private:
    /// Puts label and \a editor into \a layout, and what is wrong under it.
    void layOut(QBoxLayout* layout, QWidget* editor, int labelStretch, int editorStretch);

    const ControlSpec& m_spec;
    QWidget* m_editor = nullptr;
    FittedLabel* m_under;
    QString m_refusal;
    bool m_pending = false;
};

} // namespace accumulus
