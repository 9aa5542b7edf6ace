#pragma once

#include "core/record/records.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace accumulus {

struct RecordColumn;

/// Curves as CSV: comma-separated, one header row, LF, `.` as decimal point in every locale, values
/// that read back to exactly the same double, `nan` and `inf` spelled, empty = not measured.
///
/// Updates:
/// `update,micro_batches,samples,epoch,seconds,accumulation_steps,micro_batch_size,window_samples,
/// learning_rate,loss,grad_norm,clip_coefficient,validation_loss,validation_accuracy`, then what
/// the run's probes measured, a column a value.
class UpdateCsv
{
public:
    using Names = std::vector<std::string>; ///< of the probes' values

    /// Writes the header. \a out must outlive it.
    UpdateCsv(std::ostream& out, Names probeNames);

    /// A row; values of probes that are not in the header are left out.
    void write(const UpdateRecord& record);

    /// A row that was written before, under \a header, which may have other columns.
    void writeRow(const std::string& header, const std::string& row);

    /// What the header of every such file begins with; the probes' names follow.
    static std::string headerFront();

private:
    std::ostream& m_out;
    Names m_probeNames;
    std::string m_header;
};

/// Reads rows back that UpdateCsv wrote. For rows that are known to be its own, by a checksum; a
/// file that a person names is read by readRuns().
class UpdateCsvReader
{
public:
    explicit UpdateCsvReader(const std::string& header);

    /// Without what probes measured.
    UpdateRecord read(const std::string& row) const;

    /// The columns that are not a record's own.
    const std::vector<std::string>& probeNames() const { return m_probeNames; }

private:
    std::vector<const RecordColumn*> m_columns; ///< null: a probe's
    std::vector<std::string> m_probeNames;
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

} // namespace accumulus
