#include "ui/controls/read_outs.h"

#include "ui/controls/window_plan.h"
#include "ui/plot/number_format.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace accumulus {

ReadOuts::ReadOuts(QWidget* parent)
    : QWidget(parent)
    , m_sizeLabel(new QLabel(this))
    , m_size(new QLabel(this))
    , m_updatesLabel(new QLabel(this))
    , m_updates(new QLabel(this))
    , m_sentence(new QLabel(this))
{
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(Theme::spacingInside);
    layout->setColumnStretch(1, 1);
    layout->addWidget(m_sizeLabel, 0, 0, Qt::AlignBaseline);
    layout->addWidget(m_size, 0, 1, Qt::AlignRight | Qt::AlignBaseline);
    layout->addWidget(m_updatesLabel, 1, 0, Qt::AlignBaseline);
    layout->addWidget(m_updates, 1, 1, Qt::AlignRight | Qt::AlignBaseline);
    layout->addWidget(m_sentence, 2, 0, 1, 2);

    m_size->setObjectName(QStringLiteral("effective_batch_size"));
    m_updates->setObjectName(QStringLiteral("updates_per_epoch"));
    m_sentence->setObjectName(QStringLiteral("partial_window"));
    m_sentence->setFont(Theme::axisFont());
    m_sentence->setWordWrap(true);
    for (QLabel* value : {m_size, m_updates})
        value->setFont(Theme::readOutFont());
    retranslate();
}

void ReadOuts::show(const Hyperparameters& settings, int trainingRows)
{
    m_settings = settings;
    m_rows = trainingRows;
    update();
}

QString ReadOuts::effectiveBatchSize() const
{
    return m_size->text();
}

QString ReadOuts::updatesPerEpoch() const
{
    return m_updates->text();
}

QString ReadOuts::sentence() const
{
    return m_sentence->text();
}

void ReadOuts::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ReadOuts::retranslate()
{
    m_sizeLabel->setText(tr("effective batch size"));
    m_updatesLabel->setText(tr("updates per epoch"));
    setToolTip(
        wrappedToolTip(tr("Samples per update, accumulation_steps × micro_batch_size, and how many "
                          "such windows an epoch of the training rows has.")));
    colorText(m_sizeLabel, TextRole::Quiet);
    colorText(m_updatesLabel, TextRole::Quiet);
    update();
}

void ReadOuts::update()
{
    const WindowPlan plan =
        windowPlan(m_rows, m_settings.accumulationSteps, m_settings.microBatchSize);
    const PartialWindow policy = m_settings.semantics.partialWindow;
    m_size->setText(formatCount(plan.effectiveBatchSize));
    m_updates->setText(updatesPerEpochText(plan, policy));
    const QString sentence = leftoverText(plan, policy, m_settings.accumulationSteps);
    m_sentence->setText(sentence);
    m_sentence->setHidden(sentence.isEmpty());
    colorText(m_sentence, leftoverIsTrouble(plan, policy) ? TextRole::Warning : TextRole::Quiet);
}

} // namespace accumulus
