#pragma once

#include "core/record/atomic_file.h"
#include "core/record/records.h"
#include "core/train/checkpoint.h"

#include <memory>
#include <string>
#include <vector>

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

    /// \a curve: rows of a run that goes on. Throws std::runtime_error if a file cannot be made.
    FileSink(const Paths& paths, const std::vector<std::string>& curve);

    void onMicroBatch(const MicroBatchRecord& record) override;
    void onUpdate(const UpdateRecord& record) override;

    /// Puts the files in their places. Throws std::runtime_error.
    void commit();

    /// Throws std::runtime_error; nothing if no checkpoint was asked for.
    void saveCheckpoint(Trainer& trainer);

    const UpdateRecord& last() const { return m_last; }
    const UpdateRecord& lastEvaluated() const { return m_lastEvaluated; }

private:
    std::unique_ptr<AtomicFile> m_updates;
    std::unique_ptr<AtomicFile> m_microBatches;
    std::unique_ptr<CheckpointFolder> m_checkpoint;
    UpdateRecord m_last;
    UpdateRecord m_lastEvaluated;
};

} // namespace accumulus
