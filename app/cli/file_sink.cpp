#include "app/cli/file_sink.h"

#include "core/train/trainer.h"

#include <cmath>
#include <utility>

namespace accumulus {

FileSink::FileSink(const Paths& paths, std::unique_ptr<CheckpointFolder> checkpoint)
    : m_paths(paths)
    , m_checkpoint(std::move(checkpoint))
{
    if (!paths.updatesCsv.empty())
        m_updatesFile = std::make_unique<OutputFile>(paths.updatesCsv);
    if (!paths.microBatchesCsv.empty())
        m_microBatchesFile = std::make_unique<OutputFile>(paths.microBatchesCsv);
}

void FileSink::begin(const Trainer& trainer, const std::optional<CheckpointCurve>& before)
{
    if (m_updatesFile)
        m_updates.emplace(m_updatesFile->stream(),
                          before ? before->probeNames(trainer.probeNames()) : trainer.probeNames());
    if (before)
        goOnFrom(*before);
    if (m_checkpoint)
        m_checkpoint->begin(trainer.probeNames(), before);
    if (m_microBatchesFile)
        m_microBatches.emplace(m_microBatchesFile->stream(), trainer.microBatchProbeNames());
}

void FileSink::goOnFrom(const CheckpointCurve& before)
{
    const UpdateCsvReader reader(before.header());
    before.forEachRow([&](const std::string& row) {
        if (m_updates)
            m_updates->writeRow(before.header(), row);
        remember(reader.read(row));
    });
}

/// The first thing that goes wrong with each file is told; the others go on.
template <typename Write>
void FileSink::attempt(Write write)
{
    try {
        write();
    } catch (const std::exception& error) {
        if (m_failure.find(error.what()) == std::string::npos)
            m_failure += (m_failure.empty() ? "" : "; ") + std::string(error.what());
    }
}

void FileSink::onMicroBatch(const MicroBatchRecord& record)
{
    if (m_microBatches && !m_microBatchesFile->hasFailed())
        attempt([&] { m_microBatches->write(record); });
}

void FileSink::onUpdate(const UpdateRecord& record)
{
    if (m_updates && !m_updatesFile->hasFailed())
        attempt([&] { m_updates->write(record); });
    if (m_checkpoint && !m_checkpoint->hasFailed())
        attempt([&] { m_checkpoint->add(record); });
    remember(record);
}

void FileSink::remember(const UpdateRecord& record)
{
    m_stability.add(record);
    m_last = record;
    if (!std::isnan(record.validationLoss))
        m_lastEvaluated = record;
}

void FileSink::commit() noexcept
{
    commit(m_updatesFile, m_paths.updatesCsv);
    commit(m_microBatchesFile, m_paths.microBatchesCsv);
}

void FileSink::commit(std::unique_ptr<OutputFile>& file, const std::string& name)
{
    if (!file)
        return;
    if (!file->hasFailed())
        attempt([&] { file->commit(); });
    if (file->hasFailed()) {
        if (const auto [lines, place] = file->keepLines(); lines > 0)
            m_failure += "; the first " + std::to_string(lines) + " lines of " + name
                + " were kept in " + place.string();
    }
    file.reset();
}

bool FileSink::saveCheckpoint(Trainer& trainer) noexcept
{
    if (!m_checkpoint || m_checkpoint->hasFailed())
        return true;
    if (trainer.state() == Trainer::State::Diverged)
        return false;
    attempt([&] { m_checkpoint->save(trainer); });
    return true;
}

} // namespace accumulus
