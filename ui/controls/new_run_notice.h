#pragma once

#include <QWidget>

class QPushButton;

namespace accumulus {

class FittedLabel;

/// Stands at the foot of the controls when something was changed that a running training cannot
/// take: says so and offers a new run or the way back. Also shows why the settings cannot be run,
/// or why the run failed.
class NewRunNotice : public QWidget
{
    Q_OBJECT
public:
    explicit NewRunNotice(QWidget* parent = nullptr);

    /// \a changed: something needs a new run; \a problem: why these settings cannot be run, may be
    /// empty; \a failure: why the current run could not, may be empty. Hidden if there is nothing
    /// to say.
    void show(bool changed, const QString& problem, const QString& failure);

    QString text() const;
    QPushButton* startButton() const { return m_start; }
    QPushButton* undoButton() const { return m_undo; }

signals:
    void startRequested();
    void undoRequested();

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void paintEvent(QPaintEvent* event) override;

private:
    void update();

    FittedLabel* m_text;
    QPushButton* m_start;
    QPushButton* m_undo;
    bool m_changed = false;
    QString m_problem;
    QString m_failure;
};

} // namespace accumulus
