#pragma once

#include "core/train/experiment.h"
#include "core/train/training_session.h"
#include "ui/controls/control_specs.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace accumulus {

class ControlGroupBox;
class ControlRow;
class IntakeNote;
class NewRunNotice;
class NumberSlider;
class ReadOuts;

/// The left column: all settings of an experiment. Edits one Experiment value; what can change
/// while a run trains is announced at once and shown in the accent colour until the session echoes
/// it, the rest waits for a new run, which a notice offers. Knows no session: the window connects
/// the two.
class ControlsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit ControlsPanel(QWidget* parent = nullptr);

    /// As edited now.
    const Experiment& experiment() const { return m_edited; }
    /// Shows \a experiment; emits nothing.
    void setExperiment(const Experiment& experiment);

    /// The running training did not take what was edited last: its controls go back to what runs,
    /// and why stands under the one that was moved: a sentence of the core.
    void refuse(const QString& sentence);

    /// As narrow as its controls can be.
    void setNarrow(bool narrow);

    /// What trains now, and the settings that the session echoed.
    void setRunning(const Experiment& experiment, const SessionStatus& status);

    /// The control of a key's last part, e.g. "accumulation_steps"; null if there is none.
    ControlRow* row(const QString& name) const;
    /// The same for a number.
    NumberSlider* number(const QString& name) const;
    ReadOuts* readOuts() const { return m_readOuts; }
    IntakeNote* intakeNote() const { return m_intakeNote; }
    NewRunNotice* notice() const { return m_notice; }
    ControlGroupBox* group(ControlGroup group) const;

signals:
    /// Settings that the running session can take were changed.
    void hyperparametersEdited(const accumulus::Hyperparameters& hyperparameters);
    /// The user asked for a run with experiment().
    void newRunRequested();

protected:
    void changeEvent(QEvent* event) override; // language
    void paintEvent(QPaintEvent* event) override;

private:
    void onEdited(ControlRow& row);
    void undoNewRunChanges();
    void update();
    void updatePending();
    QString problem() const; ///< why the edited experiment cannot be run; empty if it can
    void showRefusal(ControlRow& row, const QString& sentence);
    void clearRefusal();

    std::vector<ControlGroupBox*> m_groups; ///< indexed by ControlGroup
    std::vector<ControlRow*> m_rows;
    ControlRow* m_refused = nullptr; ///< edited last, or why it is not in use stands under it
    IntakeNote* m_intakeNote;
    ReadOuts* m_readOuts;
    NewRunNotice* m_notice;
    Experiment m_edited;
    Experiment m_running;
    SessionState m_state = SessionState::Loading;
    QString m_failure;      ///< this and the next as the core says it
    QString m_refusedByRun; ///< why it did not take the last settings
    int m_trainingRows = 0;
    std::shared_ptr<const DataIntake> m_intake;
};

} // namespace accumulus
