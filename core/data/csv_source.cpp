#include "core/data/csv_source.h"

#include "core/data/csv_lines.h"
#include "core/data_error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t maxClasses = 1000;
constexpr std::size_t maxValues = std::size_t{1} << 29; // 2 GiB of features

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
};

std::size_t findTarget(const CsvLines& lines, const Layout& layout, const std::string& target)
{
    const auto& names = layout.names;
    if (target.empty())
        return names.size() - 1;
    if (layout.hasHeader) {
        if (const auto named = std::find(names.begin(), names.end(), target); named != names.end())
            return static_cast<std::size_t>(named - names.begin());
    }
    std::size_t index = 0;
    const char* end = target.data() + target.size();
    const auto [rest, error] = std::from_chars(target.data(), end, index);
    if (error == std::errc() && rest == end && index < names.size())
        return index;
    std::string known;
    for (const std::string& name : names)
        known += (known.empty() ? "" : ", ") + name;
    lines.fail("there is no target column \"" + target + "\"; the columns are "
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
    layout.target = findTarget(lines, layout, options.target);
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

/// Turns labels into class indices as they come; there are never more names in memory than classes.
class ClassIndex
{
public:
    /// Index in order of appearance.
    float add(const std::string& label)
    {
        return static_cast<float>(m_indices.try_emplace(label, m_indices.size()).first->second);
    }

    std::size_t size() const { return m_indices.size(); }

    /// Gives \a data the names in order, by number if all are numbers, else by text, and renumbers
    /// its targets.
    void sortInto(Dataset& data) const
    {
        std::vector<std::pair<std::string, std::size_t>> classes(m_indices.begin(),
                                                                 m_indices.end());
        const bool byNumber = std::all_of(classes.begin(), classes.end(),
                                          [](const auto& entry) { return isNumber(entry.first); });
        std::stable_sort(classes.begin(), classes.end(), [&](const auto& a, const auto& b) {
            return byNumber ? numberOf(a.first) < numberOf(b.first) : a.first < b.first;
        });
        std::vector<float> sorted(classes.size());
        for (const auto& [name, index] : classes) {
            sorted[index] = static_cast<float>(data.classNames.size());
            data.classNames.push_back(name);
        }
        for (float& target : data.targets)
            target = sorted[static_cast<std::size_t>(target)];
    }

private:
    static double numberOf(const std::string& text)
    {
        double value = 0.0;
        parseNumber(text, value);
        return value;
    }

    std::map<std::string, std::size_t> m_indices;
};

} // namespace

Dataset readCsv(const std::filesystem::path& path, const CsvOptions& options, bool classes)
{
    CsvLines lines(path);
    if (!lines.nextLine())
        throw DataError(path.string() + " is empty");
    const Layout layout = readLayout(lines, options);

    Dataset data;
    data.featureCount = static_cast<int>(layout.names.size() - 1);
    for (std::size_t i = 0; i < layout.names.size(); ++i) {
        if (i != layout.target)
            data.featureNames.push_back(layout.names[i]);
    }
    ClassIndex classIndex;
    bool hasLine = !layout.hasHeader || lines.nextLine();
    for (; hasLine; hasLine = lines.nextLine()) {
        const std::vector<std::string>& fields = lines.fields(layout.separator);
        if (fields.size() != layout.names.size())
            lines.fail("there are " + std::to_string(fields.size())
                       + " columns where the first line has "
                       + std::to_string(layout.names.size()));
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (i != layout.target)
                data.features.push_back(readValue(lines, layout.names[i], fields[i]));
            else if (!classes)
                data.targets.push_back(readValue(lines, layout.names[i], fields[i]));
            else if (fields[i].empty())
                lines.fail("\"" + layout.names[i] + "\" is empty; every row needs a class");
            else
                data.targets.push_back(classIndex.add(fields[i]));
        }
        if (classIndex.size() > maxClasses)
            lines.fail(
                "the target \"" + layout.names[layout.target] + "\" has more than "
                + std::to_string(maxClasses)
                + " different values, too many for classes; use a loss for numbers such as mse");
        if (data.features.size() > maxValues)
            lines.fail("the file has more than 2^29 values, more than is kept in memory");
    }
    if (data.features.empty())
        throw DataError(path.string() + " has a header but no data rows");
    if (classes)
        classIndex.sortInto(data);
    return data;
}

} // namespace accumulus
