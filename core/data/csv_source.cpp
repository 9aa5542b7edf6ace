#include "core/data/csv_source.h"

#include "core/data/array_reader.h"
#include "core/data/class_index.h"
#include "core/data/csv_lines.h"
#include "core/data/image_shape.h"
#include "core/data_error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t noColumn = std::size_t(-1);
constexpr const char* cutOffRemedy =
    "the file seems to be cut off: get it again, or take its last line out";

/// What the options and the first lines say about all lines.
struct Table
{
    CsvLayout layout;
    bool mayHaveHeader = false; ///< though its first line is read as data
    bool isTargetGuessed = false;
    std::size_t target = 0;
    std::size_t weight = noColumn;

    const std::string& name(std::size_t column) const { return layout.names[column]; }
};

std::string inQuotes(std::string_view text)
{
    return '"' + std::string(text.substr(0, 40)) + '"';
}

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

std::size_t widthOf(std::string_view line, char separator)
{
    std::vector<std::string_view> fields;
    std::string unquoted;
    return splitFields(line, separator, fields, unquoted).empty() ? fields.size() : 0;
}

/// The first line may be cut by another separator than the others are, or than was named.
[[noreturn]] void refuseOneColumn(CsvLines& lines, const CsvLayout& layout)
{
    if (layout.names.empty())
        lines.fail("there is nothing in this line but separators; take it out, or name another "
                   "separator as data.separator");
    const std::vector<std::string_view> ahead = lines.lookAhead();
    const std::string_view next = ahead.size() > 1 ? ahead[1] : std::string_view();
    const std::size_t nextWidth = widthOf(next, layout.separator);
    const std::string reason = "there is only one column; a feature and a target are needed. ";
    for (const char other : {',', ';', '\t', '|'}) {
        const std::size_t width = widthOf(ahead[0], other);
        const std::string columns = std::to_string(width) + " columns";
        if (width < 2 || other == layout.separator)
            continue;
        if (next.empty() || widthOf(next, other) == width)
            lines.fail(reason + "With " + separatorText(other) + " there are " + columns
                       + ": let data.separator name it");
        if (nextWidth == width)
            lines.fail(reason + "This line has " + columns + " with " + separatorText(other)
                       + ", the next one has as many with " + separatorText(layout.separator)
                       + ": give all lines the same separator");
    }
    lines.fail(reason
               + (nextWidth > 1 ? "The next line has " + std::to_string(nextWidth)
                          + ": if this one is a title, take it out"
                                : "The file is read with " + separatorText(layout.separator)
                          + "; name another as data.separator"));
}

/// Goes on to the line behind `sep=;` if there is one, and looks at the first lines.
Table readTable(CsvLines& lines, const CsvOptions& options, DataIntake& intake)
{
    CsvHints hints = options.format;
    if (const char separator = separatorLine(lines.line()); separator != '\0') {
        intake.hasSeparatorLine = true;
        if (hints.separator == "auto")
            hints.separator = separator;
        if (!lines.nextLine())
            lines.fail("there is nothing behind this line");
    }
    Table table{.layout = guessCsvLayout(lines.lookAhead(), hints),
                .isTargetGuessed = options.target.empty()};
    const CsvLayout& layout = table.layout;
    table.mayHaveHeader = !layout.hasHeader && (hints.header == "no" || layout.isHeaderUncertain);
    lines.fields(layout.separator); // throws if they cannot be cut
    if (layout.names.size() < 2)
        refuseOneColumn(lines, layout);
    table.target = table.isTargetGuessed ? layout.names.size() - 1
                                         : findColumn(lines, layout, options.target, "target");
    if (!options.weight.empty())
        table.weight = findColumn(lines, layout, options.weight, "weight");
    if (table.weight == table.target)
        lines.fail("column \"" + table.name(table.target)
                   + "\" would be both target and weight; give data.target and data.weight "
                     "different columns");
    if (table.weight != noColumn && layout.names.size() < 3)
        lines.fail("there is no column left for a feature beside target and weight");
    return table;
}

void describe(const CsvLines& lines, const Table& table, DecimalMark mark, DataIntake& intake)
{
    intake.target = table.name(table.target);
    if (table.weight != noColumn)
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
    RowReader(CsvLines& lines, const Table& table, bool classes)
        : m_lines(lines)
        , m_table(table)
        , m_classes(classes)
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
        if (m_classes)
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
            m_lines.fail(
                (fields.size() == 1
                     ? "there is only one column where "
                     : "there are " + std::to_string(fields.size()) + " columns where ")
                + std::string(layout.hasRowNames ? "the lines above have " : "the first line has ")
                + std::to_string(width) + " (read with " + separatorText(layout.separator)
                + "; data.separator overrules it)");
        return fields.subspan(namesInFront);
    }

    double readValue(std::size_t column, std::string_view field)
    {
        double value = 0.0;
        if (!m_numbers.read(field, value))
            refuse(column, field);
        if (!std::isfinite(value))
            m_lines.fail(inQuotes(m_table.name(column)) + " is " + std::string(field.substr(0, 40))
                         + "; values must be finite");
        return value;
    }

    void addTarget(std::string_view field)
    {
        if (!m_classes) {
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
                     + remedy(column, field));
    }

    std::string remedy(std::size_t column, std::string_view field) const
    {
        const CsvLayout& layout = m_table.layout;
        double value = 0.0;
        if (m_numbers.mark() != DecimalMark::Comma && isNumberWithComma(field))
            return "if that is a decimal comma, set data.decimal to comma; if it separates "
                   "thousands, leave it out";
        const std::optional<GroupedNumber> grouped = groupedNumber(field);
        if (m_numbers.mark() == DecimalMark::Comma && parseNumber(field, value))
            return "numbers are read with a decimal comma, which data.decimal overrules"
                + std::string(grouped ? "; if the point separates thousands, leave it out" : "");
        if (grouped)
            return groupedRemedy(*grouped);
        if (const std::string_view sign = signRemedy(field); !sign.empty())
            return std::string(sign);
        constexpr std::string_view beginsOfNumbers = "0123456789+-.";
        if (beginsOfNumbers.find(field.front()) != std::string_view::npos
            && field.find_first_of(",;|\t ") != std::string_view::npos)
            return "the file is read with " + separatorText(layout.separator)
                + ", which data.separator overrules";
        if (isMissing(field))
            return "fill the gap or leave the row out";
        if (m_table.mayHaveHeader && m_valueCount == layout.names.size())
            return "if this line is the header, let data.header be yes";
        return textRemedy(column);
    }

    /// Marks between thousands are nowhere read, for a guess would change numbers a thousandfold.
    std::string groupedRemedy(const GroupedNumber& number) const
    {
        const bool isBlank =
            number.thousands == " " || number.thousands == "\u00A0" || number.thousands == "\u202F";
        std::string text = (isBlank ? "a blank" : inQuotes(number.thousands))
            + " separates thousands: leave such marks out";
        if (number.decimal == '\0')
            return text;
        const DecimalMark mark = number.decimal == ',' ? DecimalMark::Comma : DecimalMark::Point;
        const std::string name(decimalMarks()[static_cast<std::size_t>(mark)].name);
        return text
            + (m_numbers.mark() == mark ? "; the decimal mark is a " + name
                                        : ", and let data.decimal be " + name);
    }

    std::string textRemedy(std::size_t column) const
    {
        const std::string elsewhere = m_table.isTargetGuessed
            ? "; if another column is to be predicted, name it as data.target"
            : "";
        if (column == m_table.target)
            return "texts are classes: set loss to cross_entropy and let the model end in output, "
                   "such as \"16 relu, output\""
                + elsewhere;
        if (!m_table.isTargetGuessed)
            return "features are numbers: give the values of this column numbers";
        return "features are numbers, and " + inQuotes(m_table.name(m_table.target))
            + " was taken as the target: if this column is to be predicted, set data.target to "
            + (m_table.layout.hasHeader && m_table.name(column).size() <= 40
                   ? m_table.name(column)
                   : std::to_string(column))
            + (m_classes ? "" : " and loss to cross_entropy") + "; else give its values numbers";
    }

    CsvLines& m_lines;
    const Table& m_table;
    bool m_classes;
    NumberReader m_numbers;
    ClassIndex m_classIndex;
    LoadedRows m_rows;
    std::vector<double> m_features; ///< of the row
    std::uint64_t m_valueCount = 0; ///< of all rows and columns
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
    const Table table = readTable(lines, options, data.intake);
    RowReader rows(lines, table, classes);
    bool hasLine = !table.layout.hasHeader || lines.nextLine();
    for (; hasLine; hasLine = lines.nextLine())
        rows.addRow();
    data.samples = rows.finish(path.string());
    setImageShape(data.samples, options.shape, path.string());
    describe(lines, table, rows.mark(), data.intake);
    return data;
}

} // namespace accumulus
