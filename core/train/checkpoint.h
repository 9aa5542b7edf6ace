#pragma once

#include "core/file/file_buffer.h"
#include "core/file/folder_lock.h"
#include "core/record/record_csv.h"
#include "core/train/checkpoint_curve.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace accumulus {

class TensorFile;
class Trainer;
struct TrainingData;

/// A folder that a run can be continued from. Its files, told by these exact names; no other file
/// in the folder is ever touched:
///
/// - `checkpoint.safetensors`: everything that Trainer::archive() names, the experiment, and
///   checksums: of itself, of the curve that belongs to it, of the data. It is replaced as a whole.
/// - `updates.csv`: the curve, a row per update, written before the checkpoint that belongs to it;
///   rows behind the checkpoint's update are forgotten when the run goes on.
/// - `updates.csv.next`: a curve that no checkpoint knows yet, or whose checkpoint was just
///   written; becomes `updates.csv` then.
/// - `updates.csv.damaged-1`, …: curves that runs went on without, set aside.
/// - `checkpoint.lock`: who writes here now.
///
/// Whenever the program is killed, or the power fails, the folder holds a checkpoint with its
/// curve, the last one or the one before.
///
///     CheckpointFolder folder("run1");       // a new run
///     folder.begin(trainer.probeNames());
///     folder.add(record);                    // every update
///     folder.save(trainer);                  // now and then
///
///     const Checkpoint checkpoint("run1");   // later
///     TrainingData data = loadTrainingData(checkpoint.experiment());
///     checkpoint.expectData(data);
///     Trainer trainer(checkpoint.experiment(), std::move(data), sink);
///     checkpoint.restore(trainer);

/// A checkpoint as it is read: checked as a whole before anything of it is believed.
class Checkpoint
{
public:
    enum class Curve {
        Required,
        Optional, ///< it may be damaged or gone; then curve() is empty
    };

    /// Throws DataError if \a folder holds no checkpoint, or one that is damaged, of another
    /// version, or whose curve is not the one that was written with it.
    explicit Checkpoint(const std::filesystem::path& folder, Curve curve = Curve::Required);
    ~Checkpoint();
    Checkpoint(Checkpoint&&) noexcept;

    /// Data is looked for where it was, as seen from the folder and from the root.
    const Experiment& experiment() const { return m_experiment; }
    std::int64_t update() const { return m_update; }
    const std::optional<CheckpointCurve>& curve() const { return m_curve; }

    /// Throws DataError if the run was trained on other data.
    void expectData(const TrainingData& data) const;

    /// Sets \a trainer, which was just made of the experiment and the right data, to where the run
    /// was. Throws DataError; the trainer is of no use then.
    void restore(Trainer& trainer) const;

private:
    std::optional<CheckpointCurve> findCurve(const std::filesystem::path& folder) const;

    std::unique_ptr<TensorFile> m_file;
    Experiment m_experiment;
    std::int64_t m_update = 0;
    std::optional<CheckpointCurve> m_curve;
};

/// Writes checkpoints of a run. Holds the folder's lock as long as it lives.
class CheckpointFolder
{
public:
    /// Makes the folder if it is not there. Throws OutputError if it or a file in it cannot be
    /// written, or if another process writes to it, which it names.
    explicit CheckpointFolder(const std::filesystem::path& path);
    ~CheckpointFolder();

    CheckpointFolder(const CheckpointFolder&) = delete;
    CheckpointFolder& operator=(const CheckpointFolder&) = delete;

    /// Before the first add(): the names of what the run's probes measure, and the curve of a run
    /// that goes on, of this folder or of another one; its rows are copied. Throws OutputError;
    /// also if there is an `updates.csv` that belongs to no checkpoint, which is not ours then.
    void begin(const std::vector<std::string>& probeNames,
               const std::optional<CheckpointCurve>& before = std::nullopt);

    /// Keeps the row for the next save(). Throws OutputError.
    void add(const UpdateRecord& record);

    /// Throws OutputError; what was saved before is still there then, unless the folder itself was
    /// taken away.
    void save(Trainer& trainer);

    /// The curve could not be written; what was saved before is still there.
    bool hasFailed() const { return m_curveFile && m_curveFile->hasFailed(); }

    /// There is a checkpoint in it.
    bool isSaved() const { return holdsCheckpoint(m_path); }

    static bool holdsCheckpoint(const std::filesystem::path& folder);

    /// The files that it may write in \a folder.
    static std::vector<std::filesystem::path> files(const std::filesystem::path& folder);

    /// Throws OutputError if \a path, or where its links lead, is one of these in a folder that
    /// holds a checkpoint: for outputs of any other kind.
    static void refusePart(const std::filesystem::path& path);

private:
    void removeLeftovers();
    void openNextCurve();
    void setCurveAside();
    void nameCurve();

    std::filesystem::path m_path;
    FolderLock m_lock;
    std::unique_ptr<FileBuffer> m_curveFile;
    std::ostream m_curveStream;
    std::optional<UpdateCsv> m_curve;
    std::int64_t m_rows = 0;
    bool m_isNext = false;         ///< the curve has its temporary name
    bool m_setsCurveAside = false; ///< an `updates.csv` that the run goes on without is there
    std::string m_fingerprint;     ///< of the data; empty: not made yet
};

} // namespace accumulus
