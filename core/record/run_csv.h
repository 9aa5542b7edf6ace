#pragma once

#include "core/record/history.h"
#include "core/record/records.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace accumulus {

/// Curves as CSV: comma-separated, one header row, LF, `.` as decimal point in every locale, values
/// that read back to exactly the same double, `nan` and `inf` spelled, empty = not evaluated.
///
/// Updates:
/// `update,micro_batches,samples,epoch,seconds,accumulation_steps,micro_batch_size,window_samples,
/// learning_rate,loss,grad_norm,clip_coefficient,validation_loss,validation_accuracy`.
void writeUpdateHeader(std::ostream& out);
void writeUpdate(std::ostream& out, const UpdateRecord& record);

/// Micro-batches: `micro_batch,update,micro_step,samples,loss`.
void writeMicroBatchHeader(std::ostream& out);
void writeMicroBatch(std::ostream& out, const MicroBatchRecord& record);

struct NamedHistory
{
    std::string name;
    const History* history;
};

/// Whole runs, a row per row of their histories. Several runs get a leading column `run`. If any
/// row stands for more than one update, the columns
/// `updates_in_row,loss_min,loss_max,grad_norm_min,grad_norm_max` follow and metrics are means
/// over the row.
void writeRuns(std::ostream& out, const std::vector<NamedHistory>& runs);

/// A run read back.
struct RunFromFile
{
    std::string name; ///< of the column `run`, or the file's name
    History history;
};

inline constexpr std::size_t maxRunsInFile = 64;

/// Reads what writeUpdate() or writeRuns() wrote; unknown columns are skipped.
/// Throws DataError with file, line and reason.
std::vector<RunFromFile> readRuns(const std::filesystem::path& path);

} // namespace accumulus
