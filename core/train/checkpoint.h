#pragma once

#include "core/record/run_csv.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace accumulus {

class Trainer;

/// A folder that a run can be continued from:
///
/// - `checkpoint.safetensors`: everything that Trainer::archive() names, and the experiment. It is
///   replaced as a whole, so that whenever the program is killed the folder holds a usable one.
/// - `updates.csv`: the curve, a row per update, written before the checkpoint that belongs to it;
///   rows behind the checkpoint's update are forgotten when the run goes on.
///
///     CheckpointFolder folder("run1");       // a new run
///     folder.add(record);                    // every update
///     folder.save(trainer);                  // now and then

/// What a checkpoint holds before a trainer is made of it.
struct CheckpointInfo
{
    Experiment experiment;
    std::int64_t update = 0;
};

/// Throws DataError if \a folder holds no usable checkpoint.
CheckpointInfo readCheckpointInfo(const std::filesystem::path& folder);

/// Sets \a trainer, which was just made of the checkpoint's experiment, to where the run was.
/// Throws DataError; the trainer is of no use then.
void restoreCheckpoint(const std::filesystem::path& folder, Trainer& trainer);

/// The curve of a run that goes on, as text lines.
struct CheckpointCurve
{
    std::string header;
    std::vector<std::string> rows;
};

/// The curve up to the checkpoint's update.
CheckpointCurve readCheckpointCurve(const std::filesystem::path& folder, std::int64_t update);

/// Writes checkpoints of a run.
class CheckpointFolder
{
public:
    /// Makes the folder if it is not there. Throws std::runtime_error if it cannot be written.
    explicit CheckpointFolder(std::filesystem::path path);

    /// Before the first add(): the names of what the run's probes measure, and the curve of a run
    /// that goes on.
    void begin(const std::vector<std::string>& probeNames, const CheckpointCurve& before = {});

    /// Keeps the row for the next save().
    void add(const UpdateRecord& record);

    /// Throws std::runtime_error.
    void save(Trainer& trainer);

    static bool holdsCheckpoint(const std::filesystem::path& folder);

private:
    std::filesystem::path m_path;
    std::ofstream m_curveFile;
    std::optional<UpdateCsv> m_curve;
};

} // namespace accumulus
