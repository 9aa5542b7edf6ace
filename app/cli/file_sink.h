#pragma once

#include "core/file/output_file.h"
#include "core/probe/stability.h"
#include "core/record/record_csv.h"
#include "core/train/checkpoint.h"

#include <memory>
#include <optional>
#include <string>

namespace accumulus {

/// Writes records to the files that were asked for, as they come. If one of them cannot be written
/// any more, for a full disk, it keeps what fitted, goes on with the others and says so: the run is
/// to end then, with all that it has.
class FileSink : public RecordSink
{
public:
    /// Empty: not asked for.
    struct Paths
    {
        std::string updatesCsv;
        std::string microBatchesCsv;
    };

    /// \a checkpoint: null if there is to be none. Throws OutputError if a file cannot be made.
    FileSink(const Paths& paths, std::unique_ptr<CheckpointFolder> checkpoint);

    /// Before the first record of \a trainer. \a before: the curve of a run that goes on, which the
    /// files and figures begin with; micro-batches are those from now on.
    void begin(const Trainer& trainer, const std::optional<CheckpointCurve>& before);

    void onMicroBatch(const MicroBatchRecord& record) override;
    void onUpdate(const UpdateRecord& record) override;

    /// Puts the files in their places; of one that could not be written, the lines that fitted.
    void commit() noexcept;

    /// Nothing if no checkpoint was asked for. Of a run that has diverged there is none: the last
    /// one before, if there is one, stays, from which it can go on with other settings; false then.
    bool saveCheckpoint(Trainer& trainer) noexcept;
    bool hasCheckpoint() const { return m_checkpoint && m_checkpoint->isSaved(); }

    /// What could not be written, in sentences; empty: nothing went wrong.
    const std::string& failure() const { return m_failure; }

    /// Of the curve: all updates, but those of a run that goes on without its curve.
    const StabilitySummary& stability() const { return m_stability; }

    const UpdateRecord& last() const { return m_last; }
    const UpdateRecord& lastEvaluated() const { return m_lastEvaluated; }

private:
    void goOnFrom(const CheckpointCurve& before);
    void remember(const UpdateRecord& record);
    template <typename Write>
    void attempt(Write write);
    void commit(std::unique_ptr<OutputFile>& file, const std::string& name);

    Paths m_paths;
    std::unique_ptr<OutputFile> m_updatesFile;
    std::unique_ptr<OutputFile> m_microBatchesFile;
    std::optional<UpdateCsv> m_updates;
    std::optional<MicroBatchCsv> m_microBatches;
    std::unique_ptr<CheckpointFolder> m_checkpoint;
    std::string m_failure;
    StabilitySummary m_stability;
    UpdateRecord m_last;
    UpdateRecord m_lastEvaluated;
};

} // namespace accumulus
