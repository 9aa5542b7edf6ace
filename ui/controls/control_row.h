#pragma once

#include "ui/controls/control_specs.h"

#include <QWidget>

class QLabel;

namespace accumulus {

/// One control of the panel, made from its row in controlSpecs(): label, editor and, where the text
/// can be wrong, what is wrong with it. Shows a value of an experiment and writes it back; decides
/// nothing. Its object name is the last part of the spec's key, the editor's the same with
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

    QString label() const;
    virtual void retranslate(); ///< label and tool tip
    virtual void showPending() = 0;
    void changeEvent(QEvent* event) override; // language, palette

    QLabel* m_label;

private:
    void adopt(QWidget* editor);

    const ControlSpec& m_spec;
    QWidget* m_editor = nullptr;
    bool m_pending = false;
};

} // namespace accumulus
