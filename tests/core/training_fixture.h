#pragma once

#include "tests/small_experiment.h"

#include "core/data/data_source.h"
#include "core/nn/loss.h"
#include "core/train/trainer.h"

#include <memory>
#include <vector>

namespace accumulus::testing {

/// Keeps all records of a run.
class RecordingSink : public RecordSink
{
public:
    void onMicroBatch(const MicroBatchRecord& record) override { microBatches.push_back(record); }
    void onUpdate(const UpdateRecord& record) override { updates.push_back(record); }

    std::vector<MicroBatchRecord> microBatches;
    std::vector<UpdateRecord> updates;
};

/// A trainer with its records.
struct Run
{
    explicit Run(const Experiment& experiment)
        : Run(experiment, loadTrainingData(experiment))
    {}

    Run(const Experiment& experiment, TrainingData data)
        : trainer(experiment, std::move(data), sink)
    {}

    void microBatches(int count)
    {
        for (int i = 0; i < count; ++i)
            trainer.runMicroBatch();
    }

    void toUpdate(std::size_t count)
    {
        while (sink.updates.size() < count && !trainer.hasEnded())
            trainer.runMicroBatch();
    }

    const UpdateRecord& last() const { return sink.updates.back(); }

    RecordingSink sink;
    Trainer trainer;
};

} // namespace accumulus::testing
