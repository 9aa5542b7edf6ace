#pragma once

#include "core/random.h"
#include "tests/core/training_fixture.h"

#include <vector>

namespace accumulus::testing {

inline constexpr int N = 4;
inline constexpr int b = 8;

/// A regression problem of four features.
inline Dataset rowsOf(int rows)
{
    Dataset data;
    data.featureCount = 4;
    const CounterRandom random(11, RandomPurpose::SyntheticData);
    std::uint64_t counter = 0;
    for (int row = 0; row < rows; ++row) {
        double y = 1.0;
        for (int i = 0; i < 4; ++i) {
            const double x = random.normal(counter++);
            data.features.push_back(static_cast<float>(x));
            y += (i - 1.5) * x;
        }
        data.targets.push_back(static_cast<float>(y + random.normal(counter++)));
    }
    return data;
}

inline Experiment experimentOf(const Semantics& semantics, int steps = N, int size = b)
{
    Experiment experiment;
    experiment.model = "6 tanh, 1";
    experiment.data.shuffle = false;
    Hyperparameters& settings = experiment.hyperparameters;
    settings.accumulationSteps = steps;
    settings.microBatchSize = size;
    settings.semantics = semantics;
    settings.optimizer = optimizerKind("sgd").defaults;
    return experiment;
}

/// A run whose weights stay where they are, so that windows can be compared.
inline Experiment standingStill(const Semantics& semantics, int steps = N, int size = b)
{
    Experiment experiment = experimentOf(semantics, steps, size);
    experiment.hyperparameters.optimizer.learningRate = 0.0;
    return experiment;
}

inline std::vector<UpdateRecord> updatesOf(const Experiment& experiment, int rows, int epochs = 1)
{
    Experiment limited = experiment;
    limited.stop.epochs = epochs;
    Run run(limited, TrainingData{rowsOf(rows), {}});
    run.toUpdate(10'000);
    return run.sink.updates;
}

} // namespace accumulus::testing
