#include "ui/controls/window_plan.h"

#include "ui/plot/number_format.h"

#include <QCoreApplication>

namespace accumulus {
namespace {

struct WindowPlanText
{
    Q_DECLARE_TR_FUNCTIONS(WindowPlan)
};

} // namespace

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

QString leftoverText(const WindowPlan& plan, PartialWindow policy, int accumulationSteps)
{
    if (plan.leftoverMicroBatches == 0) {
        return {};
    }
    const QString left = formatCount(plan.leftoverMicroBatches);
    const QString samples = formatCount(plan.leftoverSamples);
    const QString all = formatCount(plan.microBatchesPerEpoch);
    const QString steps = formatCount(accumulationSteps);
    const bool losesPartial = policy == PartialWindow::Drop || policy == PartialWindow::Leak;
    if (losesPartial && plan.fullWindows == 0) {
        return WindowPlanText::tr(
                   "An epoch has only %1 of the %2 micro-batches of a window: no update ever "
                   "happens.")
            .arg(all, steps);
    }
    switch (policy) {
    case PartialWindow::Flush:
        return WindowPlanText::tr("The last window of an epoch has %1 of %2 micro-batches (%3 "
                                  "samples) and is averaged "
                                  "over those.")
            .arg(left, steps, samples);
    case PartialWindow::SplitTail:
        return tailUpdates(plan, policy) == 2
            ? WindowPlanText::tr("The last %1 micro-batches of an epoch are cut into two updates, "
                                 "both divided by %1.")
                  .arg(left)
            : WindowPlanText::tr("The last window of an epoch has %1 of %2 micro-batches and is "
                                 "averaged over those.")
                  .arg(left, steps);
    case PartialWindow::FlushDividedByN:
        return WindowPlanText::tr(
                   "The last window of an epoch has %1 of %2 micro-batches but is divided by %2.")
            .arg(left, steps);
    case PartialWindow::CarryOver:
        return WindowPlanText::tr(
                   "The %1 micro-batches left at the end of an epoch go into the next window.")
            .arg(left);
    case PartialWindow::Drop:
        return WindowPlanText::tr(
                   "The %1 micro-batches left at the end of an epoch are thrown away.")
            .arg(left);
    case PartialWindow::Leak:
        return WindowPlanText::tr(
                   "The gradients of the last %1 micro-batches of an epoch leak into the next "
                   "epoch's first window.")
            .arg(left);
    }
    return {};
}

bool leftoverIsTrouble(const WindowPlan& plan, PartialWindow policy)
{
    return plan.leftoverMicroBatches > 0
        && (policy == PartialWindow::Leak || policy == PartialWindow::Drop
            || policy == PartialWindow::FlushDividedByN || tailUpdates(plan, policy) == 2);
}

} // namespace accumulus
