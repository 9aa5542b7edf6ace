#include "ui/controls/window_plan.h"

#include "ui/plot/number_format.h"

#include <QCoreApplication>

#include <cmath>

namespace accumulus {
namespace {

struct WindowPlanText
{
    Q_DECLARE_TR_FUNCTIONS(WindowPlan)
};

/// On average, of a window that is longer than an epoch and is carried over.
double samplesOfLongWindow(const WindowPlan& plan)
{
    return double(plan.rows) / double(plan.microBatchesPerEpoch) * plan.accumulationSteps;
}

/// An epoch is shorter than a window.
QString shortEpochText(const WindowPlan& plan, PartialWindow policy)
{
    const QString all = formatCount(plan.microBatchesPerEpoch);
    const QString steps = formatCount(plan.accumulationSteps);
    const QString rows = formatCount(plan.rows);
    switch (policy) {
    case PartialWindow::Flush:
    case PartialWindow::SplitTail:
        return WindowPlanText::tr("An epoch has only %1 of the %2 micro-batches of a window: each "
                                  "update gets its %3 samples, whatever N is above that.")
            .arg(all, steps, rows);
    case PartialWindow::FlushDividedByN:
        return WindowPlanText::tr("An epoch has only %1 of the %2 micro-batches of a window: each "
                                  "update gets its %3 samples but is divided by %2.")
            .arg(all, steps, rows);
    case PartialWindow::CarryOver:
        return WindowPlanText::tr("An epoch has only %1 of the %2 micro-batches of a window: an "
                                  "update takes %3 epochs.")
            .arg(all, steps,
                 formatNumber(double(plan.accumulationSteps) / double(plan.microBatchesPerEpoch),
                              3));
    case PartialWindow::Drop:
    case PartialWindow::Leak:
        break;
    }
    return WindowPlanText::tr("An epoch has only %1 of the %2 micro-batches of a window: no update "
                              "ever happens.")
        .arg(all, steps);
}

/// Micro-batches are left behind the full windows.
QString leftoverText(const WindowPlan& plan, PartialWindow policy)
{
    const QString left = formatCount(plan.leftoverMicroBatches);
    const QString samples = formatCount(plan.leftoverSamples);
    const QString steps = formatCount(plan.accumulationSteps);
    switch (policy) {
    case PartialWindow::Flush:
        return WindowPlanText::tr("The last window of an epoch gets %1 of %2 micro-batches, %3 "
                                  "samples, and is averaged over those.")
            .arg(left, steps, samples);
    case PartialWindow::SplitTail:
        return tailUpdates(plan, policy) == 2
            ? WindowPlanText::tr("The last %1 micro-batches of an epoch, %2 samples, are cut into "
                                 "two updates, both divided by %1.")
                  .arg(left, samples)
            : WindowPlanText::tr("The last window of an epoch gets %1 of %2 micro-batches, %3 "
                                 "samples, and is averaged over those.")
                  .arg(left, steps, samples);
    case PartialWindow::FlushDividedByN:
        return WindowPlanText::tr("The last window of an epoch gets %1 of %2 micro-batches, %3 "
                                  "samples, but is divided by %2.")
            .arg(left, steps, samples);
    case PartialWindow::CarryOver:
        return WindowPlanText::tr("The last %1 micro-batches of an epoch, %2 samples, go into the "
                                  "next epoch's first window.")
            .arg(left, samples);
    case PartialWindow::Drop:
        return WindowPlanText::tr("The last %1 micro-batches of an epoch, %2 samples, are thrown "
                                  "away.")
            .arg(left, samples);
    case PartialWindow::Leak:
        return WindowPlanText::tr("The gradients of the last %1 micro-batches of an epoch, %2 "
                                  "samples, leak into the next epoch's first window.")
            .arg(left, samples);
    }
    return {};
}

} // namespace

QString samplesPerUpdateText(const WindowPlan& plan, PartialWindow policy)
{
    if (plan.microBatchesPerEpoch == 0 || plan.fullWindows > 1)
        return formatCount(plan.effectiveBatchSize);
    if (plan.fullWindows == 1)
        return formatCount(plan.lastFullSamples());
    if (policy == PartialWindow::CarryOver)
        return u'≈' + formatCount(std::llround(samplesOfLongWindow(plan)));
    return tailUpdates(plan, policy) > 0 ? formatCount(plan.rows) : QStringLiteral("–");
}

QString updatesPerEpochText(const WindowPlan& plan, PartialWindow policy)
{
    if (plan.microBatchesPerEpoch == 0)
        return QStringLiteral("–");
    const QString full = formatCount(plan.fullWindows);
    if (plan.leftoverMicroBatches == 0)
        return full;
    switch (policy) {
    case PartialWindow::Flush:
    case PartialWindow::FlushDividedByN:
    case PartialWindow::SplitTail:
        if (tailUpdates(plan, policy) == 2)
            return plan.fullWindows == 0 ? WindowPlanText::tr("2 partial")
                                         : WindowPlanText::tr("%1 + 2 partial").arg(full);
        return plan.fullWindows == 0 ? WindowPlanText::tr("1 partial")
                                     : WindowPlanText::tr("%1 + 1 partial").arg(full);
    case PartialWindow::CarryOver: {
        const double perEpoch = double(plan.microBatchesPerEpoch)
            / double(plan.microBatchesPerEpoch - plan.leftoverMicroBatches)
            * double(plan.fullWindows);
        return plan.fullWindows == 0 ? WindowPlanText::tr("less than 1")
                                     : formatNumber(perEpoch, 3);
    }
    case PartialWindow::Drop:
    case PartialWindow::Leak:
        return full;
    }
    return full;
}

QString lastWindowText(const WindowPlan& plan, PartialWindow policy)
{
    if (plan.microBatchesPerEpoch == 0)
        return {};
    if (plan.fullWindows == 0)
        return shortEpochText(plan, policy);
    if (plan.leftoverMicroBatches > 0)
        return leftoverText(plan, policy);
    if (plan.fullWindows == 1)
        return WindowPlanText::tr("An epoch is one window.");
    if (plan.lastFullSamples() == plan.effectiveBatchSize)
        return WindowPlanText::tr("The last window of an epoch is as full as the others.");
    return WindowPlanText::tr("The last window of an epoch gets %1 samples.")
        .arg(formatCount(plan.lastFullSamples()));
}

bool lastWindowIsTrouble(const WindowPlan& plan, PartialWindow policy)
{
    if (plan.microBatchesPerEpoch > 0 && plan.fullWindows == 0)
        return true;
    return plan.leftoverMicroBatches > 0
        && (policy == PartialWindow::Leak || policy == PartialWindow::Drop
            || policy == PartialWindow::FlushDividedByN || tailUpdates(plan, policy) == 2);
}

} // namespace accumulus
