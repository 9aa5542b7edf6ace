#include "core/record/record_csv.h"

#include "core/data/csv_lines.h"
#include "core/record/number_text.h"
#include "core/record/record_columns.h"

#include <algorithm>
#include <ostream>
#include <sstream>
#include <string_view>
#include <utility>

namespace accumulus {

namespace {

std::vector<std::string> splitAtCommas(const std::string& line)
{
    std::vector<std::string> fields;
    std::istringstream stream(line + ',');
    for (std::string field; std::getline(stream, field, ',');)
        fields.push_back(field);
    return fields;
}

} // namespace

UpdateCsv::UpdateCsv(std::ostream& out, Names probeNames)
    : m_out(out)
    , m_probeNames(std::move(probeNames))
{
    std::ostringstream header;
    header << headerFront();
    writeProbeNames(header, m_probeNames);
    m_header = header.str();
    m_out << m_header << '\n';
}

void UpdateCsv::write(const UpdateRecord& record)
{
    writeColumns(m_out, record);
    writeProbes(m_out, record.probes, m_probeNames);
    m_out << '\n';
}

void UpdateCsv::writeRow(const std::string& header, const std::string& row)
{
    if (header == m_header) {
        m_out << row << '\n';
        return;
    }
    const std::vector<std::string> before = splitAtCommas(header);
    const std::vector<std::string> now = splitAtCommas(m_header);
    const std::vector<std::string> fields = splitAtCommas(row);
    for (std::size_t i = 0; i < now.size(); ++i) {
        const auto column = static_cast<std::size_t>(std::find(before.begin(), before.end(), now[i])
                                                     - before.begin());
        m_out << (i > 0 ? "," : "") << (column < fields.size() ? fields[column] : "");
    }
    m_out << '\n';
}

std::string UpdateCsv::headerFront()
{
    std::ostringstream header;
    writeColumnNames(header);
    return header.str();
}

UpdateCsvReader::UpdateCsvReader(const std::string& header)
{
    for (const std::string& name : splitAtCommas(header)) {
        const auto columns = recordColumns();
        const auto column = std::find_if(columns.begin(), columns.end(),
                                         [&](const RecordColumn& c) { return c.name == name; });
        m_columns.push_back(column == columns.end() ? nullptr : &*column);
        if (!m_columns.back())
            m_probeNames.push_back(name);
    }
}

UpdateRecord UpdateCsvReader::read(const std::string& row) const
{
    UpdateRecord record;
    record.hasLoss = false; // as long as none was read
    std::string_view rest = row;
    for (const RecordColumn* column : m_columns) {
        const std::string_view field = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), field.size() + 1));
        double value = 0.0;
        if (column && parseNumber(field, value))
            column->read(record, value);
    }
    return record;
}

MicroBatchCsv::MicroBatchCsv(std::ostream& out, std::vector<std::string> probeNames)
    : m_out(out)
    , m_probeNames(std::move(probeNames))
{
    m_out << "micro_batch,update,micro_step,samples,loss";
    writeProbeNames(m_out, m_probeNames);
    m_out << '\n';
}

void MicroBatchCsv::write(const MicroBatchRecord& record)
{
    writeNumber(m_out, record.microBatch);
    m_out << ',';
    writeNumber(m_out, record.update);
    m_out << ',';
    writeNumber(m_out, record.microStep);
    m_out << ',';
    writeNumber(m_out, record.samples);
    m_out << ',';
    if (record.hasLoss)
        writeNumber(m_out, record.loss);
    writeProbes(m_out, record.probes, m_probeNames);
    m_out << '\n';
}

} // namespace accumulus
