#include "core/record/run_csv.h"

#include "core/data/csv_lines.h"
#include "core/data_error.h"
#include "core/record/number_text.h"
#include "core/record/record_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string_view>
#include <type_traits>

namespace accumulus {

namespace {

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
    record.hasLoss = record.hasLoss || !std::isnan(record.loss);
    mean(Metric::GradNorm, record.gradNorm);
    mean(Metric::ClipCoefficient, record.clipCoefficient);
    mean(Metric::ValidationLoss, record.validationLoss);
    mean(Metric::ValidationAccuracy, record.validationAccuracy);
    return record;
}

void writeProbeMeans(std::ostream& out, const History& history, std::size_t row,
                     const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        out << ',';
        const std::vector<Bucket>* column = history.probe(name);
        if (column && (*column)[row].count > 0)
            writeNumber(out, (*column)[row].mean);
    }
}

std::vector<std::string> allProbeNames(const std::vector<NamedHistory>& runs)
{
    std::vector<std::string> names;
    for (const NamedHistory& run : runs) {
        for (const std::string& name : run.history->probeNames()) {
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(name);
        }
    }
    return names;
}

constexpr double notMeasured = std::numeric_limits<double>::quiet_NaN();

/// What a row that stands for several updates has besides their means.
struct Extremes
{
    double updates = 1.0;
    double lossMin = notMeasured;
    double lossMax = notMeasured;
    double gradNormMin = notMeasured;
    double gradNormMax = notMeasured;
};

struct ExtremeColumn
{
    std::string_view name;
    double Extremes::*value;
};

constexpr std::array extremeColumns{
    ExtremeColumn{"updates_in_row", &Extremes::updates},
    ExtremeColumn{"loss_min", &Extremes::lossMin},
    ExtremeColumn{"loss_max", &Extremes::lossMax},
    ExtremeColumn{"grad_norm_min", &Extremes::gradNormMin},
    ExtremeColumn{"grad_norm_max", &Extremes::gradNormMax},
};

void writeExtremes(std::ostream& out, const History& history, std::size_t row)
{
    const Bucket& loss = history.values(Metric::Loss)[row];
    const Bucket& gradNorm = history.values(Metric::GradNorm)[row];
    const auto of = [](const Bucket& bucket, double value) {
        return bucket.count > 0 ? value : notMeasured;
    };
    const Extremes extremes{static_cast<double>(history.updatesIn(row)), of(loss, loss.min),
                            of(loss, loss.max), of(gradNorm, gradNorm.min),
                            of(gradNorm, gradNorm.max)};
    for (const ExtremeColumn& column : extremeColumns) {
        out << ',';
        if (!std::isnan(extremes.*column.value))
            writeNumber(out, extremes.*column.value);
    }
}

/// A row read back. Where its values lay inside the row is not known, so the mean stands for first
/// and last.
History::Row rowOf(const UpdateRecord& record, const Extremes& extremes)
{
    History::Row row = History::Row::of(record);
    row.updates = std::max<std::int64_t>(1, static_cast<std::int64_t>(extremes.updates));
    const auto spread = [&](Metric metric, double min, double max) {
        Bucket& bucket = row.values[static_cast<std::size_t>(metric)];
        if (std::isnan(min) || std::isnan(max))
            return;
        bucket.min = min;
        bucket.max = max;
        bucket.count = row.updates;
    };
    if (row.updates > 1) {
        spread(Metric::Loss, extremes.lossMin, extremes.lossMax);
        spread(Metric::GradNorm, extremes.gradNormMin, extremes.gradNormMax);
    }
    return row;
}

/// A field as a number; whole numbers that no run can have are refused before anybody casts them.
double readNumber(const CsvLines& lines, std::string_view column, std::string_view field)
{
    const std::string name = '"' + std::string(column) + '"';
    double value = 0.0;
    if (field.empty())
        lines.fail(name + " is empty");
    if (!parseNumber(field, value))
        lines.fail(name + " is \"" + std::string(field.substr(0, 40))
                   + "\", which is not a number");
    const bool mayBeNonFinite =
        column.find("loss") != std::string_view::npos || column.starts_with("grad_norm");
    if (!mayBeNonFinite && !(value >= 0.0 && value <= 0x1.0p53))
        lines.fail(name + " is " + std::string(field.substr(0, 40)) + ", which no run can have");
    return value;
}

/// Where nothing was measured.
bool mayBeEmpty(std::string_view column)
{
    return column.starts_with("validation_") || column.starts_with("loss")
        || column.starts_with("grad_norm_") || column == "learning_rate";
}

/// Columns of a file, as indices into its lines.
struct FileLayout
{
    std::vector<const RecordColumn*> columns;   ///< null: not one of a record
    std::vector<const ExtremeColumn*> extremes; ///< null: not one of these
    std::optional<std::size_t> run;
    std::vector<std::size_t> probes; ///< all others
    ProbeValues::Names probeNames;   ///< one for each of them
};

template <typename Table>
auto* columnCalled(const Table& table, std::string_view name)
{
    const auto it = std::find_if(table.begin(), table.end(),
                                 [&](const auto& column) { return column.name == name; });
    return it == table.end() ? nullptr : &*it;
}

FileLayout readFileLayout(CsvLines& lines)
{
    const std::vector<std::string_view>& names = lines.fields(',');
    if (names.size() > maxCurveColumns)
        lines.fail("there are " + std::to_string(names.size()) + " columns; a file of curves has "
                   + std::to_string(maxCurveColumns) + " at most");
    FileLayout layout;
    std::vector<std::string> probeNames;
    for (std::size_t i = 0; i < names.size(); ++i) {
        layout.columns.push_back(columnCalled(recordColumns(), names[i]));
        layout.extremes.push_back(columnCalled(extremeColumns, names[i]));
        if (names[i] == "run") {
            layout.run = i;
        } else if (!layout.columns[i] && !layout.extremes[i]) {
            layout.probes.push_back(i);
            probeNames.emplace_back(names[i]);
        }
    }
    if (std::find(names.begin(), names.end(), "micro_batch") != names.end())
        lines.fail("these are micro-batches, as --micro-batches writes them; curves are those of "
                   "updates, which --out writes");
    layout.probeNames = std::make_shared<const std::vector<std::string>>(std::move(probeNames));
    for (const std::string_view needed : {"update", "loss"}) {
        if (std::find(names.begin(), names.end(), needed) == names.end())
            lines.fail("there is no column \"" + std::string(needed)
                       + "\"; is this a file that Accumulus wrote with --out?");
    }
    return layout;
}

void addProbes(const FileLayout& layout, const std::vector<std::string_view>& fields,
               ProbeValues& probes)
{
    bool isMeasured = false;
    for (const std::size_t column : layout.probes) {
        double value = std::numeric_limits<double>::quiet_NaN();
        if (!fields[column].empty() && parseNumber(fields[column], value))
            isMeasured = true;
        probes.values.push_back(value);
    }
    if (isMeasured)
        probes.names = layout.probeNames;
    else
        probes.values.clear();
}

/// Adds a line to its run. The x axes must not go back: everything that draws relies on it.
void addLine(const CsvLines& lines, const FileLayout& layout,
             const std::vector<std::string_view>& fields, History& history)
{
    UpdateRecord record;
    record.hasLoss = false; // as long as none was read
    Extremes extremes;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const RecordColumn* column = layout.columns[i];
        if (column && !(fields[i].empty() && mayBeEmpty(column->name)))
            column->read(record, readNumber(lines, column->name, fields[i]));
        const ExtremeColumn* extreme = layout.extremes[i];
        if (extreme && !(fields[i].empty() && mayBeEmpty(extreme->name)))
            extremes.*extreme->value = readNumber(lines, extreme->name, fields[i]);
    }
    addProbes(layout, fields, record.probes);
    if (!history.isEmpty() && record.update <= history.record(history.rowCount() - 1).update)
        lines.fail("update " + std::to_string(record.update)
                   + " does not follow the one before it");
    for (const XAxisInfo& axis : xAxes()) {
        if (!history.isEmpty()
            && axis.value(record) < axis.value(history.record(history.rowCount() - 1)))
            lines.fail("\"" + std::string(axis.name) + "\" is less than in the line before");
    }
    history.addRow(rowOf(record, extremes));
}

std::size_t bytesOf(const std::vector<RunFromFile>& runs, const FileLayout& layout)
{
    std::size_t rows = 0;
    for (const RunFromFile& run : runs)
        rows += run.history.rowCount();
    return rows * History::bytesPerRow(layout.probes.size());
}

} // namespace

void writeRuns(std::ostream& out, const std::vector<NamedHistory>& runs)
{
    const bool named = runs.size() > 1;
    const bool merged = std::any_of(
        runs.begin(), runs.end(), [](const NamedHistory& run) { return !run.history->isExact(); });
    if (named)
        out << "run,";
    writeColumnNames(out);
    if (merged) {
        for (const ExtremeColumn& column : extremeColumns)
            out << ',' << column.name;
    }
    const std::vector<std::string> probeNames = allProbeNames(runs);
    writeProbeNames(out, probeNames);
    out << '\n';
    for (const auto& [name, history] : runs) {
        for (std::size_t row = 0; row < history->rowCount(); ++row) {
            if (named)
                out << csvField(name) << ',';
            writeColumns(out, rowRecord(*history, row));
            if (merged)
                writeExtremes(out, *history, row);
            writeProbeMeans(out, *history, row, probeNames);
            out << '\n';
        }
    }
}

std::vector<RunFromFile> readRuns(const std::filesystem::path& path, std::size_t maxBytes)
{
    CsvLines lines(path);
    if (!lines.nextLine())
        throw DataError(path.string() + " is empty");

    const FileLayout layout = readFileLayout(lines);
    std::vector<RunFromFile> runs;
    std::map<std::string, std::size_t> indexOf;
    std::size_t capacity = History::defaultCapacity;
    while (lines.nextLine()) {
        const std::vector<std::string_view>& fields = lines.fields(',');
        if (fields.size() != layout.columns.size())
            lines.fail("there are " + std::to_string(fields.size())
                       + " columns where the header has " + std::to_string(layout.columns.size()));
        const std::string name =
            layout.run ? std::string(fields[*layout.run]) : path.stem().string();
        const auto [known, isNew] = indexOf.try_emplace(name, runs.size());
        if (isNew && runs.size() == maxRunsInFile)
            lines.fail("the file has more than " + std::to_string(maxRunsInFile) + " runs");
        if (isNew)
            runs.push_back({name, History(capacity)});
        addLine(lines, layout, fields, runs[known->second].history);
        while (capacity > 2 && bytesOf(runs, layout) > maxBytes) {
            capacity = capacity / 4 * 2;
            for (RunFromFile& run : runs)
                run.history.setCapacity(capacity);
        }
    }
    if (runs.empty())
        throw DataError(path.string() + " has a header but no updates");
    return runs;
}

} // namespace accumulus
