#pragma once

#include "core/data/data_intake.h"

#include <QStringList>
#include <QWidget>

#include <memory>

class QLabel;

namespace accumulus {

class FittedLabel;

/// What was taken from a data source, in the words of the window, a line each: rows, features and
/// target; classes; the split; of a user's file how it was read and what was skipped.
QStringList intakeLines(const DataIntake& intake);

/// What makes a run with these data pointless, or the data others than were meant, in a sentence;
/// empty: nothing.
QString intakeWarning(const DataIntake& intake);

/// Those lines under the data's name, long ones cut short, above all a list of classes; all of them
/// in the tool tip. Hidden as long as nothing is known.
class IntakeNote : public QWidget
{
    Q_OBJECT
public:
    explicit IntakeNote(QWidget* parent = nullptr);

    void setIntake(std::shared_ptr<const DataIntake> intake); ///< null: nothing is known
    QString text() const;

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void resizeEvent(QResizeEvent* event) override;

private:
    void showLines();

    QLabel* m_text;
    FittedLabel* m_warning;
    std::shared_ptr<const DataIntake> m_intake;
};

} // namespace accumulus
