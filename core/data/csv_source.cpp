#include "core/data/csv_source.h"

#include "core/data/csv_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

namespace accumulus {

namespace {

constexpr std::size_t maxColumns = 1 << 16;
constexpr std::size_t maxClasses = 1000;

bool isNumber(const std::string& field)
{
    double value = 0.0;
    return parseNumber(field, value);
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
    if (first.size() > maxColumns)
        lines.fail("there are more than 65536 columns");
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

/// Class names in order: by number if all are numbers, else by text. Turns labels into indices.
void indexClasses(Dataset& data, const std::vector<std::string>& labels)
{
    struct NumberThenText
    {
        bool byNumber;
        bool operator()(const std::string& a, const std::string& b) const
        {
            if (!byNumber)
                return a < b;
            double x = 0.0;
            double y = 0.0;
            parseNumber(a, x);
            parseNumber(b, y);
            return x < y;
        }
    };
    const bool byNumber = std::all_of(labels.begin(), labels.end(), isNumber);
    std::map<std::string, std::size_t, NumberThenText> classes(NumberThenText{byNumber});
    for (const std::string& label : labels)
        classes.try_emplace(label, 0);
    for (auto& [name, index] : classes) {
        index = data.classNames.size();
        data.classNames.push_back(name);
    }
    data.targets.reserve(labels.size());
    for (const std::string& label : labels)
        data.targets.push_back(static_cast<float>(classes.at(label)));
}

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
    std::vector<std::string> labels;
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
                labels.push_back(fields[i]);
        }
    }
    if (data.features.empty())
        throw DataError(path.string() + " has a header but no data rows");
    if (classes) {
        indexClasses(data, labels);
        if (data.classNames.size() > maxClasses)
            throw DataError(path.string() + ": the target \"" + layout.names[layout.target]
                            + "\" has " + std::to_string(data.classNames.size())
                            + " different values, too many for classes (at most "
                            + std::to_string(maxClasses) + "); use a loss for numbers such as mse");
    }
    return data;
}

} // namespace accumulus
