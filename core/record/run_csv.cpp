#include "core/record/run_csv.h"

#include "core/data/csv_lines.h"
#include "core/data/dataset.h"
#include "core/record/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <ostream>
#include <string_view>
#include <type_traits>

namespace accumulus {

namespace {

/// A column of the updates file: how a record's value is written and read.
struct Column
{
    std::string_view name;
    void (*write)(std::ostream&, const UpdateRecord&);
    void (*read)(UpdateRecord&, double);
};

template <auto member>
void write(std::ostream& out, const UpdateRecord& record)
{
    writeNumber(out, record.*member);
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
constexpr Column column(std::string_view name)
{
    return {name, &write<member>, &read<member>};
}

template <auto member>
constexpr Column evaluatedColumn(std::string_view name)
{
    return {name, &writeIfEvaluated<member>, &read<member>};
}

using R = UpdateRecord;
constexpr std::array columns{
    column<&R::update>("update"),
    column<&R::microBatches>("micro_batches"),
    column<&R::samples>("samples"),
    column<&R::epoch>("epoch"),
    column<&R::seconds>("seconds"),
    column<&R::accumulationSteps>("accumulation_steps"),
    column<&R::microBatchSize>("micro_batch_size"),
    column<&R::windowSamples>("window_samples"),
    column<&R::learningRate>("learning_rate"),
    column<&R::loss>("loss"),
    column<&R::gradNorm>("grad_norm"),
    column<&R::clipCoefficient>("clip_coefficient"),
    evaluatedColumn<&R::validationLoss>("validation_loss"),
    evaluatedColumn<&R::validationAccuracy>("validation_accuracy"),
};

void writeColumnNames(std::ostream& out)
{
    const char* separator = "";
    for (const Column& column : columns) {
        out << separator << column.name;
        separator = ",";
    }
}

void writeColumns(std::ostream& out, const UpdateRecord& record)
{
    const char* separator = "";
    for (const Column& column : columns) {
        out << separator;
        column.write(out, record);
        separator = ",";
    }
}

std::string quotedIfNeeded(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"')
            result += '"';
        result += c == '\n' || c == '\r' ? ' ' : c; // a field stays on its line
    }
    return result + '"';
}

/// A row of a history as a record: losses and norms are means over the row.
UpdateRecord rowRecord(const History& history, std::size_t row)
{
    UpdateRecord record = history.record(row);
    if (history.updatesIn(row) == 1)
        return record;
    const auto mean = [&](Metric metric, double& value) {
        const Bucket& bucket = history.values(metric)[row];
        if (bucket.count > 0)
            value = bucket.mean;
    };
    mean(Metric::Loss, record.loss);
    mean(Metric::GradNorm, record.gradNorm);
    mean(Metric::ClipCoefficient, record.clipCoefficient);
    mean(Metric::ValidationLoss, record.validationLoss);
    mean(Metric::ValidationAccuracy, record.validationAccuracy);
    return record;
}

void writeExtremes(std::ostream& out, const History& history, std::size_t row)
{
    out << ',';
    writeNumber(out, history.updatesIn(row));
    for (const Metric metric : {Metric::Loss, Metric::GradNorm}) {
        const Bucket& bucket = history.values(metric)[row];
        for (const double value : {bucket.min, bucket.max}) {
            out << ',';
            if (bucket.count > 0)
                writeNumber(out, value);
        }
    }
}

/// Reads one field into a record. Whole numbers that no update can have are refused before they are
/// cast.
void readField(const CsvLines& lines, const Column& column, const std::string& field,
               UpdateRecord& record)
{
    if (field.empty()) {
        if (column.name.starts_with("validation_"))
            return;
        lines.fail("\"" + std::string(column.name) + "\" is empty");
    }
    double value = 0.0;
    if (!parseNumber(field, value))
        lines.fail("\"" + std::string(column.name) + "\" is \"" + field.substr(0, 40)
                   + "\", which is not a number");
    const bool mayBeNonFinite = column.name.ends_with("loss") || column.name == "grad_norm";
    if (!mayBeNonFinite && !(std::abs(value) <= 0x1.0p53))
        lines.fail("\"" + std::string(column.name) + "\" is " + field.substr(0, 40)
                   + ", which no run can have");
    column.read(record, value);
}

} // namespace

void writeUpdateHeader(std::ostream& out)
{
    writeColumnNames(out);
    out << '\n';
}

void writeUpdate(std::ostream& out, const UpdateRecord& record)
{
    writeColumns(out, record);
    out << '\n';
}

void writeMicroBatchHeader(std::ostream& out)
{
    out << "micro_batch,update,micro_step,samples,loss\n";
}

void writeMicroBatch(std::ostream& out, const MicroBatchRecord& record)
{
    writeNumber(out, record.microBatch);
    out << ',';
    writeNumber(out, record.update);
    out << ',';
    writeNumber(out, record.microStep);
    out << ',';
    writeNumber(out, record.samples);
    out << ',';
    writeNumber(out, record.loss);
    out << '\n';
}

void writeRuns(std::ostream& out, const std::vector<NamedHistory>& runs)
{
    const bool named = runs.size() > 1;
    const bool merged = std::any_of(runs.begin(), runs.end(), [](const NamedHistory& run) {
        return run.history->updatesPerRow() > 1;
    });
    if (named)
        out << "run,";
    writeColumnNames(out);
    if (merged)
        out << ",updates_in_row,loss_min,loss_max,grad_norm_min,grad_norm_max";
    out << '\n';
    for (const auto& [name, history] : runs) {
        for (std::size_t row = 0; row < history->rowCount(); ++row) {
            if (named)
                out << quotedIfNeeded(name) << ',';
            writeColumns(out, rowRecord(*history, row));
            if (merged)
                writeExtremes(out, *history, row);
            out << '\n';
        }
    }
}

std::vector<RunFromFile> readRuns(const std::filesystem::path& path)
{
    CsvLines lines(path);
    if (!lines.nextLine())
        throw DataError(path.string() + " is empty");

    const std::vector<std::string> names = lines.fields(',');
    std::vector<const Column*> layout; // null: a column that is not ours
    std::optional<std::size_t> runColumn;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto known = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
            return column.name == names[i];
        });
        layout.push_back(known == columns.end() ? nullptr : &*known);
        if (names[i] == "run")
            runColumn = i;
    }
    for (const std::string_view needed : {"update", "loss"}) {
        if (std::find(names.begin(), names.end(), needed) == names.end())
            lines.fail("there is no column \"" + std::string(needed)
                       + "\"; is this a file that Accumulus wrote with --out?");
    }

    std::vector<RunFromFile> runs;
    std::map<std::string, std::size_t> indexOf;
    while (lines.nextLine()) {
        const std::vector<std::string>& fields = lines.fields(',');
        if (fields.size() != names.size())
            lines.fail("there are " + std::to_string(fields.size())
                       + " columns where the header has " + std::to_string(names.size()));
        const std::string name = runColumn ? fields[*runColumn] : path.stem().string();
        const auto [known, isNew] = indexOf.try_emplace(name, runs.size());
        if (isNew && runs.size() == maxRunsInFile)
            lines.fail("the file has more than " + std::to_string(maxRunsInFile) + " runs");
        if (isNew)
            runs.push_back({name, History()});
        UpdateRecord record;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (layout[i])
                readField(lines, *layout[i], fields[i], record);
        }
        History& history = runs[known->second].history;
        if (!history.isEmpty() && record.update <= history.record(history.rowCount() - 1).update)
            lines.fail("update " + std::to_string(record.update)
                       + " does not follow the one before it");
        history.add(record);
    }
    if (runs.empty())
        throw DataError(path.string() + " has a header but no updates");
    return runs;
}

} // namespace accumulus
