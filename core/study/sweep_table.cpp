#include "core/study/sweep_table.h"

#include "core/record/number_text.h"
#include "core/record/record_columns.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <ostream>
#include <set>
#include <sstream>
#include <string_view>

namespace accumulus {

namespace {

std::string columnName(std::string figure)
{
    std::replace(figure.begin(), figure.end(), ' ', '_');
    return figure;
}

std::int64_t divergedRuns(const SweepResult& result, std::size_t point)
{
    return std::count_if(result.runs.begin(), result.runs.end(), [&](const SweepRun& run) {
        return run.point == point && run.hasDiverged;
    });
}

std::int64_t runsOf(const SweepResult& result, std::size_t point)
{
    return std::count_if(result.runs.begin(), result.runs.end(),
                         [&](const SweepRun& run) { return run.point == point; });
}

void writeValue(std::ostream& out, double value)
{
    if (!std::isnan(value))
        writeNumber(out, value);
}

/// Characters, not bytes.
std::size_t width(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

/// Rows of cells, each column as wide as its widest cell.
class TextTable
{
public:
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }

    void write(std::ostream& out) const
    {
        std::vector<std::size_t> widths(m_rows.front().size());
        for (const auto& row : m_rows) {
            for (std::size_t i = 0; i < row.size(); ++i)
                widths[i] = std::max(widths[i], width(row[i]));
        }
        for (const auto& row : m_rows) {
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i)
                line += row[i] + std::string(widths[i] - width(row[i]) + 3, ' ');
            line.erase(line.find_last_not_of(' ') + 1);
            out << line << '\n';
        }
    }

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// Of several values only: what is the same at all points says nothing.
std::vector<std::size_t> shownKeys(const SweepResult& result)
{
    std::vector<std::size_t> keys;
    for (std::size_t key = 0; key < result.keys.size(); ++key) {
        const auto differs = [&](const SweepPoint& point) {
            return point.values[key] != result.points.front().values[key];
        };
        if (result.points.size() == 1
            || std::any_of(result.points.begin(), result.points.end(), differs))
            keys.push_back(key);
    }
    return keys;
}

/// Those that any run has; `diverged` has a column of its own.
std::vector<std::size_t> shownFigures(const SweepResult& result)
{
    std::vector<std::size_t> figures;
    for (std::size_t figure = 0; figure < result.figures.size(); ++figure) {
        const auto isThere = [&](const SweepRun& run) { return !std::isnan(run.figures[figure]); };
        if (result.figures[figure] != "diverged"
            && std::any_of(result.runs.begin(), result.runs.end(), isThere))
            figures.push_back(figure);
    }
    return figures;
}

std::string spreadText(const Spread& spread)
{
    const bool varies = spread.deviation > 1e-9 * std::abs(spread.mean);
    return shortText(spread.mean) + (varies ? " ± " + shortText(spread.deviation) : "");
}

} // namespace

std::string shortText(double value)
{
    if (std::isnan(value))
        return "–";
    std::ostringstream text;
    text << std::setprecision(4) << value;
    return text.str();
}

std::vector<double> pairedDifferences(const SweepResult& result, std::size_t point,
                                      std::size_t figure)
{
    std::vector<double> differences;
    for (const SweepRun& run : result.runs) {
        if (run.point != point)
            continue;
        for (const SweepRun& first : result.runs) {
            if (first.point == 0 && first.seed == run.seed)
                differences.push_back(run.figures[figure] - first.figures[figure]);
        }
    }
    return differences;
}

void writeSweepCsv(std::ostream& out, const SweepResult& result)
{
    const bool compares = result.points.size() > 1;
    for (const std::string& key : result.keys)
        out << key << ',';
    out << "runs,diverged";
    for (const std::string& figure : result.figures) {
        const std::string name = columnName(figure);
        out << ',' << name << "_mean," << name << "_sd";
        if (compares)
            out << ',' << name << "_difference_mean," << name << "_difference_sd";
    }
    out << '\n';
    for (std::size_t point = 0; point < result.points.size(); ++point) {
        for (const std::string& value : result.points[point].values)
            out << csvField(value) << ',';
        out << runsOf(result, point) << ',' << divergedRuns(result, point);
        for (std::size_t figure = 0; figure < result.figures.size(); ++figure) {
            std::vector<Spread> spreads{spreadOf(result.valuesOf(point, figure))};
            if (compares)
                spreads.push_back(spreadOf(pairedDifferences(result, point, figure)));
            for (const Spread& spread : spreads) {
                out << ',';
                writeValue(out, spread.mean);
                out << ',';
                writeValue(out, spread.count > 0 ? spread.deviation : spread.mean);
            }
        }
        out << '\n';
    }
}

void writeSweepRunsCsv(std::ostream& out, const SweepResult& result)
{
    for (const std::string& key : result.keys)
        out << key << ',';
    out << "seed,diverged";
    for (const std::string& figure : result.figures)
        out << ',' << columnName(figure);
    out << '\n';
    for (const SweepRun& run : result.runs) {
        for (const std::string& value : result.points[run.point].values)
            out << csvField(value) << ',';
        out << run.seed << ',' << (run.hasDiverged ? 1 : 0);
        for (const double figure : run.figures) {
            out << ',';
            writeValue(out, figure);
        }
        out << '\n';
    }
}

void writeSweepText(std::ostream& out, const SweepResult& result)
{
    const std::vector<std::size_t> keys = shownKeys(result);
    const std::vector<std::size_t> figures = shownFigures(result);
    TextTable table;
    std::vector<std::string> header;
    for (const std::size_t key : keys)
        header.push_back(result.keys[key]);
    for (const std::size_t figure : figures)
        header.push_back(result.figures[figure]);
    header.push_back("diverged");
    table.add(std::move(header));
    for (std::size_t point = 0; point < result.points.size(); ++point) {
        std::vector<std::string> row;
        for (const std::size_t key : keys)
            row.push_back(result.points[point].values[key]);
        for (const std::size_t figure : figures)
            row.push_back(spreadText(spreadOf(result.valuesOf(point, figure))));
        row.push_back(std::to_string(divergedRuns(result, point)) + " of "
                      + std::to_string(runsOf(result, point)));
        table.add(std::move(row));
    }
    table.write(out);
    std::set<std::string_view> told;
    for (const SweepRun& run : result.runs) {
        for (const std::string& note : run.notes) {
            if (told.insert(note).second)
                out << note << '\n';
        }
    }
}

} // namespace accumulus
