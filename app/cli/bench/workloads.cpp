#include "app/cli/bench/workloads.h"

#include "core/random.h"

#include <string>

namespace accumulus {

const std::vector<Workload>& workloads()
{
    static const std::vector<Workload> table{
        {"seed", "8→10→1, mse, the tutorial's size", "10 relu, 1", {8}, 0, 32},
        {"digits", "64→64→10, cross_entropy", "64 relu, 10", {64}, 10, 32},
        {"mlp", "784→256→128→10, cross_entropy", "256 relu, 128 relu, 10", {784}, 10, 32},
        {"mlp128", "the same with b = 128", "256 relu, 128 relu, 10", {784}, 10, 128},
        {"wide", "784→1024→1024→10, cross_entropy", "1024 relu, 1024 relu, 10", {784}, 10, 128},
        {"cnn",
         "28×28 → conv 16 – pool – conv 32 – pool – 128 – 10, cross_entropy",
         "conv 16 3x3 relu, maxpool 2, conv 32 3x3 relu, maxpool 2, flatten, 128 relu, 10",
         {28, 28, 1},
         10,
         32},
    };
    return table;
}

Experiment experimentOf(const Workload& workload)
{
    Experiment experiment; // adam, N = 4
    experiment.data.source = workload.classes > 0 ? "teacher" : "linear_regression";
    experiment.data.validationFraction = 0.0;
    experiment.model = workload.model;
    experiment.loss = workload.classes > 0 ? "cross_entropy" : "mse";
    experiment.hyperparameters.microBatchSize = workload.microBatchSize;
    return experiment;
}

TrainingData dataOf(const Workload& workload, int microBatches)
{
    const CounterRandom features(1, RandomPurpose::SyntheticData, 0);
    const CounterRandom targets(1, RandomPurpose::SyntheticData, 1);
    TrainingData data;
    Dataset& training = data.training;
    training.featureCount = elementCount(workload.shape);
    if (workload.shape.size() > 1)
        training.shape = workload.shape;
    for (int c = 0; c < workload.classes; ++c)
        training.classNames.push_back(std::to_string(c));

    const auto rows =
        static_cast<std::size_t>(microBatches) * static_cast<std::size_t>(workload.microBatchSize);
    training.features.resize(rows * static_cast<std::size_t>(training.featureCount));
    for (std::size_t i = 0; i < training.features.size(); ++i)
        training.features[i] = static_cast<float>(features.normal(i));
    for (std::size_t i = 0; i < rows; ++i)
        training.targets.push_back(workload.classes > 0 ? static_cast<float>(targets.below(
                                       i, static_cast<std::uint64_t>(workload.classes)))
                                                        : static_cast<float>(targets.normal(i)));
    data.validation.featureCount = training.featureCount;
    data.validation.shape = training.shape;
    data.validation.classNames = training.classNames;
    return data;
}

} // namespace accumulus
