#pragma once

#include "core/data/dataset.h"
#include "core/nn/layer.h"
#include "core/train/experiment.h"

#include <string_view>
#include <vector>

namespace accumulus {

/// What is trained and timed: adam with N = 4, on 64 micro-batches of random numbers.
struct Workload
{
    std::string_view name;
    std::string_view summary;
    std::string_view model;
    Shape shape; ///< of a sample
    int classes; ///< cross_entropy; 0: mse with one number
    int microBatchSize;
};

/// The shapes that other libraries are measured with, too.
const std::vector<Workload>& workloads();

Experiment experimentOf(const Workload& workload);

/// Random samples and targets, \a microBatches of them.
TrainingData dataOf(const Workload& workload, int microBatches = 64);

} // namespace accumulus
