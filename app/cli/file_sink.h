#pragma once

#include "core/probe/stability.h"
#include "core/record/atomic_file.h"
#include "core/record/run_csv.h"
#include "core/train/checkpoint.h"

#include <memory>
#include <optional>
#include <string>

namespace accumulus {

/// Writes records to the files that were asked for, as they come.
class FileSink : public RecordSink
{
public:
    /// Empty: not asked for.
    struct Paths
    {
        std::string updatesCsv;
        std::string microBatchesCsv;
        std::string checkpoint; ///< folder
    };

    /// Throws std::runtime_error if a file cannot be made.
    explicit FileSink(const Paths& paths);

    /// Before the first record of \a trainer. \a before: the curve of a run that goes on.
    void begin(const Trainer& trainer, const CheckpointCurve& before);

    void onMicroBatch(const MicroBatchRecord& record) override;
    void onUpdate(const UpdateRecord& record) override;

    /// Puts the files in their places. Throws std::runtime_error.
    void commit();

    /// Throws std::runtime_error; nothing if no checkpoint was asked for.
    void saveCheckpoint(Trainer& trainer);

    /// Of the updates that this program made.
    const StabilitySummary& stability() const { return m_stability; }

    const UpdateRecord& last() const { return m_last; }
    const UpdateRecord& lastEvaluated() const { return m_lastEvaluated; }

private:
    std::unique_ptr<AtomicFile> m_updatesFile;
    std::unique_ptr<AtomicFile> m_microBatchesFile;
    std::optional<UpdateCsv> m_updates;
    std::optional<MicroBatchCsv> m_microBatches;
    std::unique_ptr<CheckpointFolder> m_checkpoint;
    StabilitySummary m_stability;
    UpdateRecord m_last;
    UpdateRecord m_lastEvaluated;
};

} // namespace accumulus
