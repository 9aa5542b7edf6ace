#pragma once

#include "core/record/records.h"

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// A column of the files of updates: how a record's value is written and read. Only for the files
/// of this folder that read and write them.
struct RecordColumn
{
    std::string_view name;
    void (*write)(std::ostream&, const UpdateRecord&);
    void (*read)(UpdateRecord&, double);
};

/// All columns but those of probes, in the order in which they are written.
std::span<const RecordColumn> recordColumns();

void writeColumnNames(std::ostream& out);
void writeColumns(std::ostream& out, const UpdateRecord& record);

/// A text as a field: in quotation marks if it has to be.
std::string csvField(const std::string& text);

/// Behind other columns.
void writeProbeNames(std::ostream& out, const std::vector<std::string>& names);

/// Behind other columns, for these names; empty where nothing was measured.
void writeProbes(std::ostream& out, const ProbeValues& probes,
                 const std::vector<std::string>& names);

} // namespace accumulus
