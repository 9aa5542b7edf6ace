#include "app/cli/file_sink.h"

#include "core/train/trainer.h"

#include <cmath>

namespace accumulus {

FileSink::FileSink(const Paths& paths)
{
    if (!paths.updatesCsv.empty())
        m_updatesFile = std::make_unique<AtomicFile>(paths.updatesCsv);
    if (!paths.checkpoint.empty())
        m_checkpoint = std::make_unique<CheckpointFolder>(paths.checkpoint);
    if (!paths.microBatchesCsv.empty())
        m_microBatchesFile = std::make_unique<AtomicFile>(paths.microBatchesCsv);
}

void FileSink::begin(const Trainer& trainer, const CheckpointCurve& before)
{
    if (m_updatesFile) {
        m_updates.emplace(m_updatesFile->stream(), trainer.probeNames());
        m_updates->writeBefore(before.header, before.rows);
    }
    if (m_checkpoint)
        m_checkpoint->begin(trainer.probeNames(), before);
    if (m_microBatchesFile)
        m_microBatches.emplace(m_microBatchesFile->stream(), trainer.microBatchProbeNames());
}

void FileSink::onMicroBatch(const MicroBatchRecord& record)
{
    if (m_microBatches)
        m_microBatches->write(record);
}

void FileSink::onUpdate(const UpdateRecord& record)
{
    if (m_updates)
        m_updates->write(record);
    if (m_checkpoint)
        m_checkpoint->add(record);
    m_stability.add(record);
    m_last = record;
    if (!std::isnan(record.validationLoss))
        m_lastEvaluated = record;
}

void FileSink::commit()
{
    if (m_updatesFile)
        m_updatesFile->commit();
    if (m_microBatchesFile)
        m_microBatchesFile->commit();
}

void FileSink::saveCheckpoint(Trainer& trainer)
{
    if (m_checkpoint)
        m_checkpoint->save(trainer);
}

} // namespace accumulus
