#include "core/data/csv_source.h"

#include "core/data/array_reader.h"
#include "core/data/class_index.h"
#include "core/data/csv_lines.h"
#include "core/data/csv_remedy.h"
#include "core/data/csv_width.h"
#include "core/data/image_shape.h"
#include "core/data_error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace accumulus {

namespace {

constexpr const char* cutOffRemedy =
    "the file seems to be cut off: get it again, or take its last line out";

/// The column \a wanted, by name or index; \a what is what it is for: "target".
std::size_t findColumn(const CsvLines& lines, const CsvLayout& layout, const std::string& wanted,
                       const std::string& what)
{
    const auto& names = layout.names;
    const auto indexOf = [&](auto column) { return std::to_string(column - names.begin()); };
    if (layout.hasHeader) {
        const auto named = std::find(names.begin(), names.end(), wanted);
        const auto second =
            named == names.end() ? named : std::find(named + 1, names.end(), wanted);
        if (second != names.end())
            lines.fail("two columns are called " + inQuotes(wanted) + ": " + indexOf(named)
                       + " and " + indexOf(second) + ", counted from 0; give data." + what
                       + " the number of the one that is meant");
        if (named != names.end())
            return static_cast<std::size_t>(named - names.begin());
    }
    std::size_t index = 0;
    const char* end = wanted.data() + wanted.size();
    const auto [rest, error] = std::from_chars(wanted.data(), end, index);
    if (error == std::errc() && rest == end && index < names.size())
        return index;
    std::string known;
    for (const std::string& name : names)
        known += (known.empty() ? "" : ", ") + name;
    lines.fail("there is no " + what + " column \"" + wanted + "\"; the columns are "
               + known.substr(0, 300) + ", or 0 to " + std::to_string(names.size() - 1));
}

/// Goes on to the line behind `sep=;` if there is one, and looks at the first lines.
CsvTable readTable(CsvLines& lines, const CsvOptions& options, bool classes, DataIntake& intake)
{
    CsvHints hints = options.format;
    if (const char separator = separatorLine(lines.line()); separator != '\0') {
        intake.hasSeparatorLine = true;
        if (hints.separator == "auto")
            hints.separator = separator;
        if (!lines.nextLine())
            lines.fail("there is nothing behind this line");
    }
    CsvTable table{.layout = guessCsvLayout(lines.lookAhead(), hints),
                   .foreignFirst = foreignLineRemedy(lines.line()),
                   .hasClasses = classes,
                   .isTargetGuessed = options.target.empty()};
    const CsvLayout& layout = table.layout;
    table.mayHaveHeader = !layout.hasHeader && (hints.header == "no" || layout.isHeaderUncertain);
    lines.fields(layout.separator); // throws if they cannot be cut
    if (layout.names.size() < 2)
        lines.fail(oneColumnProblem(lines.lookAhead(), layout));
    table.target = table.isTargetGuessed ? layout.names.size() - 1
                                         : findColumn(lines, layout, options.target, "target");
    if (!options.weight.empty())
        table.weight = findColumn(lines, layout, options.weight, "weight");
    if (table.weight == table.target)
        lines.fail("column \"" + table.name(table.target)
                   + "\" would be both target and weight; give data.target and data.weight "
                     "different columns");
    if (table.weight != CsvTable::noColumn && layout.names.size() < 3)
        lines.fail("there is no column left for a feature beside target and weight");
    return table;
}

void describe(const CsvLines& lines, const CsvTable& table, DecimalMark mark, DataIntake& intake)
{
    intake.target = table.name(table.target);
    if (table.weight != CsvTable::noColumn)
        intake.weight = table.name(table.weight);
    intake.encoding = titleOf(lines.encoding());
    intake.blankLines = lines.blankLines();
    intake.separator = table.layout.separator;
    intake.hasHeader = table.layout.hasHeader;
    intake.isHeaderUncertain = table.layout.isHeaderUncertain;
    intake.hasRowNames = table.layout.hasRowNames;
    intake.hasDecimalComma = mark == DecimalMark::Comma;
    intake.hasDecimalPoint = mark == DecimalMark::Point;
    intake.perhapsThousands = table.layout.perhapsThousands;
    intake.emptyColumns = table.layout.emptyColumns;
}

/// Reads the rows of a file, field by field.
class RowReader
{
public:
    RowReader(CsvLines& lines, const CsvTable& table)
        : m_lines(lines)
        , m_table(table)
        , m_numbers(table.layout.decimal, table.layout.separator)
    {
        for (std::size_t i = 0; i < table.layout.names.size(); ++i) {
            if (i != table.target && i != table.weight)
                m_rows.featureNames.push_back(table.name(i));
        }
        m_rows.featureCount = static_cast<int>(m_rows.featureNames.size());
    }

    /// Of the line that was read last.
    void addRow()
    {
        const std::span<const std::string_view> fields = fieldsOfRow();
        m_valueCount += fields.size();
        if (m_valueCount > maxValues)
            m_lines.fail("the file has more than 2^29 values, more than is kept in memory");
        m_features.clear();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i == m_table.target)
                addTarget(fields[i]);
            else if (i == m_table.weight)
                addWeight(fields[i]);
            else
                m_features.push_back(readValue(i, fields[i]));
        }
        m_rows.features.append(m_features);
        ++m_rowCount;
    }

    LoadedRows finish(const std::string& file)
    {
        if (m_rows.features.empty())
            throw DataError(file + " has a header but no data rows");
        if (!m_rows.weights.empty()
            && std::all_of(m_rows.weights.begin(), m_rows.weights.end(),
                           [](float weight) { return weight == 0.0f; }))
            throw DataError(file + ": all weights in \"" + m_table.name(m_table.weight)
                            + "\" are 0, so no row would count");
        if (m_table.hasClasses)
            m_classIndex.sortInto(m_rows);
        return std::move(m_rows);
    }

    DecimalMark mark() const { return m_numbers.mark(); }

private:
    std::span<const std::string_view> fieldsOfRow()
    {
        const CsvLayout& layout = m_table.layout;
        const std::size_t namesInFront = layout.hasRowNames ? 1 : 0;
        const std::size_t width = namesInFront + layout.names.size();
        std::span<const std::string_view> fields = m_lines.fields(layout.separator);
        if (fields.size() == width + layout.emptyColumns
            && std::all_of(fields.begin() + static_cast<std::ptrdiff_t>(width), fields.end(),
                           [](std::string_view field) { return field.empty(); }))
            fields = fields.first(width);
        if (fields.size() < width && !m_lines.hasLineEnd())
            m_lines.fail("the line has " + std::to_string(fields.size()) + " of "
                         + std::to_string(width) + " columns and no line end; " + cutOffRemedy);
        if (fields.size() != width)
            m_lines.fail(widthProblem(layout, fields, width, foreignLine()));
        return fields.subspan(namesInFront);
    }

    /// That the line or the first one is none of the table's; "" if they do not look so.
    std::string foreignLine() const
    {
        if (m_rowCount == 0 && !m_table.foreignFirst.empty())
            return "the first line " + m_table.foreignFirst;
        const std::string foreign = foreignLineRemedy(m_lines.line());
        return foreign.empty() ? "" : "this line " + foreign;
    }

    double readValue(std::size_t column, std::string_view field)
    {
        double value = 0.0;
        if (!m_numbers.read(field, value) || std::isnan(value))
            refuse(column, field);
        if (!std::isfinite(value))
            m_lines.fail(inQuotes(m_table.name(column)) + " is " + std::string(field.substr(0, 40))
                         + "; values must be finite: mend this one or leave the row out");
        return value;
    }

    void addTarget(std::string_view field)
    {
        if (!m_table.hasClasses) {
            m_rows.targets.push_back(readValue(m_table.target, field));
            return;
        }
        const std::string& name = m_table.name(m_table.target);
        if (field.empty())
            m_lines.fail(inQuotes(name) + " is empty"
                         + gapRemedy(m_table.target, "every row needs a class"));
        double number = 0.0;
        if (!m_numbers.read(field, number) || !std::isfinite(number))
            number = std::numeric_limits<double>::quiet_NaN();
        m_rows.targets.push_back(m_classIndex.add(field, number));
        if (m_classIndex.isOverfull())
            m_lines.fail("the target \"" + name + "\" has more than " + std::to_string(maxClasses)
                         + " different values, too many for classes; use a loss for numbers such "
                           "as mse"
                         + (m_table.isTargetGuessed
                                ? ", or name the column of the classes as data.target"
                                : ""));
    }

    void addWeight(std::string_view field)
    {
        const auto weight = static_cast<float>(readValue(m_table.weight, field));
        if (weight < 0.0f || !std::isfinite(weight))
            m_lines.fail("the weight " + inQuotes(m_table.name(m_table.weight)) + " is "
                         + std::string(field.substr(0, 40))
                         + "; weights are 0 or more, in single precision");
        m_rows.weights.push_back(weight);
    }

    /// \a remedy, unless the file ends with the gap.
    std::string gapRemedy(std::size_t column, const std::string& remedy) const
    {
        return column + 1 == m_table.layout.names.size() && !m_lines.hasLineEnd()
            ? std::string(" and there is no line end; ") + cutOffRemedy
            : "; " + remedy;
    }

    /// What is no number; the likely cause first.
    [[noreturn]] void refuse(std::size_t column, std::string_view field) const
    {
        const std::string name = inQuotes(m_table.name(column));
        if (field.empty())
            m_lines.fail(name + " is empty"
                         + gapRemedy(column, "fill the gap or leave the row out"));
        m_lines.fail(name + " is " + inQuotes(field) + ", which is not a number; "
                     + numberRemedy(m_table, {column, field, m_numbers.mark(), m_rowCount}));
    }

    CsvLines& m_lines;
    const CsvTable& m_table;
    NumberReader m_numbers;
    ClassIndex m_classIndex;
    LoadedRows m_rows;
    std::vector<double> m_features; ///< of the row
    std::uint64_t m_valueCount = 0; ///< of all rows and columns
    std::uint64_t m_rowCount = 0;   ///< of rows that were read to their ends
};

} // namespace

LoadedData readCsv(const std::filesystem::path& path, const CsvOptions& options, bool classes,
                   LoadProgress progress)
{
    CsvLines lines(path, textEncoding(options.encoding), std::move(progress));
    if (!lines.nextLine())
        throw DataError(path.string() + " is empty");
    LoadedData data;
    data.intake.file = fileNameOf(path);
    const CsvTable table = readTable(lines, options, classes, data.intake);
    RowReader rows(lines, table);
    bool hasLine = !table.layout.hasHeader || lines.nextLine();
    for (; hasLine; hasLine = lines.nextLine())
        rows.addRow();
    data.samples = rows.finish(path.string());
    setImageShape(data.samples, options.shape, path.string());
    describe(lines, table, rows.mark(), data.intake);
    return data;
}

} // namespace accumulus
