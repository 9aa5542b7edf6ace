#include "ui/controls/text_row.h"

#include "ui/shown_text.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

namespace accumulus {

TextRow::TextRow(const ControlSpec& spec, const TextField& field, QWidget* parent)
    : ControlRow(spec, parent)
    , m_field(field)
    , m_lineEdit(new QLineEdit(this))
{
    m_lineEdit->setFixedHeight(Theme::controlHeight);
    layOutBeside(m_lineEdit);
    connect(m_lineEdit, &QLineEdit::textChanged, this, [this] {
        showTextUnder();
        emit edited();
    });
    connect(m_lineEdit, &QLineEdit::returnPressed, m_lineEdit, &QWidget::clearFocus);
    TextRow::retranslate();
}

void TextRow::show(const Experiment& experiment)
{
    const QString text = QString::fromStdString(m_field.get(experiment));
    if (m_lineEdit->text() != text) {
        const QSignalBlocker blocker(m_lineEdit);
        m_lineEdit->setText(text);
        m_lineEdit->setCursorPosition(0); // A long model shows its beginning.
    }
    showTextUnder();
}

void TextRow::write(Experiment& experiment) const
{
    m_field.set(experiment, m_lineEdit->text().toStdString());
}

bool TextRow::isSame(const Experiment& a, const Experiment& b) const
{
    return m_field.get(a) == m_field.get(b);
}

QString TextRow::problem() const
{
    return m_field.problem != nullptr ? m_field.problem(m_lineEdit->text().toStdString())
                                      : QString();
}

void TextRow::retranslate()
{
    ControlRow::retranslate();
    m_lineEdit->setPlaceholderText(QCoreApplication::translate("ControlSpec", m_field.placeholder));
    m_lineEdit->setAccessibleName(label());
}

void TextRow::showPending()
{
    showAsPending(m_lineEdit, isPending());
}

FileRow::FileRow(const ControlSpec& spec, const FileField& field, QWidget* parent)
    : ControlRow(spec, parent)
    , m_field(field)
    , m_button(new QPushButton(this))
{
    m_button->setFixedHeight(Theme::controlHeight);
    m_button->setMinimumWidth(0);
    m_button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    leaveFocusAlone(m_button);
    layOutBeside(m_button);
    connect(m_button, &QPushButton::clicked, this, &FileRow::choose);
    FileRow::retranslate();
}

void FileRow::show(const Experiment& experiment)
{
    m_file = QString::fromStdString(m_field.get(experiment));
    showFile();
}

void FileRow::write(Experiment& experiment) const
{
    m_field.set(experiment, m_file.toStdString());
}

bool FileRow::isSame(const Experiment& a, const Experiment& b) const
{
    return m_field.get(a) == m_field.get(b);
}

void FileRow::choose()
{
    const QString folder = m_file.isEmpty() ? QDir::homePath() : QFileInfo(m_file).absolutePath();
    auto* dialog = new QFileDialog(
        this, tr("Data to train on"), folder,
        tr("Data (*.csv *.tsv *.txt *.gz *.npy *.npz *.bin *-ubyte);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &FileRow::setFile);
    dialog->open();
}

void FileRow::setFile(const QString& file)
{
    m_file = file;
    showFile();
    emit edited();
}

void FileRow::retranslate()
{
    ControlRow::retranslate();
    showFile();
}

void FileRow::showPending()
{
    showAsPending(m_button, isPending());
}

void FileRow::resizeEvent(QResizeEvent* event)
{
    ControlRow::resizeEvent(event);
    showFile();
}

void FileRow::showFile()
{
    const QString name = m_file.isEmpty() ? tr("Choose…") : shownText(QFileInfo(m_file).fileName());
    const int room = m_button->width() - 2 * Theme::spacingGroups;
    QString text = m_button->fontMetrics().elidedText(name, Qt::ElideMiddle, room);
    m_button->setText(text.replace(u'&', QStringLiteral("&&"))); // else it underlines a letter
    m_button->setToolTip(wrappedToolTip(shownText(m_file)));
}

} // namespace accumulus
