#pragma once

#include "ui/controls/control_row.h"

class QLineEdit;
class QPushButton;

namespace accumulus {

/// A line of text; if it can be wrong, what is wrong stands under it.
class TextRow : public ControlRow
{
    Q_OBJECT
public:
    TextRow(const ControlSpec& spec, const TextField& field, QWidget* parent);

    void show(const Experiment& experiment) override;
    void write(Experiment& experiment) const override;
    bool isSame(const Experiment& a, const Experiment& b) const override;

    QLineEdit* lineEdit() const { return m_lineEdit; }
    QString problem() const override;

protected:
    void retranslate() override;
    void showPending() override;

private:
    const TextField& m_field;
    QLineEdit* m_lineEdit;
};

/// A file of the user: a button that shows its name and opens the dialog.
class FileRow : public ControlRow
{
    Q_OBJECT
public:
    FileRow(const ControlSpec& spec, const FileField& field, QWidget* parent);

    void show(const Experiment& experiment) override;
    void write(Experiment& experiment) const override;
    bool isSame(const Experiment& a, const Experiment& b) const override;

    /// Opens the file dialog; does not wait for it.
    void choose();
    void setFile(const QString& file); ///< as if the user had chosen it

protected:
    void retranslate() override;
    void showPending() override;
    void resizeEvent(QResizeEvent* event) override; // the name is elided

private:
    void showFile();

    const FileField& m_field;
    QPushButton* m_button;
    QString m_file;
};

} // namespace accumulus
