#pragma once

#include "core/data/dataset.h"
#include "core/memory_account.h"
#include "core/nn/model.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <memory>

namespace accumulus {

/// What a run takes, from the shapes alone: for P floats of weights (padding included), micro-batch
/// size b, A bytes of activations a sample and w bytes of workspace,
///
///     M(b) = P · (4 + 4 + s_accumulator + s_optimizer) + b·A + w(b)
///
/// where a run makes such a pass for every number of samples it meets: b, the epoch's rest, and
/// the same of its validation rows. accumulation_steps does not occur: that is what accumulating
/// saves. What a whole effective batch would take is predict(b · accumulation_steps).
///
/// All but the workspace is exact. The workspace (scratchpads, weights in layouts of its own) is
/// what oneDNN on this machine says it wants for these shapes, without making it; only the order in
/// which passes are first needed can make a difference, because scratchpads are shared.
///
/// No buffer grows with b here: making one takes 8 bytes a parameter, asking it next to nothing.
/// Left out are probes, and a run that ends before its first evaluation takes less.
class MemoryModel
{
public:
    /// \a experiment's micro_batch_size is not looked at. Throws ExperimentError if model and data
    /// do not fit together. Sets the thread count of oneDNN for this thread, as a Trainer does.
    MemoryModel(const Experiment& experiment, const TrainingData& data);
    ~MemoryModel();

    /// The peak of a run without a budget. \a microBatchSize: at least 1; it may be larger than an
    /// experiment allows.
    MemoryUse predict(std::int64_t microBatchSize);

    /// The smallest budget in bytes under which a run trains: with less than the peak it makes its
    /// passes anew where it would keep them.
    std::size_t smallestBudget(std::int64_t microBatchSize);

private:
    MemoryUse withoutPasses() const;
    void addPass(MemoryUse& use, std::size_t samples);

    Experiment m_experiment;
    std::size_t m_trainingRows;
    std::size_t m_validationRows;
    std::size_t m_dataBytes;
    MemoryAccount m_plan;
    std::unique_ptr<onednn::Engine> m_engine;
    Model m_model;
};

/// The peak of a run of \a experiment on \a data. Throws as MemoryModel does.
MemoryUse predictMemory(const Experiment& experiment, const TrainingData& data);

} // namespace accumulus
