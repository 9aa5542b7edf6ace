#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace accumulus {

/// What was taken from a data source, so that a person can see it and overrule what was guessed
/// (`data.header`, `data.separator`, `data.decimal`, `data.encoding`).
struct DataIntake
{
    std::string source; ///< a name of dataSources()
    std::string file;   ///< without its folder; empty: the rows are made up

    std::size_t rows = 0; ///< training and validation
    std::size_t trainingRows = 0;
    std::size_t validationRows = 0;
    int features = 0;       ///< of a position
    std::vector<int> shape; ///< of those, if they are an image: height, width, channels
    int positions = 1;      ///< predictions of a row, at most: more than 1 for texts
    std::string target;     ///< column, array or file of the targets; empty: it has no name
    std::string weight;     ///< column of the weights; empty: none
    std::vector<std::string> classNames; ///< empty: the targets are numbers
    bool hasConstantTarget = false;      ///< of a file: the same in all training rows

    // files of text
    std::string encoding;        ///< title of a row of textEncodings(); empty: no text
    std::int64_t blankLines = 0; ///< skipped

    // tables of text
    char separator = '\0';          ///< ' ': runs of blanks; NUL: no table
    bool hasHeader = false;         ///< the first line is names
    bool isHeaderUncertain = false; ///< whether the first line is names or data was a guess
    bool hasRowNames = false;       ///< in front of the columns, skipped
    bool hasSeparatorLine = false;  ///< `sep=;` in front of it, which was obeyed
    bool hasDecimalComma = false;
    bool hasDecimalPoint = false; ///< neither: there are no fractions
    std::string perhapsThousands; ///< a number whose point may be no decimal one, see CsvLayout
    std::size_t emptyColumns = 0; ///< behind the last separator of a line, dropped
};

/// All of it in a line, such as
/// `diamonds.csv.gz: 53,920 rows, 9 features → price; header, separator ",", decimal point, UTF-8;
/// 43,136 train, 10,784 validate`, and what a person may not have meant.
std::string intakeText(const DataIntake& intake);

/// The class of a table that may be a gap: "NA", "?"; "" if there is none.
std::string perhapsMissingClass(const DataIntake& intake);

/// What a file or folder is called there.
std::string fileNameOf(const std::filesystem::path& path);

} // namespace accumulus
