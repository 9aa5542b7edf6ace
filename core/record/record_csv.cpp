#include "core/record/record_csv.h"

#include "core/record/number_text.h"
#include "core/record/record_columns.h"

#include <algorithm>
#include <ostream>
#include <sstream>
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

UpdateCsv::UpdateCsv(std::ostream& out, Names probeNames, Header written)
    : m_out(out)
    , m_probeNames(std::move(probeNames))
    , m_header(headerFor(m_probeNames))
{
    if (written == Header::IsWritten)
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

std::string UpdateCsv::headerFor(const Names& probeNames)
{
    std::ostringstream header;
    writeColumnNames(header);
    writeProbeNames(header, probeNames);
    return header.str();
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
