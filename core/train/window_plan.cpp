#include "core/train/window_plan.h"

#include <algorithm>
#include <cassert>

namespace accumulus {

namespace {

std::string counted(std::int64_t number, const std::string& noun)
{
    return groupedNumber(number) + ' ' + noun + (number == 1 ? "" : "s");
}

std::string microBatches(std::int64_t number)
{
    return groupedNumber(number) + (number == 1 ? " micro-batch" : " micro-batches");
}

/// ", and what becomes of the rest" behind full windows.
std::string leftoverText(const WindowPlan& plan, PartialWindow policy)
{
    const bool isOne = plan.leftoverMicroBatches == 1;
    const std::string last =
        isOne ? "the last micro-batch" : "the last " + microBatches(plan.leftoverMicroBatches);
    const std::string samples = counted(plan.leftoverSamples, "sample");
    switch (policy) {
    case PartialWindow::Flush:
        return ", and one cut short, of " + last + ", " + samples;
    case PartialWindow::FlushDividedByN:
        return ", and one cut short, of " + last + ", " + samples + ", divided as if there were "
            + groupedNumber(plan.accumulationSteps);
    case PartialWindow::SplitTail:
        return (tailUpdates(plan, policy) == 2 ? ", and two of " : ", and one of ") + last + ", "
            + samples;
    case PartialWindow::CarryOver:
        return "; " + last + ", fewer than a window, " + (isOne ? "goes" : "go")
            + " on in the next epoch's first window";
    case PartialWindow::Drop:
        return "; " + last + ", " + samples + ", " + (isOne ? "is" : "are") + " dropped";
    case PartialWindow::Leak:
        return "; " + last + (isOne ? " leaks" : " leak") + " into the next epoch's first window";
    }
    return {};
}

/// An epoch is shorter than a window.
std::string shortEpochText(const WindowPlan& plan, PartialWindow policy)
{
    const std::string window =
        " (a window would have " + groupedNumber(plan.accumulationSteps) + ")";
    switch (policy) {
    case PartialWindow::Flush:
    case PartialWindow::FlushDividedByN:
    case PartialWindow::SplitTail:
        return counted(tailUpdates(plan, policy), "update") + " of " + counted(plan.rows, "sample")
            + window;
    case PartialWindow::CarryOver:
        return "an update takes more than an epoch" + window;
    case PartialWindow::Drop:
    case PartialWindow::Leak:
        break;
    }
    return "no update" + window;
}

void addSize(std::vector<std::size_t>& sizes, std::size_t size)
{
    if (size > 0 && std::find(sizes.begin(), sizes.end(), size) == sizes.end())
        sizes.push_back(size);
}

} // namespace

std::int64_t WindowPlan::lastFullSamples() const
{
    if (leftoverMicroBatches > 0 || fullWindows == 0)
        return effectiveBatchSize;
    return rows - (fullWindows - 1) * effectiveBatchSize;
}

WindowPlan windowPlan(std::int64_t rows, int accumulationSteps, int microBatchSize)
{
    WindowPlan plan{.accumulationSteps = accumulationSteps,
                    .effectiveBatchSize = std::int64_t{accumulationSteps} * microBatchSize,
                    .rows = rows};
    if (rows <= 0)
        return plan;
    plan.microBatchesPerEpoch = (rows - 1) / microBatchSize + 1;
    plan.fullWindows = plan.microBatchesPerEpoch / accumulationSteps;
    plan.leftoverMicroBatches = plan.microBatchesPerEpoch % accumulationSteps;
    if (plan.leftoverMicroBatches > 0)
        plan.leftoverSamples = rows - plan.fullWindows * plan.effectiveBatchSize;
    return plan;
}

int tailUpdates(const WindowPlan& plan, PartialWindow policy)
{
    const std::int64_t tail = plan.leftoverMicroBatches;
    if (tail == 0)
        return 0;
    switch (policy) {
    case PartialWindow::Flush:
    case PartialWindow::FlushDividedByN:
        return 1;
    case PartialWindow::SplitTail: {
        // A multiple of the tail's length ends a window from its second micro-batch on.
        const std::int64_t multiple = plan.microBatchesPerEpoch / tail * tail;
        const std::int64_t tailStart = plan.microBatchesPerEpoch - tail;
        return multiple > tailStart + 1 && multiple < plan.microBatchesPerEpoch ? 2 : 1;
    }
    case PartialWindow::CarryOver:
    case PartialWindow::Drop:
    case PartialWindow::Leak:
        break;
    }
    return 0;
}

double microBatchesPerUpdate(const WindowPlan& plan, PartialWindow policy, int accumulationSteps)
{
    if (plan.microBatchesPerEpoch == 0 || policy == PartialWindow::CarryOver)
        return accumulationSteps;
    return static_cast<double>(plan.microBatchesPerEpoch)
        / static_cast<double>(plan.fullWindows + tailUpdates(plan, policy));
}

std::string windowPlanText(const WindowPlan& plan, PartialWindow policy)
{
    const std::string epoch = microBatches(plan.microBatchesPerEpoch) + " an epoch: ";
    if (plan.fullWindows == 0)
        return epoch + shortEpochText(plan, policy);
    std::string text = epoch + counted(plan.fullWindows, "update") + " of "
        + counted(plan.effectiveBatchSize, "sample");
    if (plan.leftoverMicroBatches > 0)
        return text + leftoverText(plan, policy);
    const std::int64_t last = plan.lastFullSamples();
    if (last == plan.effectiveBatchSize)
        return text;
    return plan.fullWindows == 1 ? epoch + "1 update of " + counted(last, "sample")
                                 : text + ", the last of " + groupedNumber(last);
}

std::vector<std::size_t> passSizes(std::size_t trainingRows, std::size_t validationRows,
                                   std::int64_t microBatchSize)
{
    assert(microBatchSize >= 1);
    const auto b = static_cast<std::size_t>(microBatchSize);
    std::vector<std::size_t> sizes;
    for (const std::size_t rows : {trainingRows, validationRows}) {
        addSize(sizes, std::min(b, rows));
        addSize(sizes, rows % b);
    }
    return sizes;
}

std::string groupedNumber(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t end = digits.size(); end > first + 3;) {
        end -= 3;
        digits.insert(end, ",");
    }
    return digits;
}

} // namespace accumulus
