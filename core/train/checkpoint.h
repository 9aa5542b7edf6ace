#pragma once

#include "core/record/records.h"
#include "core/train/experiment.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
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

/// The rows of the curve up to the checkpoint's update, as text lines without header.
std::vector<std::string> readCheckpointCurve(const std::filesystem::path& folder,
                                             std::int64_t update);

/// Writes checkpoints of a run.
class CheckpointFolder
{
public:
    /// Makes the folder if it is not there. \a curve: rows of a run that goes on. Throws
    /// std::runtime_error if it cannot be written.
    explicit CheckpointFolder(std::filesystem::path path,
                              const std::vector<std::string>& curve = {});

    /// Keeps the row for the next save().
    void add(const UpdateRecord& record);

    /// Throws std::runtime_error.
    void save(Trainer& trainer);

    static bool holdsCheckpoint(const std::filesystem::path& folder);

private:
    std::filesystem::path m_path;
    std::ofstream m_curve;
};

} // namespace accumulus
