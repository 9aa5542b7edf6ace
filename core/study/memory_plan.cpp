#include "core/study/memory_plan.h"

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <vector>

namespace accumulus {

namespace {

constexpr std::int64_t mostSteps = maxAccumulationSteps; // limits of both keys
constexpr std::int64_t largestMicroBatch = 65536;

} // namespace

MemoryPlan planMemory(const Experiment& experiment, const TrainingData& data,
                      std::int64_t effectiveBatch, std::size_t budget)
{
    const auto rows = static_cast<std::int64_t>(data.training.rowCount());
    if (effectiveBatch > rows)
        throw MemoryPlanError("an epoch has " + std::to_string(rows)
                              + " training rows, so no update can have "
                              + std::to_string(effectiveBatch) + "; choose at most that many");
    MemoryModel model(experiment, data);
    std::vector<std::int64_t> sizes; // that the limits of the keys allow, large ones first
    for (std::int64_t size = std::min(effectiveBatch, largestMicroBatch); size >= 1; --size) {
        if (effectiveBatch % size == 0 && effectiveBatch / size <= mostSteps)
            sizes.push_back(size);
    }
    if (sizes.empty())
        throw MemoryPlanError("an effective batch of " + std::to_string(effectiveBatch)
                              + " is no product of two numbers up to 65536; choose another");
    const auto planOf = [&](std::int64_t size) {
        return MemoryPlan{static_cast<int>(size), static_cast<int>(effectiveBatch / size),
                          model.predict(size), model.smallestBudget(size),
                          model.predict(effectiveBatch)};
    };
    for (const std::int64_t size : sizes) {
        if (model.predict(size).budgeted() <= budget)
            return planOf(size);
    }
    // Only one sample at a time, and only if passes that are not in use are dropped.
    if (model.smallestBudget(sizes.back()) <= budget)
        return planOf(sizes.back());
    throw MemoryPlanError("even micro_batch_size " + std::to_string(sizes.back()) + " takes "
                          + byteText(model.smallestBudget(sizes.back())) + ", more than "
                          + byteText(budget)
                          + ": weights, gradients and the optimizer's state do not get smaller by "
                            "accumulating; choose a smaller model or another optimizer");
}

Experiment planned(Experiment experiment, const MemoryPlan& plan, std::size_t budget)
{
    experiment.hyperparameters.microBatchSize = plan.microBatchSize;
    experiment.hyperparameters.accumulationSteps = plan.accumulationSteps;
    experiment.compute.memoryMb = static_cast<double>(budget) / 1e6;
    return experiment;
}

std::string byteText(std::size_t bytes)
{
    constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000.0 && unit + 1 < std::size(units); ++unit)
        value /= 1000.0;
    std::ostringstream text;
    text << std::fixed << std::setprecision(unit == 0 || value >= 100.0 ? 0 : 1) << value << ' '
         << units[unit];
    return text.str();
}

} // namespace accumulus
