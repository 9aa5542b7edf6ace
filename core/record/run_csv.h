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
/// learning_rate,loss,grad_norm,clip_coefficient,validation_loss,validation_accuracy`, then what
/// the run's probes measured, a column a value.
class UpdateCsv
{
public:
    using Names = std::vector<std::string>; ///< of the probes' values

    enum class Header { IsWritten, IsThere };

    /// Writes the header, if \a out does not have it yet. \a out must outlive it.
    UpdateCsv(std::ostream& out, Names probeNames, Header header = Header::IsWritten);

    /// A row; values of probes that are not in the header are left out.
    void write(const UpdateRecord& record);

    /// Rows that were written before, under \a header, which may have other columns.
    void writeBefore(const std::string& header, const std::vector<std::string>& rows);

private:
    std::ostream& m_out;
    Names m_probeNames;
    std::string m_header;
};

/// Micro-batches: `micro_batch,update,micro_step,samples,loss`, then what probes measured.
class MicroBatchCsv
{
public:
    MicroBatchCsv(std::ostream& out, std::vector<std::string> probeNames);
    void write(const MicroBatchRecord& record);

private:
    std::ostream& m_out;
    std::vector<std::string> m_probeNames;
};

/// A text as a field: in quotation marks if it has to be.
std::string csvField(const std::string& text);

struct NamedHistory
{
    std::string name;
    const History* history;
};

/// Whole runs, a row per row of their histories. Several runs get a leading column `run`. If any
/// row stands for more than one update, the columns
/// `updates_in_row,loss_min,loss_max,grad_norm_min,grad_norm_max` follow and metrics are means
/// over the row. Then come the values of probes that any of the runs has.
void writeRuns(std::ostream& out, const std::vector<NamedHistory>& runs);

/// A run read back.
struct RunFromFile
{
    std::string name; ///< of the column `run`, or the file's name
    History history;
};

inline constexpr std::size_t maxRunsInFile = 64;

/// Reads what UpdateCsv or writeRuns() wrote. The numbers of columns that are not known are taken
/// for values of probes; text in them is skipped.
/// Throws DataError with file, line and reason.
std::vector<RunFromFile> readRuns(const std::filesystem::path& path);

} // namespace accumulus
