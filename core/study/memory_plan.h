#pragma once

#include "core/study/memory_model.h"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace accumulus {

/// How to train an effective batch within a memory budget.
struct MemoryPlan
{
    int microBatchSize = 1;
    int accumulationSteps = 1;
    MemoryUse predicted;            ///< peak of such a run that is not limited
    std::size_t smallestBudget = 0; ///< under which it still trains, making passes anew
    MemoryUse whole;                ///< peak with the effective batch as one micro-batch
};

/// No micro-batch is small enough; the message says what the smallest one takes.
class MemoryPlanError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The largest micro_batch_size that divides \a effectiveBatch and whose peak is within \a budget
/// bytes (of all buffers but the data set); the smallest one if that trains within it, although its
/// peak without a limit is larger. Larger micro-batches are faster per sample, and the gradient
/// is the same. Throws MemoryPlanError, and ExperimentError as MemoryModel does.
MemoryPlan planMemory(const Experiment& experiment, const TrainingData& data,
                      std::int64_t effectiveBatch, std::size_t budget);

/// \a experiment as the plan says, with the budget as its limit.
Experiment planned(Experiment experiment, const MemoryPlan& plan, std::size_t budget);

/// "59.9 MB".
std::string byteText(std::size_t bytes);

} // namespace accumulus
