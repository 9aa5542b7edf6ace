#include "ui/controls_panel.h"

#include "core/data/data_source.h"
#include "ui/controls/control_group.h"
#include "ui/controls/control_row.h"
#include "ui/controls/experiment_edit.h"
#include "ui/controls/intake_note.h"
#include "ui/controls/new_run_notice.h"
#include "ui/controls/number_row.h"
#include "ui/controls/read_outs.h"
#include "ui/controls/text_row.h"
#include "ui/core_sentence.h"
#include "ui/number_slider.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace accumulus {
namespace {

constexpr int panelWidth = 290;
constexpr int narrowWidth = 250;

} // namespace

ControlsPanel::ControlsPanel(QWidget* parent)
    : QWidget(parent)
    , m_intakeNote(new IntakeNote)
    , m_readOuts(new ReadOuts)
    , m_notice(new NewRunNotice)
{
    setNarrow(false);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(Theme::pageMargin, Theme::pageMargin, Theme::pageMargin,
                               Theme::pageMargin);
    column->setSpacing(Theme::pageMargin);
    for (int i = 0; i < controlGroupCount; ++i) {
        if (i > 0)
            column->addWidget(makeHairline(content));
        auto* group = new ControlGroupBox(static_cast<ControlGroup>(i), content);
        column->addWidget(group);
        m_groups.push_back(group);
        for (ControlRow* row : group->rows()) {
            m_rows.push_back(row);
            connect(row, &ControlRow::edited, this, [this, row] { onEdited(*row); });
        }
    }
    group(ControlGroup::Data)->putUnder(row(QStringLiteral("labels")), m_intakeNote);
    group(ControlGroup::Window)->append(m_readOuts);
    column->addStretch(1);

    auto* scrollArea = new QScrollArea(this);
    scrollArea->setWidget(content);
    scrollArea->setWidgetResizable(true);
    scrollArea->setFrameShape(QFrame::NoFrame);
    scrollArea->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scrollArea->setFocusPolicy(Qt::NoFocus);
    content->setFocusPolicy(Qt::ClickFocus); // A click beside the controls ends typing.
    scrollArea->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 1, 0); // 1: the hairline at the right
    layout->setSpacing(0);
    layout->addWidget(scrollArea, 1);
    layout->addWidget(m_notice);
    connect(m_notice, &NewRunNotice::startRequested, this, &ControlsPanel::newRunRequested);
    connect(m_notice, &NewRunNotice::undoRequested, this, &ControlsPanel::undoNewRunChanges);
    update();
}

void ControlsPanel::setExperiment(const Experiment& experiment)
{
    m_edited = experiment;
    clearRefusal();
    for (ControlRow* row : m_rows)
        row->forgetRejection();
    update();
}

void ControlsPanel::setNarrow(bool narrow)
{
    setFixedWidth(narrow ? narrowWidth : panelWidth);
}

void ControlsPanel::setRunning(const Experiment& experiment, const SessionStatus& status)
{
    Experiment running = experiment;
    if (status.trainingRows > 0)
        running.hyperparameters = status.settings;
    const QString failure =
        QString::fromStdString(status.state == SessionState::Failed ? status.message : "");
    const QString refused = QString::fromStdString(status.refused);
    if (running == m_running && status.state == m_state && failure == m_failure
        && refused == m_refusedByRun && status.trainingRows == m_trainingRows
        && status.intake == m_intake) {
        return;
    }
    // N follows its schedule, unless somebody has just moved it.
    int& steps = m_edited.hyperparameters.accumulationSteps;
    if (!running.hyperparameters.stepsSchedule.empty()
        && steps == m_running.hyperparameters.accumulationSteps)
        steps = running.hyperparameters.accumulationSteps;
    m_running = running;
    m_state = status.state;
    m_failure = failure;
    m_trainingRows = status.trainingRows;
    m_intake = status.intake;
    const bool isRefused = refused != m_refusedByRun && !refused.isEmpty();
    m_refusedByRun = refused;
    if (isRefused) {
        refuse(refused);
    } else {
        updatePending();
    }
}

ControlRow* ControlsPanel::row(const QString& name) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const ControlRow* row) {
        return row->objectName() == name;
    });
    return found == m_rows.end() ? nullptr : *found;
}

NumberSlider* ControlsPanel::number(const QString& name) const
{
    const auto* numberRow = qobject_cast<NumberRow*>(row(name));
    return numberRow == nullptr ? nullptr : numberRow->number();
}

ControlGroupBox* ControlsPanel::group(ControlGroup group) const
{
    return m_groups[static_cast<std::size_t>(group)];
}

void ControlsPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        updatePending(); // what stands in the notice
    QWidget::changeEvent(event);
}

void ControlsPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::colors().panel);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), Theme::colors().line);
}

void ControlsPanel::onEdited(ControlRow& row)
{
    row.write(m_edited);
    const Experiment live = withoutNewRunChanges(m_edited, m_running);
    const QString problem = QString::fromStdString(problemOf(live));
    // It stays where it was made until it is mended.
    if (m_refused == nullptr || problem.isEmpty() || m_refused->refusal() != problem)
        showRefusal(row, problem);
    update();
    if (dataSource(m_edited.data.source).kind == DataKind::File && m_edited.data.file.empty()
        && row.objectName() == QLatin1String("source")) {
        if (auto* file = qobject_cast<FileRow*>(this->row(QStringLiteral("file"))))
            file->choose();
    }
    // Even if it is what trains now: an earlier value may still wait in the session's mailbox.
    if (problem.isEmpty()) {
        m_refusedByRun.clear(); // The run judges anew, perhaps in the same words.
        emit hyperparametersEdited(live.hyperparameters);
    }
}

void ControlsPanel::refuse(const QString& sentence)
{
    m_edited.hyperparameters = liveHyperparameters(m_running, m_edited);
    update();
    if (m_refused != nullptr)
        m_refused->setRefusal(sentence);
}

void ControlsPanel::showRefusal(ControlRow& row, const QString& sentence)
{
    clearRefusal();
    m_refused = &row;
    m_refused->setRefusal(sentence);
}

void ControlsPanel::clearRefusal()
{
    if (m_refused != nullptr)
        m_refused->setRefusal({});
    m_refused = nullptr;
}

void ControlsPanel::undoNewRunChanges()
{
    const Experiment live = withoutNewRunChanges(m_edited, m_running);
    m_edited = hasEnded(m_state) || !problemOf(live).empty() ? m_running : live;
    clearRefusal();
    update();
}

void ControlsPanel::update()
{
    for (ControlGroupBox* group : m_groups)
        group->show(m_edited);
    updatePending();
}

void ControlsPanel::updatePending()
{
    for (ControlRow* row : m_rows)
        row->setPending(!row->isSame(m_edited, m_running));
    const bool sameRows = m_edited.data == m_running.data;
    m_intakeNote->setIntake(sameRows ? m_intake : nullptr);
    m_readOuts->show(m_edited.hyperparameters, sameRows ? m_trainingRows : 0);
    const QString problem = this->problem();
    const bool changed = needsNewRun(m_edited, m_running) || !problem.isEmpty()
        || (hasEnded(m_state) && m_edited.hyperparameters != m_running.hyperparameters);
    m_notice->show(changed, problem, coreSentence(m_failure));
}

QString ControlsPanel::problem() const
{
    for (const ControlRow* row : m_rows) {
        if (!row->problem().isEmpty())
            return tr("%1 cannot be used: why stands under it.").arg(row->label());
    }
    const QString problem = QString::fromStdString(problemOf(m_edited));
    if (!problem.isEmpty() && m_refused != nullptr && m_refused->refusal() == problem)
        return tr("%1 cannot be used: why stands under it.").arg(m_refused->label());
    return coreSentence(problem);
}

} // namespace accumulus
