#include "app/cli/file_sink.h"

#include "core/record/run_csv.h"

#include <cmath>

namespace accumulus {

FileSink::FileSink(const Paths& paths, const std::vector<std::string>& curve)
{
    if (!paths.updatesCsv.empty()) {
        m_updates = std::make_unique<AtomicFile>(paths.updatesCsv);
        writeUpdateHeader(m_updates->stream());
        for (const std::string& row : curve)
            m_updates->stream() << row << '\n';
    }
    if (!paths.checkpoint.empty())
        m_checkpoint = std::make_unique<CheckpointFolder>(paths.checkpoint, curve);
    if (!paths.microBatchesCsv.empty()) {
        m_microBatches = std::make_unique<AtomicFile>(paths.microBatchesCsv);
        writeMicroBatchHeader(m_microBatches->stream());
    }
}

void FileSink::onMicroBatch(const MicroBatchRecord& record)
{
    if (m_microBatches)
        writeMicroBatch(m_microBatches->stream(), record);
}

void FileSink::onUpdate(const UpdateRecord& record)
{
    if (m_updates)
        writeUpdate(m_updates->stream(), record);
    if (m_checkpoint)
        m_checkpoint->add(record);
    m_last = record;
    if (!std::isnan(record.validationLoss))
        m_lastEvaluated = record;
}

void FileSink::commit()
{
    if (m_updates)
        m_updates->commit();
    if (m_microBatches)
        m_microBatches->commit();
}

void FileSink::saveCheckpoint(Trainer& trainer)
{
    if (m_checkpoint)
        m_checkpoint->save(trainer);
}

} // namespace accumulus
