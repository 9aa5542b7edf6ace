#include "core/data/csv_source.h"

#include "core/data/array_reader.h"
#include "core/data/class_index.h"
#include "core/data/csv_lines.h"
#include "core/data/image_shape.h"
#include "core/data_error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t noColumn = std::size_t(-1);

bool isNumber(const std::string& field)
{
    double value = 0.0;
    return parseNumber(field, value) && std::isfinite(value);
}

/// What the options and the first line say about all lines.
struct Layout
{
    char separator = ',';
    bool hasHeader = false;
    std::vector<std::string> names; ///< of the columns, as messages call them
    std::size_t target = 0;
    std::size_t weight = noColumn;
};

/// The column \a wanted, by name or index; \a what is what it is for: "target".
std::size_t findColumn(const CsvLines& lines, const Layout& layout, const std::string& wanted,
                       const std::string& what)
{
    const auto& names = layout.names;
    if (layout.hasHeader) {
        if (const auto named = std::find(names.begin(), names.end(), wanted); named != names.end())
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

Layout readLayout(CsvLines& lines, const CsvOptions& options)
{
    Layout layout;
    layout.separator =
        options.separator == "auto" ? guessSeparator(lines.line()) : options.separator.front();
    const std::vector<std::string>& first = lines.fields(layout.separator);
    if (first.size() < 2)
        lines.fail("there is only one column; a feature and a target are needed. Is the separator "
                   "right?");
    layout.hasHeader = options.header == "yes"
        || (options.header == "auto" && std::none_of(first.begin(), first.end(), isNumber));
    for (std::size_t i = 0; i < first.size(); ++i)
        layout.names.push_back(layout.hasHeader ? first[i] : "column " + std::to_string(i));
    layout.target = options.target.empty() ? layout.names.size() - 1
                                           : findColumn(lines, layout, options.target, "target");
    if (!options.weight.empty())
        layout.weight = findColumn(lines, layout, options.weight, "weight");
    if (layout.weight == layout.target)
        lines.fail("column \"" + layout.names[layout.target]
                   + "\" would be both target and weight; give data.target and data.weight "
                     "different columns");
    if (layout.weight != noColumn && layout.names.size() < 3)
        lines.fail("there is no column left for a feature beside target and weight");
    return layout;
}

float readValue(const CsvLines& lines, const std::string& column, const std::string& field)
{
    double value = 0.0;
    if (field.empty())
        lines.fail("\"" + column + "\" is empty; fill the gap or leave the row out");
    if (!parseNumber(field, value))
        lines.fail("\"" + column + "\" is \"" + field.substr(0, 40) + "\", which is not a number");
    if (!std::isfinite(static_cast<float>(value)))
        lines.fail("\"" + column + "\" is " + field.substr(0, 40) + "; values must be finite");
    return static_cast<float>(value);
}

/// Reads the rows of a file into a data set, field by field.
class RowReader
{
public:
    RowReader(CsvLines& lines, const Layout& layout, bool classes)
        : m_lines(lines)
        , m_layout(layout)
        , m_classes(classes)
    {
        for (std::size_t i = 0; i < layout.names.size(); ++i) {
            if (i != layout.target && i != layout.weight)
                m_data.featureNames.push_back(layout.names[i]);
        }
        m_data.featureCount = static_cast<int>(m_data.featureNames.size());
    }

    void addRow(const std::vector<std::string>& fields)
    {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i == m_layout.target)
                addTarget(fields[i]);
            else if (i == m_layout.weight)
                addWeight(fields[i]);
            else
                m_data.features.push_back(readValue(m_lines, m_layout.names[i], fields[i]));
        }
        if (m_data.features.size() > maxValues)
            m_lines.fail("the file has more than 2^29 values, more than is kept in memory");
    }

    Dataset finish(const std::string& file)
    {
        if (m_data.features.empty())
            throw DataError(file + " has a header but no data rows");
        if (!m_data.weights.empty()
            && std::all_of(m_data.weights.begin(), m_data.weights.end(),
                           [](float weight) { return weight == 0.0f; }))
            throw DataError(file + ": all weights in \"" + m_layout.names[m_layout.weight]
                            + "\" are 0, so no row would count");
        if (m_classes)
            m_classIndex.sortInto(m_data);
        return std::move(m_data);
    }

private:
    void addTarget(const std::string& field)
    {
        const std::string& name = m_layout.names[m_layout.target];
        if (!m_classes) {
            m_data.targets.push_back(readValue(m_lines, name, field));
            return;
        }
        if (field.empty())
            m_lines.fail("\"" + name + "\" is empty; every row needs a class");
        m_data.targets.push_back(m_classIndex.add(field));
        if (m_classIndex.isOverfull())
            m_lines.fail("the target \"" + name + "\" has more than " + std::to_string(maxClasses)
                         + " different values, too many for classes; use a loss for numbers such "
                           "as mse");
    }

    void addWeight(const std::string& field)
    {
        const std::string& name = m_layout.names[m_layout.weight];
        const float weight = readValue(m_lines, name, field);
        if (weight < 0.0f)
            m_lines.fail("the weight \"" + name + "\" is " + field.substr(0, 40)
                         + "; weights are 0 or more");
        m_data.weights.push_back(weight);
    }

    CsvLines& m_lines;
    const Layout& m_layout;
    bool m_classes;
    ClassIndex m_classIndex;
    Dataset m_data;
};

} // namespace

Dataset readCsv(const std::filesystem::path& path, const CsvOptions& options, bool classes,
                LoadProgress progress)
{
    CsvLines lines(path, std::move(progress));
    if (!lines.nextLine())
        throw DataError(path.string() + " is empty");
    const Layout layout = readLayout(lines, options);

    RowReader rows(lines, layout, classes);
    bool hasLine = !layout.hasHeader || lines.nextLine();
    for (; hasLine; hasLine = lines.nextLine()) {
        const std::vector<std::string>& fields = lines.fields(layout.separator);
        if (fields.size() != layout.names.size())
            lines.fail("there are " + std::to_string(fields.size())
                       + " columns where the first line has "
                       + std::to_string(layout.names.size()));
        rows.addRow(fields);
    }
    Dataset data = rows.finish(path.string());
    setImageShape(data, options.shape, path.string());
    return data;
}

} // namespace accumulus
