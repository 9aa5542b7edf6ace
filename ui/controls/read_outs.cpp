#include "ui/controls/read_outs.h"

#include "ui/controls/window_plan.h"
#include "ui/plot/number_format.h"
#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <utility>

namespace accumulus {
namespace {

constexpr int sentenceLines = 3;

} // namespace

ReadOuts::ReadOuts(QWidget* parent)
    : QWidget(parent)
    , m_sizeLabel(makeLabel(this))
    , m_size(makeLabel(this))
    , m_updatesLabel(makeLabel(this))
    , m_updates(makeLabel(this))
    , m_microBatchesLabel(makeLabel(this))
    , m_microBatches(makeLabel(this))
    , m_sentence(makeLabel(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::spacingInside);
    // Rows of their own, not a grid: the widest label does not meet the widest value.
    for (const auto& [label, value] :
         {std::pair(m_sizeLabel, m_size), std::pair(m_updatesLabel, m_updates),
          std::pair(m_microBatchesLabel, m_microBatches)}) {
        auto* row = new QHBoxLayout;
        row->addWidget(label, 1, Qt::AlignBaseline);
        row->addWidget(value, 0, Qt::AlignBaseline);
        layout->addLayout(row);
        value->setFont(value == m_size ? Theme::readOutFont() : Theme::numbersFont());
    }
    layout->addWidget(m_sentence);

    m_size->setObjectName(QStringLiteral("samples_per_update"));
    m_updates->setObjectName(QStringLiteral("updates_per_epoch"));
    m_microBatches->setObjectName(QStringLiteral("micro_batches_per_epoch"));
    m_sentence->setObjectName(QStringLiteral("last_window"));
    m_sentence->setFont(Theme::axisFont());
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // Room for the longest, so that nothing below moves when N does.
    m_sentence->setMinimumHeight(sentenceLines * m_sentence->fontMetrics().lineSpacing());
    retranslate();
}

void ReadOuts::show(const Hyperparameters& settings, int trainingRows)
{
    m_settings = settings;
    m_rows = trainingRows;
    update();
}

QString ReadOuts::samplesPerUpdate() const
{
    return m_size->text();
}

QString ReadOuts::updatesPerEpoch() const
{
    return m_updates->text();
}

QString ReadOuts::microBatchesPerEpoch() const
{
    return m_microBatches->text();
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
    m_sizeLabel->setText(tr("samples per update"));
    m_updatesLabel->setText(tr("updates per epoch"));
    m_microBatchesLabel->setText(tr("micro-batches per epoch"));
    setToolTip(wrappedToolTip(
        tr("What an update really gets: the effective batch size, accumulation_steps × "
           "micro_batch_size, or what an epoch has if that is less. An epoch is one pass over the "
           "training rows.")));
    for (QLabel* label : {m_sizeLabel, m_updatesLabel, m_microBatchesLabel})
        colorText(label, TextRole::Quiet);
    update();
}

void ReadOuts::update()
{
    const WindowPlan plan =
        windowPlan(m_rows, m_settings.accumulationSteps, m_settings.microBatchSize);
    const PartialWindow policy = m_settings.semantics.partialWindow;
    m_size->setText(samplesPerUpdateText(plan, policy));
    m_updates->setText(updatesPerEpochText(plan, policy));
    m_microBatches->setText(m_rows > 0 ? formatCount(plan.microBatchesPerEpoch)
                                       : QStringLiteral("–"));
    m_sentence->setText(lastWindowText(plan, policy));
    colorText(m_sentence, lastWindowIsTrouble(plan, policy) ? TextRole::Warning : TextRole::Quiet);
}

} // namespace accumulus
