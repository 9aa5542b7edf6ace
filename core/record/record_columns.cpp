#include "core/record/record_columns.h"

#include "core/record/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <ostream>
#include <type_traits>

namespace accumulus {

namespace {

template <auto member>
void write(std::ostream& out, const UpdateRecord& record)
{
    writeNumber(out, record.*member);
}

/// Empty where there is none. One that is not finite is spelled: that is a figure too.
void writeLoss(std::ostream& out, const UpdateRecord& record)
{
    if (record.hasLoss)
        writeNumber(out, record.loss);
}

void readLoss(UpdateRecord& record, double value)
{
    record.loss = value;
    record.hasLoss = true;
}

/// Empty where the metric was not evaluated.
template <auto member>
void writeIfEvaluated(std::ostream& out, const UpdateRecord& record)
{
    if (!std::isnan(record.*member))
        writeNumber(out, record.*member);
}

template <auto member>
void read(UpdateRecord& record, double value)
{
    using Value = std::remove_reference_t<decltype(record.*member)>;
    if constexpr (std::is_same_v<Value, int>)
        value = std::clamp(value, 0.0, static_cast<double>(std::numeric_limits<int>::max()));
    record.*member = static_cast<Value>(value);
}

template <auto member>
constexpr RecordColumn column(std::string_view name)
{
    return {name, &write<member>, &read<member>};
}

template <auto member>
constexpr RecordColumn evaluatedColumn(std::string_view name)
{
    return {name, &writeIfEvaluated<member>, &read<member>};
}

using R = UpdateRecord;
constexpr std::array table{
    column<&R::update>("update"),
    column<&R::microBatches>("micro_batches"),
    column<&R::samples>("samples"),
    column<&R::epoch>("epoch"),
    column<&R::seconds>("seconds"),
    column<&R::accumulationSteps>("accumulation_steps"),
    column<&R::microBatchSize>("micro_batch_size"),
    column<&R::windowSamples>("window_samples"),
    evaluatedColumn<&R::learningRate>("learning_rate"),
    RecordColumn{"loss", &writeLoss, &readLoss},
    column<&R::gradNorm>("grad_norm"),
    column<&R::clipCoefficient>("clip_coefficient"),
    evaluatedColumn<&R::validationLoss>("validation_loss"),
    evaluatedColumn<&R::validationAccuracy>("validation_accuracy"),
};

} // namespace

std::span<const RecordColumn> recordColumns()
{
    return table;
}

void writeColumnNames(std::ostream& out)
{
    const char* separator = "";
    for (const RecordColumn& column : table) {
        out << separator << column.name;
        separator = ",";
    }
}

void writeProbes(std::ostream& out, const ProbeValues& probes,
                 const std::vector<std::string>& names)
{
    const bool sameNames = probes.names && *probes.names == names;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const double value = sameNames ? probes.values[i] : probes.at(names[i]);
        out << ',';
        if (!std::isnan(value))
            writeNumber(out, value);
    }
}

std::string csvField(const std::string& text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    const bool hasBlankEnd = !text.empty() && (isBlank(text.front()) || isBlank(text.back()));
    if (text.find_first_of(",\"\r\n") == std::string::npos && !hasBlankEnd)
        return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"')
            result += '"';
        result += c == '\n' || c == '\r' ? ' ' : c; // a field stays on its line
    }
    return result + '"';
}

void writeProbeNames(std::ostream& out, const std::vector<std::string>& names)
{
    for (const std::string& name : names)
        out << ',' << csvField(name);
}

void writeColumns(std::ostream& out, const UpdateRecord& record)
{
    const char* separator = "";
    for (const RecordColumn& column : table) {
        out << separator;
        column.write(out, record);
        separator = ",";
    }
}

} // namespace accumulus
