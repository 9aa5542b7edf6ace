#include "core/data/data_intake.h"

#include "core/data/csv_layout.h"
#include "core/data/csv_lines.h"

#include <algorithm>

namespace accumulus {

namespace {

/// "53,920"
std::string grouped(std::size_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t i = text.size(); i > 3; i -= 3)
        text.insert(i - 3, ",");
    return text;
}

/// "1 row", "53,920 rows"
std::string counted(std::size_t number, const std::string& what)
{
    return grouped(number) + ' ' + what + (number == 1 ? "" : "s");
}

std::string joined(const std::vector<std::string>& parts, const std::string& separator)
{
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() || part.empty() ? "" : separator) + part;
    return text;
}

std::string featuresText(const DataIntake& intake)
{
    if (intake.positions > 1)
        return "texts of up to " + counted(static_cast<std::size_t>(intake.positions), "character");
    if (intake.shape.size() != 3)
        return counted(static_cast<std::size_t>(intake.features), "feature");
    const auto side = [&](std::size_t i) { return std::to_string(intake.shape[i]); };
    return "images of " + side(0) + "×" + side(1) + (intake.shape[2] > 1 ? "×" + side(2) : "");
}

/// With their names if those are few and short.
std::string classesText(const std::vector<std::string>& names)
{
    if (names.empty())
        return {};
    constexpr std::size_t mostBytes = 60;
    const std::string list = joined(names, ", ");
    return grouped(names.size()) + (names.size() == 1 ? " class" : " classes")
        + (list.size() <= mostBytes ? " (" + list + ')' : "");
}

std::string rowsText(const DataIntake& intake)
{
    const std::string target = joined({intake.target, classesText(intake.classNames)}, ", ");
    return joined({counted(intake.rows, "row"),
                   featuresText(intake) + (target.empty() ? "" : " → " + target),
                   intake.weight.empty() ? "" : "weights from " + intake.weight},
                  ", ");
}

std::string headerText(const DataIntake& intake)
{
    if (intake.isHeaderUncertain)
        return std::string("first line taken as ") + (intake.hasHeader ? "header" : "data")
            + " (data.header overrules it)";
    return intake.hasHeader ? "header" : "no header";
}

std::string formatText(const DataIntake& intake)
{
    const bool isTable = intake.separator != '\0';
    return joined({isTable ? headerText(intake) : "",
                   isTable ? separatorText(intake.separator) : "",
                   intake.hasDecimalComma ? "decimal comma" : "",
                   intake.hasDecimalPoint ? "decimal point" : "", intake.encoding},
                  ", ");
}

std::string skippedText(const DataIntake& intake)
{
    const auto blankLines = static_cast<std::size_t>(intake.blankLines);
    return joined({intake.hasSeparatorLine ? "the line sep= obeyed" : "",
                   intake.hasRowNames ? "row names in front of the columns skipped" : "",
                   blankLines > 0 ? counted(blankLines, "blank line") + " skipped" : "",
                   intake.emptyColumns > 0
                       ? counted(intake.emptyColumns, "empty column") + " at the end dropped"
                       : ""},
                  ", ");
}

/// What makes a run pointless, or its data others than were meant.
std::string warningText(const DataIntake& intake)
{
    if (!intake.perhapsThousands.empty())
        return intake.perhapsThousands
            + " was read as a fraction; if its point separates thousands, leave it out";
    if (const std::string name = perhapsMissingClass(intake); !name.empty())
        return name + " was taken as a class; if it is a gap, leave its rows out";
    if (intake.trainingRows == 1)
        return "one training row, so there is nothing to accumulate";
    return intake.hasConstantTarget
        ? "the target is the same in all training rows, so every loss is that of a constant"
        : "";
}

} // namespace

std::string intakeText(const DataIntake& intake)
{
    return (intake.file.empty() ? intake.source : intake.file) + ": "
        + joined({rowsText(intake), formatText(intake), skippedText(intake),
                  grouped(intake.trainingRows) + " train, " + grouped(intake.validationRows)
                      + " validate",
                  warningText(intake)},
                 "; ");
}

std::string perhapsMissingClass(const DataIntake& intake)
{
    if (intake.separator == '\0')
        return {};
    const auto missing = std::find_if(intake.classNames.begin(), intake.classNames.end(),
                                      [](const std::string& name) { return isMissing(name); });
    return missing == intake.classNames.end() ? std::string() : *missing;
}

std::string fileNameOf(const std::filesystem::path& path)
{
    return (path.has_filename() ? path : path.parent_path()).filename().string();
}

} // namespace accumulus
