#include "core/data_error.h"
#include "tests/core/binary_files.h"
#include "tests/core/rounded_rows.h"
#include "tests/support.h"

#include "core/data/csv_source.h"
#include "core/data/data_source.h"
#include "core/data/split.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

RoundedData load(const std::string& text, const CsvOptions& options = {}, bool classes = false)
{
    const TemporaryFolder folder;
    return RoundedData(readCsv(folder.write("data.csv", text), options, classes));
}

Dataset read(const std::string& text, const CsvOptions& options = {}, bool classes = false)
{
    return load(text, options, classes).samples;
}

/// ASCII as UTF-16 LE.
std::string withNuls(const std::string& text)
{
    std::string bytes;
    for (const char c : text)
        bytes += {c, '\0'};
    return bytes;
}

/// What `intake` says of the columns.
std::string namesOf(const RoundedData& data)
{
    std::string names;
    for (const std::string& name : data.samples.featureNames)
        names += name + ", ";
    return names + data.intake.target;
}

std::string errorOf(const std::string& text, const CsvOptions& options = {}, bool classes = false)
{
    try {
        read(text, options, classes);
    } catch (const DataError& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("CSV: numbers with a header, the last column is the target", "[data][csv]")
{
    const Dataset data = read("a,b,y\n1,2,3\n-4.5,1e-3,+6\n");
    CHECK(data.featureCount == 2);
    CHECK(data.rowCount() == 2);
    CHECK(data.features == std::vector<float>{1.0f, 2.0f, -4.5f, 1e-3f});
    CHECK(data.targets == std::vector<float>{3.0f, 6.0f});
    CHECK(data.featureNames == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(data.isClassification());
}

TEST_CASE("CSV: files as people have them", "[data][csv]")
{
    const std::vector<float> features{1.0f, 2.0f, 3.0f, 4.0f};
    const std::vector<float> targets{5.0f, 6.0f};
    const auto [name, text] = GENERATE(table<std::string, std::string>({
        {"no header", "1,2,5\n3,4,6\n"},
        {"semicolons", "a;b;y\n1;2;5\n3;4;6\n"},
        {"tabs", "a\tb\ty\n1\t2\t5\n3\t4\t6\n"},
        {"bars", "a|b|y\n1|2|5\n3|4|6\n"},
        {"CRLF and no end of the last line", "a,b,y\r\n1,2,5\r\n3,4,6"},
        {"a byte-order mark",
         "\xEF\xBB\xBF"
         "a,b,y\n1,2,5\n3,4,6\n"},
        {"quotes and spaces", "\"a, first\", b ,y\n 1, \"2\" ,5\n3,4 ,6\n"},
        {"blank lines", "\n\na,b,y\n1,2,5\n\n3,4,6\n\n"},
    }));
    CAPTURE(name);
    const Dataset data = read(text);
    CHECK(data.features == features);
    CHECK(data.targets == targets);
}

TEST_CASE("CSV: the target by name, by index, and as classes", "[data][csv]")
{
    const std::string text = "kind,x\nred,1\nblue,2\nred,3\n";
    const Dataset byName = read(text, {.target = "kind"}, true);
    CHECK(byName.classNames == std::vector<std::string>{"blue", "red"});
    CHECK(byName.targets == std::vector<float>{1.0f, 0.0f, 1.0f});
    CHECK(read(text, {.target = "0"}, true).targets == byName.targets);
    const Dataset numeric = read("x,c\n1,10\n2,9\n3,10\n", {}, true);
    CHECK(numeric.classNames == std::vector<std::string>{"9", "10"}); // by number, not by text
    CHECK(numeric.targets == std::vector<float>{1.0f, 0.0f, 1.0f});
    const Dataset withNan = read("x,c\n1,nan\n2,0\n3,1\n4,nan\n", {}, true);
    CHECK(withNan.classNames == std::vector<std::string>{"0", "1", "nan"}); // a text like any other
    CHECK(read("1,2\n3,4\n", {.format = {.header = "yes"}}).rowCount() == 1);
    CHECK(read("x y,z\n1,2\n", {.format = {.separator = ","}}).featureCount == 1);
}

TEST_CASE("CSV: files from Excel, pandas, UCI and a Mac", "[data][csv]")
{
    const std::vector<float> features{1.5f, 2.0f, -3.25f, 4.0f};
    const std::vector<float> targets{5.5f, 6.0f};
    const auto [name, text] = GENERATE(table<std::string, std::string>({
        {"decimal commas", "a;b;y\n1,5;2;5,5\n-3,25;4;6,0\n"},
        {"decimal commas without a header", "1,5;2;5,5\n-3,25;4;6,0\n"},
        {"Excel's first line", "sep=;\na;b;y\n1.5;2;5.5\n-3.25;4;6\n"},
        {"Excel's first line, in quotes, CR LF", "\"sep=|\"\r\na|b|y\r\n1.5|2|5.5\r\n-3.25|4|6"},
        {"CR alone", "a,b,y\r1.5,2,5.5\r-3.25,4,6\r"},
        {"runs of blanks", "  1.5  2   5.5 \n -3.25  4   6\n"},
        {"UTF-16 without a mark", withNuls("a,b,y\n1.5,2,5.5\n-3.25,4,6\n")},
        {"Latin-1",
         "gr\xF6\xDF"
         "e,b,y\n1.5,2,5.5\n-3.25,4,6\n"},
        {"numbers as a header", "0,1,2\n1.5,2,5.5\n-3.25,4,6\n"},
        {"separators at the ends", "a,b,y,\n1.5,2,5.5,\n-3.25,4,6,\n"},
        {"separators at the ends but of the header", "a,b,y\n1.5,2,5.5,,\n-3.25,4,6,,\n"},
        {"R's names of rows", "\"a\" \"b\" \"y\"\n\"1\" 1.5 2 5.5\n\"Datsun 710\" -3.25 4 6\n"},
    }));
    CAPTURE(name);
    const Dataset data = read(text);
    CHECK(data.features == features);
    CHECK(data.targets == targets);
}

TEST_CASE("CSV: what is guessed can be overruled", "[data][csv]")
{
    CHECK(read("0,1,2\n0.5,1,2\n", {.format = {.header = "no"}}).rowCount() == 2);
    CHECK(read("1\t2\t3\n", {.format = {.separator = "tab"}}).featureCount == 2);
    CHECK(read("\"1,5\",2\n", {.format = {.decimal = "comma"}}).features
          == std::vector<float>{1.5f});
    CHECK(namesOf(load("\xC3\xA4,y\n1,2\n")) == "ä, y");
    CHECK(namesOf(load("\xC3\xA4,y\n1,2\n", {.encoding = "latin-1"})) == "Ã¤, y");
    CHECK_THAT(errorOf("a;y\n1,5;2\n", {.format = {.decimal = "point"}}),
               ContainsSubstring("set data.decimal to comma"));
}

TEST_CASE("CSV: labels that are the same number are one class, whatever the loss", "[data][csv]")
{
    const Dataset data = read("x,c\n1,1.0\n2,0\n3,1\n4,0.0\n5,+1\n6,1e0\n", {}, true);
    CHECK(data.classNames == std::vector<std::string>{"0", "1"});
    CHECK(data.targets == std::vector<float>{1, 0, 1, 0, 1, 1});
    const Dataset commas = read("x;c\n1,5;1,0\n2,5;2\n3,5;1\n", {}, true);
    CHECK(commas.classNames == std::vector<std::string>{"1", "2"});
    const Dataset mixed = read("x,c\n1,b\n2,10.0\n3,10\n4,a\n", {}, true);
    CHECK(mixed.classNames == std::vector<std::string>{"10", "a", "b"}); // by text
    CHECK(mixed.targets == std::vector<float>{2, 0, 0, 1});
}

TEST_CASE("CSV: a name that two columns have names neither", "[data][csv]")
{
    const std::string text = "a,y,c,y\n1,2,3,4\n";
    CHECK_THAT(
        errorOf(text, {.target = "y"}),
        ContainsSubstring("line 1: two columns are called \"y\": 1 and 3, counted from 0; give "
                          "data.target the number"));
    CHECK_THAT(errorOf(text, {.weight = "y"}), ContainsSubstring("give data.weight the number"));
    CHECK(read(text, {.target = "1"}).targets == std::vector<float>{2});
    CHECK(read(text).targets == std::vector<float>{4}); // nobody asked by name
}

TEST_CASE("CSV: the intake says what was taken and what was skipped", "[data][csv]")
{
    const DataIntake plain = load("a,b,y\n1,2,3\n4,5,6\n").intake;
    CHECK(plain.file == "data.csv");
    CHECK(plain.separator == ',');
    CHECK(plain.hasHeader);
    CHECK_FALSE(plain.hasDecimalComma);
    CHECK_FALSE(plain.hasDecimalPoint); // there is none
    CHECK_FALSE(plain.isHeaderUncertain);
    CHECK_FALSE(plain.hasRowNames);
    CHECK(plain.encoding == "UTF-8");
    CHECK(plain.target == "y");
    CHECK(plain.blankLines == 0);

    const DataIntake all = load("sep=;\r\n\r\na;w;gr\xF6\xDF"
                                "e;\r\n1,5;1;red;\r\n \r\n2;1;blue;\r\n",
                                {.weight = "w"}, true)
                               .intake;
    CHECK(all.separator == ';');
    CHECK(all.hasSeparatorLine);
    CHECK(all.hasDecimalComma);
    CHECK(all.encoding == "Latin-1");
    CHECK(all.target == "größe");
    CHECK(all.weight == "w");
    CHECK(all.blankLines == 2);
    CHECK(all.emptyColumns == 1);
    CHECK_FALSE(all.hasDecimalPoint);
    CHECK_FALSE(load("1,2\n3,4\n").intake.hasHeader);
    CHECK(load("a,b\n1,2.5\n3,4\n").intake.hasDecimalPoint);
    CHECK(load("0,1\n0.5,2.5\n").intake.isHeaderUncertain);
    const DataIntake withRowNames = load("a,y\nx,1,2\nz,3,4\n", {.target = "0"}).intake;
    CHECK(withRowNames.hasRowNames);
    CHECK(withRowNames.target == "a"); // names are not counted
}

TEST_CASE("an intake is a line that a person can read", "[data]")
{
    DataIntake intake{.source = "csv",
                      .file = "diamonds.csv.gz",
                      .rows = 53'920,
                      .trainingRows = 43'136,
                      .validationRows = 10'784,
                      .features = 9,
                      .target = "price",
                      .encoding = "UTF-8",
                      .separator = ',',
                      .hasHeader = true};
    CHECK(intakeText(intake)
          == "diamonds.csv.gz: 53,920 rows, 9 features → price; header, separator \",\", UTF-8; "
             "43,136 train, 10,784 validate");
    intake.classNames = {"0", "1"};
    intake.weight = "w";
    intake.features = 1;
    intake.separator = ' ';
    intake.hasHeader = false;
    intake.hasDecimalComma = true;
    intake.hasSeparatorLine = true;
    intake.blankLines = 1;
    intake.emptyColumns = 2;
    CHECK(
        intakeText(intake)
        == "diamonds.csv.gz: 53,920 rows, 1 feature → price, 2 classes (0, 1), weights from w; no "
           "header, separator blanks, decimal comma, UTF-8; the line sep= obeyed, 1 blank line "
           "skipped, 2 empty columns at the end dropped; 43,136 train, 10,784 validate");
    intake.classNames = {"0"};
    intake.isHeaderUncertain = true;
    intake.hasDecimalComma = false;
    intake.hasDecimalPoint = true;
    intake.hasRowNames = true;
    intake.hasConstantTarget = true;
    CHECK_THAT(
        intakeText(intake),
        ContainsSubstring(", 1 class (0), ")
            && ContainsSubstring("; first line taken as data (data.header overrules it), "
                                 "separator blanks, decimal point, UTF-8; ")
            && ContainsSubstring("row names in front of the columns skipped")
            && EndsWith("; the target is the same in all training rows, so every loss is that of a "
                        "constant"));
    intake.hasHeader = true;
    CHECK_THAT(intakeText(intake), ContainsSubstring("first line taken as header"));
    intake.classNames = {"0", "NA"};
    CHECK_THAT(intakeText(intake),
               EndsWith("; NA was taken as a class; if it is a gap, leave its rows out"));
    intake.perhapsThousands = "1.513";
    CHECK_THAT(intakeText(intake),
               EndsWith("; 1.513 was read as a fraction; if its point "
                        "separates thousands, leave it out"));
    CHECK(intakeText({.source = "blobs",
                      .rows = 1'000,
                      .trainingRows = 800,
                      .validationRows = 200,
                      .features = 2})
          == "blobs: 1,000 rows, 2 features; 800 train, 200 validate");
    CHECK(fileNameOf("/a/b.csv") == "b.csv");
    CHECK(fileNameOf("/a/cifar-10/") == "cifar-10");
}

TEST_CASE("every kind of source says what was taken", "[data]")
{
    const auto intakeOf = [](DataOptions options, bool classes) {
        return intakeText(loadTrainingData(options, classes, 1).intake);
    };
    CHECK(intakeOf({.source = "diabetes"}, false)
          == "diabetes.csv: 442 rows, 10 features → progression; header, separator \",\", decimal "
             "point, UTF-8; 354 train, 88 validate");
    CHECK(
        intakeOf({.source = "digits"}, true)
        == "digits.csv.gz: 1,797 rows, images of 8×8 → digit, 10 classes (0, 1, 2, 3, 4, 5, 6, 7, "
           "8, 9); header, separator \",\", UTF-8; 1,438 train, 359 validate");
    CHECK_THAT(
        intakeOf({.source = "gpl3"}, true),
        StartsWith("gpl3.txt: 963 rows, texts of up to 64 characters → 76 classes; UTF-8; "));
    CHECK(intakeOf({.source = "linear_regression", .samples = 10}, false)
          == "linear_regression: 10 rows, 8 features; 8 train, 2 validate");
}

TEST_CASE("a file with nothing to learn or to accumulate is loaded, and the intake says so",
          "[data]")
{
    const TemporaryFolder folder;
    const auto intakeOf = [&](const std::string& text, bool classes = false) {
        const auto path = folder.write("data.csv", text).string();
        return intakeText(loadTrainingData({.source = "csv", .file = path}, classes, 1).intake);
    };
    const std::string constant = "the target is the same in all training rows";
    CHECK_THAT(intakeOf("a,y\n1,5\n2,5\n3,5\n"), ContainsSubstring(constant));
    CHECK_THAT(intakeOf("a,y\n1,red\n2,red\n3,red\n", true), ContainsSubstring(constant));
    CHECK_THAT(intakeOf("a,y\n1,5\n2,6\n3,5\n"), !ContainsSubstring(constant));
    CHECK_THAT(intakeOf("a,y\n1,5\n"),
               EndsWith("one training row, so there is nothing to accumulate"));
    // Made up, and its targets mean nothing.
    CHECK_FALSE(loadTrainingData({.source = "noisy_quadratic"}, false, 1).intake.hasConstantTarget);
}

TEST_CASE("CSV: bad files are refused with file, line and reason", "[data][csv]")
{
    CHECK_THAT(errorOf(""), ContainsSubstring("data.csv is empty"));
    CHECK_THAT(errorOf("a,b\n"), ContainsSubstring("no data rows"));
    CHECK_THAT(errorOf("a\n1\n"), ContainsSubstring("only one column"));
    CHECK_THAT(errorOf(",,\n,,\n"), ContainsSubstring("nothing in this line but separators"));
    CHECK_THAT(
        errorOf("a,y\n1,2\n1,2,3\n"),
        ContainsSubstring("data.csv, line 3: there are 3 columns where the first line has 2"));
    CHECK_THAT(errorOf("a,y\n1,2\nx,3\n"),
               ContainsSubstring("line 3: \"a\" is \"x\", which is not a number"));
    CHECK_THAT(errorOf("a,y\n1,2\n,3\n"), ContainsSubstring("line 3: \"a\" is empty"));
    CHECK_THAT(errorOf("a,y\n1e30,1\ninf,2\n"),
               ContainsSubstring("line 3") && ContainsSubstring("finite"));
    CHECK_THAT(errorOf("a,y\n1,red\n"),
               ContainsSubstring("\"y\" is \"red\"")
                   && ContainsSubstring("set loss to cross_entropy")
                   && ContainsSubstring("\"16 relu, output\""));
    CHECK_THAT(errorOf("a,y\nred,1\n"), ContainsSubstring("features are numbers"));
    CHECK_THAT(errorOf("a,y\n1,2\nNA,3\n"), ContainsSubstring("fill the gap"));
    CHECK_THAT(errorOf("a,y\n1,2\n3;4,5\n"),
               ContainsSubstring("read with separator \",\", which data.separator overrules"));
    CHECK_THAT(errorOf("a,y\n1,2\n\"3,5\",2\n"), ContainsSubstring("set data.decimal to comma"));
    CHECK_THAT(errorOf("a;y\n1,5;2\n3.5;2\n"),
               ContainsSubstring("decimal comma, which data.decimal overrules"));
    CHECK_THAT(errorOf("a,y\n1,2\n", {.format = {.header = "no"}}),
               ContainsSubstring("if this line is the header, let data.header be yes"));
    std::string rare = "2.5,West\n";
    for (int i = 0; i < 6; ++i)
        rare += std::to_string(i) + (i % 2 == 0 ? ".5,Nord\n" : ".5,Sued\n");
    CHECK_THAT(errorOf(rare), // it could be a class
               ContainsSubstring("if this line is the header, let data.header be yes"));
    CHECK_THAT(errorOf("1,red\n2,blue\n"), ContainsSubstring("set loss to cross_entropy"));
    CHECK_THAT(
        errorOf("Table 1\na,y\n1,2\n"),
        ContainsSubstring("line 1: there is only one column")
            && ContainsSubstring("The next line has 2: if this one is a title, take it out"));
    CHECK_THAT(errorOf("Prices, 2020\na;b;y\n1;2;3\n"),
               ContainsSubstring("if this one is a title"));
    CHECK_THAT(errorOf("a;b;y\n1,2,3\n4,5,6\n"),
               ContainsSubstring("3 columns with separator \";\", the next one has as many with "
                                 "separator \",\": give all lines the same separator"));
    CHECK_THAT(errorOf("a;b;y\n1,5;2;3\n4;5;6\n", {.format = {.separator = ","}}),
               ContainsSubstring("With separator \";\" there are 3 columns: let data.separator"));
    CHECK_THAT(errorOf("a;b;y\n1,2,3\n", {.format = {.separator = ";"}}),
               ContainsSubstring("line 2: there is only one column where the first line has 3"));
    CHECK_THAT(errorOf("sep=;\n"), ContainsSubstring("nothing behind this line"));
    CHECK_THAT(errorOf("a,y\n1,\n", {}, true), ContainsSubstring("every row needs a class"));
    CHECK_THAT(errorOf("a,y\n1,2\n", {.target = "z"}),
               ContainsSubstring("no target column \"z\"") && ContainsSubstring("a, y"));
    CHECK_THAT(errorOf("a,y\n1,2\n", {.target = "2"}), ContainsSubstring("no target column"));
    CHECK_THAT(
        errorOf("a,y\n\"1,2\n"),
        EndsWith("line 2: a quoted field is not closed on its line; line breaks inside a field "
                 "are not read: take them out, or mend the quotation mark"));
    CHECK_THAT(errorOf("note,y\n\"hello, \"\"big\"\"\nworld\",2\n"),
               ContainsSubstring("line 2: a quoted field is not closed"));
    CHECK_THAT(errorOf("a,y\n\"1\"x,2\n"), ContainsSubstring("behind a closing quote"));
    CHECK_THROWS_WITH(readCsv("/nowhere/data.csv", {}, false),
                      ContainsSubstring("cannot be opened"));
    CHECK_THROWS_WITH(readCsv(std::filesystem::temp_directory_path(), {}, false),
                      ContainsSubstring("is a folder"));
}

TEST_CASE("CSV: a text where a number should be is perhaps the target", "[data][csv]")
{
    const std::string first = "kind,a,b\nred,1,2\nblue,3,4\n";
    CHECK_THAT(errorOf(first, {}, true),
               ContainsSubstring("\"b\" was taken as the target")
                   && ContainsSubstring("set data.target to kind; else"));
    CHECK_THAT(errorOf(first),
               ContainsSubstring("set data.target to kind and loss to cross_entropy; else"));
    CHECK_THAT(errorOf("red,1,2\nblue,3,4\n"), ContainsSubstring("set data.target to 0 and"));
    CHECK_THAT(errorOf(first, {.target = "a"}), !ContainsSubstring("data.target"));
    const std::string takeOut = "features are numbers: take this column out of the file or give "
                                "its values numbers";
    CHECK_THAT(errorOf(first, {.target = "a"}), EndsWith(takeOut));
    const std::string two = "name,a,kind\nn0,1,u\nn1,2,v\n"; // neither can be a feature
    CHECK_THAT(errorOf(two), ContainsSubstring("\"name\" is \"n0\"") && EndsWith(takeOut));
    CHECK_THAT(errorOf(two, {}, true), EndsWith(takeOut));
    CHECK_THAT(errorOf("name,kind,y\nn0,u,1\nn1,v,2\n"), EndsWith(takeOut));
    CHECK_THAT(errorOf("name,w,y\nn0,1,1\nn1,2,2\n", {.target = "y", .weight = "w"}),
               EndsWith("features are numbers: give the values of this column numbers"));
    CHECK_THAT(errorOf("a,w,y\n1,u,1\n1,v,2\n", {.weight = "w"}),
               ContainsSubstring("weights are numbers: give the values of this column numbers"));
    const std::string last = "a,b,kind\n1,2,red\n3,4,blue\n";
    CHECK_THAT(errorOf(last),
               ContainsSubstring("set loss to cross_entropy")
                   && ContainsSubstring("name it as data.target"));
    CHECK_THAT(errorOf(last, {.target = "kind"}), !ContainsSubstring("data.target"));
    std::string many = "kind,y\n";
    for (int i = 0; i <= 1000; ++i)
        many += "1," + std::to_string(i) + ".5\n";
    CHECK_THAT(errorOf(many, {}, true),
               ContainsSubstring("name the column of the classes as data.target"));
}

TEST_CASE("CSV: a bad value in a column of numbers is to be mended, not predicted", "[data][csv]")
{
    const std::string rows = "1,2.5\n3,4\n5,6.5\n7,8\n";
    const std::string above =
        "the lines above have numbers in this column: mend this value or leave the row out";
    const std::string below =
        "most lines below have numbers in this column: mend this value or leave the row out";
    const std::string gap = "which is not a number; fill the gap or leave the row out";
    const auto [text, remedy] = GENERATE_COPY(table<std::string, std::string>({
        {"a,y\n" + rows + "#DIV/0!,3\n", "\"a\" is \"#DIV/0!\", which is not a number; " + above},
        {"a,y\n" + rows + "3,oops\n" + rows, above},
        {"a,y\n" + rows + "Total,23\n", above},
        {"a,y\n" + rows + "2024-05-01,23\n", above}, // as Excel makes it of 1.5
        {"a,y\nm,kg\n" + rows, below},
        {"a,y\n" + rows + "a,y\n" + rows,
         "the header seems to stand here again: take this line out"},
        {"a,y\n" + rows + "NaN,3\n", gap},
        {"a,y\n" + rows + "1,-nan\n", gap},
        {"a;y\n1,5;2\nnan;3\n", gap}, // with a decimal comma
        {"a,y\n1,2\n-,3\n", gap},
        {"a,y\n.,3\n-,3\n1,2\n", gap},
        {"a,y\n1,--\n1,2\n", gap},
        {"a,y\n1,-\n2,+\n3,-\n", "texts are classes"}, // no gaps
        {"a,y\n1,1\n1,2\n1,x\n1,y\n", "texts are classes"},
        {"a,y\n1e999,2\n", "is not a number"},
        {"a,y\ninf,2\n", "values must be finite: mend this one or leave the row out"},
    }));
    CAPTURE(text);
    CHECK_THAT(errorOf(text), ContainsSubstring(remedy));
    std::string late = "a,y\n";
    for (int i = 0; i < 20'000; ++i)
        late += rows;
    CHECK_THAT(errorOf(late + "oops,3\n"), ContainsSubstring("line 80002") && EndsWith(above));
}

TEST_CASE("CSV: decimal commas that look like separators are told", "[data][csv]")
{
    const std::string commas = "decimal commas may be taken for separators: write points, or "
                               "separate the columns with semicolons";
    const std::string names = "a,b,y\n";
    CHECK_THAT(errorOf(names + "2074,91,0,85,22,99\n"),
               ContainsSubstring("line 2: there are 6 columns where the first line has 3; ")
                   && EndsWith(commas));
    for (const char* line : {"2074,91,0,85,22,99\n", "2,0,85,-22,99\n", "1,2,3,5e-3\n"}) {
        CAPTURE(line);
        CHECK_THAT(errorOf(names + "1,2,3\n" + line), EndsWith(commas));
    }
    for (const char* line : {"2.5,1,2,3\n", "x,1,2,3\n", "1,2,3,\n", "1,2,3,4,5,6,7\n", "1,2\n"}) {
        CAPTURE(line);
        CHECK_THAT(errorOf(names + "1,2,3\n" + line), EndsWith("; data.separator overrules it)"));
    }
    CHECK_THAT(errorOf("a;b;y\n1;2;3\n1;2;3;4\n"), EndsWith("; data.separator overrules it)"));
}

TEST_CASE("CSV: comments, titles and other formats in front of a table are told", "[data][csv]")
{
    const std::string comment = "begins with \"#\", as comments do: take such lines out, or this "
                                "sign alone where the names "
                                "of the columns stand behind it";
    const std::string single =
        "line 1: there is only one column; a feature and a target are needed. ";
    const std::string title = "the first line has a single name: if it is a title, take it out";
    const auto [text, reason] = GENERATE_COPY(table<std::string, std::string>({
        {"# made by tool\n# on monday\na,b,y\n1,2,3\n", single + "The line " + comment},
        {"# a b y\n1 2 3\n4 5 6\n",
         "line 2: there are 3 columns where the first line has 4; the first line " + comment},
        {"# by tool, v2\na,b,y\n1,2,3\n4,5,6\n5,6,7\n8,9,10\n",
         "\"# by tool\" is \"b\", which is not a number; the first line " + comment},
        {"a,b,y\n1,2,3\n# end\n",
         "line 3: there is only one column where the first line has 3; this "
         "line "
             + comment},
        {"% by tool\na,b,y\n1,2,3\n", "The line begins with \"%\", as comments do"},
        {"@relation x\n@attribute y numeric\n@data\n1,2\n",
         "The line begins with \"@\", as the head of an ARFF file does: take such lines out"},
        {"<html><body></body></html>\n",
         "The line begins with \"<\", as HTML and XML do: save the table that is in it as CSV"},
        {"Report;;\n\na;b;y\n1;2;3\n4;5;6\n7;8;9\n1;2;3\n", title},
        {"Report;;\nname;b;kind\nx;2;u\ny;5;v\n", title},
        // no comments
        {"#,a,y\n1,2,3\n1,2\n", "data.separator overrules it"},
        {"#,a,y\n1,m,3\n1,2,3\n1,2,3\n1,2,3\n", "most lines below have numbers"},
        {"a,b,y\n1,2,3\n<5,2\n", "data.separator overrules it"},
        {"a,b,y\n1,2,3\n1,2\n", "data.separator overrules it"},
    }));
    CAPTURE(text);
    CHECK_THAT(errorOf(text), EndsWith(reason) || ContainsSubstring(reason));
    CHECK(read("# a,y\n1,2\n").featureNames == std::vector<std::string>{"# a"});
}

TEST_CASE("CSV: dates and times are told from numbers with marks", "[data][csv]")
{
    const std::string out = " or take this column out of the file";
    const std::string numbers =
        "dates and times are no numbers: write them as numbers (days, seconds)";
    for (const char* date :
         {"2024-01-02 03:00:00", "2024-01-02", "02.01.2024", "2.1.24", "1/2/2024", "2024/01/02",
          "2024-01-02T03:00:00Z", "1/2/24 3:15 PM", "03:15", "3:15:30.5", "24:00:00", "3:15 am"}) {
        CAPTURE(date);
        const std::string row = date + std::string(";1\n");
        CHECK_THAT(errorOf("t;y\n" + row + row), EndsWith(numbers + out));
        CHECK_THAT(errorOf(row + row), EndsWith(numbers + out));
    }
    CHECK_THAT(errorOf("a,t\n1,03:15\n"), EndsWith(numbers + out));
    CHECK_THAT(errorOf("a,t\n1,03:15\n", {.target = "t"}), EndsWith(numbers)); // it is needed
    for (const char* text : {"1.234.567", "1:0.43", "1:2074.91", "192.168.1.10", "1-2", "2024-x",
                             "1.2.3", "123-45-6789", "12:", ":30", "1.2.", "12 kg", "1/2"}) {
        CAPTURE(text);
        CHECK_THAT(errorOf("t;y\n" + std::string(text) + ";1\n"),
                   ContainsSubstring("which is not a number") && !ContainsSubstring("dates")
                       && !ContainsSubstring("data.separator"));
    }
}

TEST_CASE("CSV: marks between thousands are named, and the decimal mark beside them", "[data][csv]")
{
    const auto checkComma = [](const std::string& text) {
        CHECK_THAT(errorOf(text),
                   ContainsSubstring("\".\" separates thousands")
                       && ContainsSubstring("let data.decimal be comma"));
    };
    checkComma("a;b;y\n2.047,4;1;2\n");
    checkComma("a;y\n2.047,4;1.100,5\n3.047,4;2.100,5\n"); // no separator is ","
    checkComma("a,y\n1,\"2.047,4\"\n");
    CHECK_THAT(errorOf("a;y\n1,5;2\n2.047,4;2\n"),
               ContainsSubstring("\".\" separates thousands")
                   && ContainsSubstring("the decimal mark is a comma"));
    CHECK_THAT(errorOf("a;y\n1,5;2\n2,047.4;2\n"), ContainsSubstring("let data.decimal be point"));
    CHECK_THAT(errorOf("a;y\n1,5;2\n2.047;2\n"),
               ContainsSubstring("data.decimal overrules; if the point separates thousands"));
    CHECK_THAT(errorOf("a;y\n1.234.567;2\n"), EndsWith("leave such marks out"));
    CHECK_THAT(errorOf("a;y\n1 234;2\n"), ContainsSubstring("a blank separates thousands"));
}

TEST_CASE("CSV: a file that ends within a line is called cut off", "[data][csv]")
{
    CHECK_THAT(errorOf("a,b,y\n1,2,3\n1,2"),
               ContainsSubstring("line 3: the line has 2 of 3 columns and no line end")
                   && ContainsSubstring("cut off: get it again, or take its last line out"));
    CHECK_THAT(errorOf("a,b,y\n1,2,3\n1,2,"),
               ContainsSubstring("\"y\" is empty") && ContainsSubstring("cut off"));
    CHECK_THAT(errorOf("a,y\n1,2\n1,", {}, true), ContainsSubstring("cut off"));
    CHECK_THAT(errorOf("a,b,y\n1,2,3\n1,,3"), !ContainsSubstring("cut off"));
    CHECK_THAT(errorOf("a,b,y\n1,2,3\n1,2,\n"), !ContainsSubstring("cut off"));
    CHECK_THAT(errorOf("a,b,y\n1,2,3\n1,2\n"), !ContainsSubstring("cut off"));
    CHECK_THAT(errorOf("a,b,y\n1,2,3\n1,2,3,4"), !ContainsSubstring("cut off"));
    CHECK(read("a,b,y\n1,2,3\n1,2,3").rowCount() == 2);
}

TEST_CASE("CSV: what is no text is named, with what to do", "[data][csv]")
{
    const TemporaryFolder folder;
    const auto refusal = [](const std::filesystem::path& path) {
        try {
            readCsv(path, {}, false);
        } catch (const DataError& error) {
            return std::string(error.what());
        }
        return std::string("no error");
    };
    const auto archive = [&](const std::vector<ZipMember>& members) {
        return refusal(writeZip(folder.path() / "data.csv", members, true));
    };
    CHECK_THAT(
        archive({{"docProps/app.xml", "x"}, {"xl/workbook.xml", "x"}}),
        ContainsSubstring("data.csv is not text but an Excel workbook; save its sheet as CSV"));
    CHECK_THAT(archive({{"word/document.xml", "x"}}), ContainsSubstring("a Word document"));
    CHECK_THAT(archive({{"mimetype", "x"}, {"content.xml", "x"}}),
               ContainsSubstring("OpenDocument"));
    CHECK_THAT(archive({{"x.npy", "x"}}), ContainsSubstring("set data.source to npz"));
    CHECK_THAT(archive({{"a.csv", "x"}}), ContainsSubstring("a ZIP archive; unpack it"));

    CHECK_THAT(errorOf("PK\3\4 and no more of it"),
               ContainsSubstring("a ZIP archive or a workbook that is damaged or cut off; get it"));
    CHECK_THAT(errorOf(std::string("PAR1\x15\4\x15\x10\0", 9)),
               ContainsSubstring("a Parquet file"));
    CHECK_THAT(errorOf("%PDF-1.4\n1 0 obj\n"), ContainsSubstring("a PDF document"));
    CHECK_THAT(errorOf(npy("<f4", "(1,)", "0123")), ContainsSubstring("set data.source to npy"));
    CHECK_THAT(errorOf("BZh91AY&SY"), ContainsSubstring("bunzip2"));
    CHECK_THAT(refusal(writeGzip(folder.path() / "data.csv.gz", "%PDF-1.4\n")),
               ContainsSubstring("a PDF document"));
    CHECK_THAT(errorOf(std::string("PAR1\0\1\2", 7)), ContainsSubstring("a Parquet file"));
    const std::string idx = idxHeader(8, {2, 2}) + countingBytes(4);
    CHECK_THAT(errorOf(idx),
               ContainsSubstring("not text but an IDX file, the format of MNIST; set "
                                 "data.source to idx"));
    CHECK_THAT(refusal(writeGzip(folder.path() / "data.csv.gz", idx)),
               ContainsSubstring("an IDX file"));
    std::string tar = "a.csv" + std::string(252, '\0') + "ustar\0" + std::string(249, '\0');
    CHECK_THAT(errorOf(tar), ContainsSubstring("a tar archive; unpack it"));
    CHECK_THAT(errorOf("\x89PNG\r\n\x1A\n"), ContainsSubstring("a PNG image; images are read"));
    CHECK_THAT(errorOf(std::string("\xFF\xFE\0\0a\0\0\0", 8)), ContainsSubstring("UTF-32"));
    CHECK(read("PAR1,PAR2\n1,2\n").rowCount() == 1); // a name like any other
}

TEST_CASE("CSV: a column of weights is neither feature nor target", "[data][csv]")
{
    const std::string text = "a,w,b,y\n1,0.5,2,3\n4,0,5,6\n";
    const CsvOptions byName{.weight = "w"};
    const Dataset data = read(text, byName);
    CHECK(data.features == std::vector<float>{1, 2, 4, 5});
    CHECK(data.targets == std::vector<float>{3, 6});
    CHECK(data.weights == std::vector<float>{0.5f, 0.0f});
    CHECK(data.featureNames == std::vector<std::string>{"a", "b"});
    CHECK(read(text, {.weight = "1"}).weights == data.weights);

    CHECK_THAT(errorOf("a,w,y\n1,1,2\n1,-0.5,2\n", byName),
               ContainsSubstring("data.csv, line 3: the weight \"w\" is -0.5"));
    CHECK_THAT(errorOf("a,w,y\n1,0,2\n1,0,2\n", byName),
               ContainsSubstring("all weights in \"w\" are 0"));
    CHECK_THAT(errorOf("a,w,y\n1,nan,2\n", byName), ContainsSubstring("fill the gap"));
    CHECK_THAT(errorOf("a,w,y\n1,1,2\n", {.weight = "v"}),
               ContainsSubstring("no weight column \"v\""));
    CHECK_THAT(errorOf("a,w\n1,1\n", byName), ContainsSubstring("both target and weight"));
    CHECK_THAT(errorOf("w,y\n1,1\n", byName), ContainsSubstring("no column left for a feature"));
}

TEST_CASE("CSV: data.shape makes images of rows", "[data][csv]")
{
    const std::string text = "1,2,3,4,5,6,0\n";
    CHECK(read(text, {.shape = "2x3"}).shape == std::vector<int>{2, 3, 1});
    CHECK(read(text, {.shape = "1x2x3"}).shape == std::vector<int>{1, 2, 3});
    CHECK(read(text).shape.empty());
    CHECK_THAT(errorOf(text, {.shape = "2x2"}),
               ContainsSubstring("data.csv: data.shape is \"2x2\", which is 4 values, but a row "
                                 "has 6 features"));
    for (const char* wrong : {"6", "2x", "x3", "2x3x", "2x3x1x1", "0x6", "-2x3", "2*3", "a",
                              "99999999999x1", "65537x1", " 2x3"}) {
        CAPTURE(wrong);
        CHECK_THAT(errorOf(text, {.shape = wrong}), StartsWith("data.shape is"));
    }
}

TEST_CASE("CSV: long files report how far they are, and stop when told to", "[data][csv]")
{
    const TemporaryFolder folder;
    std::string text;
    while (text.size() < 10'000'000)
        text += "12345678901,12345678902,12345678903,12345678904,12345678905,1\n";
    const auto path = folder.write("long.csv", text);
    std::vector<double> shares;
    readCsv(path, {}, false, [&](double share) { shares.push_back(share); });
    REQUIRE(shares.size() == 2); // every 4 MiB
    CHECK_THAT(shares[0], WithinAbs(0.42, 0.05));
    CHECK_THAT(shares[1], WithinAbs(0.84, 0.05));

    int calls = 0;
    CHECK_THROWS_WITH(readCsv(path, {}, false,
                              [&](double) {
                                  ++calls;
                                  throw std::runtime_error("enough");
                              }),
                      Equals("enough"));
    CHECK(calls == 1);
}

TEST_CASE("CSV: hostile files end in an error, not in a crash or in memory", "[data][csv]")
{
    CHECK_THAT(errorOf(std::string("a,y\n1,\0002\n", 10)), ContainsSubstring("NUL byte"));
    CHECK_THAT(errorOf(std::string(17 << 20, '1')), ContainsSubstring("longer than 16 MiB"));
    CHECK_THAT(errorOf(std::string(70'000, ',') + "\n"),
               ContainsSubstring("more than 65536 columns"));
    std::string classes = "x,c\n";
    for (int i = 0; i < 1001; ++i)
        classes += "1," + std::to_string(i) + "\n";
    CHECK_THAT(errorOf(classes, {}, true), ContainsSubstring("too many for classes"));
    std::string noise;
    for (int i = 0; i < 4096; ++i)
        noise += static_cast<char>(i * 131 % 251 + 1);
    CHECK(errorOf(noise) != "no error");
}

TEST_CASE("CSV: gzip files read as plain ones, and a cut one is refused", "[data][csv]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "data.csv.gz";
    std::string text = "a,y\n";
    for (int i = 0; i < 5000; ++i)
        text += std::to_string(i) + ',' + std::to_string(i * i % 977) + '\n';
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
    CHECK(readCsv(path, {}, false).samples.rowCount() == 5000);

    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK_THROWS_WITH(readCsv(path, {}, false), ContainsSubstring("damaged or cut off"));
}

TEST_CASE("gzip: behind a member is another one, or zeros, or the file is refused", "[data][csv]")
{
    const TemporaryFolder folder;
    const auto packed = [&](const std::string& text) {
        return textOf(writeGzip(folder.path() / "part.gz", text));
    };
    const std::string first = packed("a,y\n1,2\n");
    const std::string second = packed("3,4\n5,6\n");
    const auto rowsOf = [&](const std::string& bytes) { return read(bytes).rowCount(); };
    CHECK(rowsOf(first + second) == 3);
    CHECK(rowsOf(first + packed("") + second) == 3);
    CHECK(rowsOf(first + std::string(100'000, '\0')) == 1);

    const auto checkRefusal = [](const std::string& bytes, const std::string& reason) {
        CHECK_THAT(errorOf(bytes), ContainsSubstring("byte 8: ") && ContainsSubstring(reason));
    };
    const std::string notPacked = "neither compressed data nor zeros";
    checkRefusal(first + "\x1F\x8C" + second.substr(2), notPacked);
    checkRefusal(first + "\x1F", notPacked);
    checkRefusal(first + "1,2\n", notPacked);
    checkRefusal(first + std::string(10, '\0') + second, notPacked);
    checkRefusal(first + std::string(100'000, '\0') + 'x', notPacked);

    const std::string damaged = "damaged or cut off";
    checkRefusal(first + second.substr(0, 5), damaged);
    checkRefusal(first + "\x1F\x8B\x09" + second.substr(3), damaged);
    std::string wrongSum = first + second;
    wrongSum[wrongSum.size() - 8] ^= 1;
    CHECK_THAT(errorOf(wrongSum), ContainsSubstring(damaged));
}

TEST_CASE("the shipped data sets are whole and fit their suggested models", "[data]")
{
    const auto [name, rows, features, classes] = GENERATE(table<std::string, int, int, int>({
        {"diamonds", 53'920, 9, 0},
        {"diabetes", 442, 10, 0},
        {"digits", 1797, 64, 10},
        {"wine", 178, 13, 3},
        {"breast_cancer", 569, 30, 2},
    }));
    const auto refuse = [](double) { throw std::runtime_error("a small file reports nothing"); };
    CAPTURE(name);
    const DataOptions options{.source = name};
    const bool isLarge = options.source == "diamonds";
    const LoadProgress progress = isLarge ? LoadProgress() : refuse;
    const Dataset data =
        rounded(dataSource(name).load({options, classes > 0, 1, progress}).samples);
    CHECK(data.rowCount() == static_cast<std::size_t>(rows));
    CHECK(data.featureCount == features);
    CHECK(data.classNames.size() == static_cast<std::size_t>(classes));
}

TEST_CASE("the split holds out the last rows, or random ones, and loses none", "[data]")
{
    LoadedRows all;
    all.featureCount = 1;
    for (int i = 0; i < 442; ++i) {
        all.features.push_back(i);
        all.targets.push_back(i);
    }
    const DataOptions raw{.shuffle = false, .standardize = false, .standardizeTarget = false};
    const TrainingData data = prepare({all}, raw, 1);
    CHECK(data.training.rowCount() == 354);
    CHECK(data.validation.rowCount() == 88);
    CHECK(data.training.features.back() == 353.0f);
    CHECK(data.validation.features.front() == 354.0f);

    DataOptions shuffled = raw;
    shuffled.shuffle = true;
    const TrainingData random = prepare({all}, shuffled, 1);
    CHECK(random.training.features != data.training.features);
    std::vector<float> rows = random.training.features;
    rows.insert(rows.end(), random.validation.features.begin(), random.validation.features.end());
    std::sort(rows.begin(), rows.end());
    CHECK(rows == rounded(all).features);
    CHECK(prepare({all}, shuffled, 2).training.features != random.training.features);
}

TEST_CASE("standardisation uses the training rows alone", "[data]")
{
    LoadedRows all;
    all.featureCount = 2;
    for (int i = 0; i < 10; ++i) {
        all.features.push_back(i < 8 ? i : 1000); // the held-out rows are far away
        all.features.push_back(5.0);              // never changes
        all.targets.push_back(2 * i);
    }
    const TrainingData data = prepare({all}, {.validationFraction = 0.2, .shuffle = false}, 1);
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t row = 0; row < 8; ++row) {
        const auto x = static_cast<double>(data.training.features[2 * row]);
        mean += x / 8.0;
        square += x * x / 8.0;
        CHECK(data.training.features[2 * row + 1] == 0.0f);
    }
    CHECK_THAT(mean, WithinAbs(0.0, 1e-6));
    CHECK_THAT(square, WithinRel(1.0, 1e-6));
    CHECK(data.validation.features[0] > 100.0f);
    CHECK_THAT(data.targetScale, WithinRel(2.0 * std::sqrt(5.25), 1e-9));
}

TEST_CASE("numbers are standardised before they are rounded", "[data]")
{
    const DataOptions options{.validationFraction = 0.0, .shuffle = false};
    LoadedRows all; // seconds since 1970, seconds, and both far beyond float32 at either end
    all.featureCount = 4;
    for (int i = 0; i < 60; ++i) {
        const double time = i;
        all.features.append(std::vector<double>{1.7e9 + time, time, 1e300 * time, 1e-300 * time});
        all.targets.push_back(1.7e18 + 1e9 * time);
    }
    const TrainingData data = prepare({all}, options, 1);
    for (std::size_t row = 0; row < 60; ++row) {
        const float* const features = data.training.features.data() + 4 * row;
        CHECK(features[0] == features[1]);
        CHECK_THAT(features[2], WithinAbs(features[1], 1e-6));
        CHECK_THAT(features[3], WithinAbs(features[1], 1e-6));
        CHECK_THAT(data.training.targets[row], WithinAbs(features[1], 1e-6));
    }
    CHECK_THAT(data.targetScale, WithinRel(1e9 * std::sqrt((60.0 * 60.0 - 1.0) / 12.0), 1e-9));

    DataOptions raw = options;
    raw.standardize = false;
    CHECK_THROWS_WITH(prepare({all}, raw, 1),
                      ContainsSubstring("row 2 of the data: feature 2 is 1e+300, more than single "
                                        "precision holds; let data.standardize be true"));
    raw.standardize = true;
    raw.standardizeTarget = false;
    CHECK(prepare({all}, raw, 1).training.targets[1] == 1.7e18f);
}

TEST_CASE("a row that standardising does not bring to size is refused", "[data]")
{
    LoadedRows all;
    all.featureCount = 1;
    for (const double value : {1.0, 2.0, 3.0, 4.0, 1e60})
        all.features.push_back(value);
    for (int i = 0; i < 5; ++i)
        all.targets.push_back(i);
    CHECK_THROWS_WITH(prepare({all}, {.shuffle = false}, 1),
                      ContainsSubstring("row 5 of the data: feature 0 is 1e+60")
                          && ContainsSubstring("leave the row out"));
}

TEST_CASE("exact numbers are exact, and take as little memory as that allows", "[data]")
{
    std::vector<double> values;
    for (int i = 0; i < 300'000; ++i)
        values.push_back(i < 70'000 ? i % 256 : i < 150'000 ? i + 0.5 : i / 10.0);
    values[10] = -0.0;
    ExactNumbers numbers;
    for (std::size_t i = 0; i < 1000; ++i)
        numbers.push_back(values[i]);
    numbers.append(std::span(values).subspan(1000));
    REQUIRE(numbers.size() == values.size());
    std::vector<double> copied(values.size());
    numbers.copy(0, copied);
    CHECK(copied == values);
    CHECK(std::signbit(copied[10]));
    std::vector<double> part(130'000);
    numbers.copy(65'000, part);
    CHECK(std::equal(part.begin(), part.end(), values.begin() + 65'000));
    CHECK(numbers[200'001] == values[200'001]);

    ExactNumbers pixels;
    for (int i = 0; i < 100'000; ++i)
        pixels.push_back(i % 256);
    CHECK(pixels.byteCount() == 100'000);
    pixels.push_back(0.5);
    CHECK(pixels.byteCount() == 65'536 + 4 * (100'001 - 65'536));
    pixels.push_back(0.1);
    CHECK(pixels.byteCount() == 65'536 + 8 * (100'002 - 65'536));
}

TEST_CASE("classes keep their indices through the split", "[data]")
{
    LoadedRows all;
    all.featureCount = 1;
    all.classNames = {"a", "b"};
    for (int i = 0; i < 10; ++i) {
        all.features.push_back(i);
        all.targets.push_back(i % 2);
    }
    const TrainingData data = prepare({all}, {.shuffle = false}, 1);
    CHECK(data.targetScale == 1.0);
    CHECK(data.training.targets == std::vector<float>{0, 1, 0, 1, 0, 1, 0, 1});
}

TEST_CASE("synthetic data is what its name says and the same for the same seed", "[data]")
{
    const DataOptions options{.samples = 20'000, .features = 3, .classes = 4, .noise = 0.5};
    const auto made = [&](std::uint64_t seed) {
        return rounded(dataSource("linear_regression").load({options, false, seed}).samples);
    };
    const Dataset linear = made(3);
    CHECK(linear.features == made(3).features);
    CHECK(linear.features != made(4).features);
    // Least squares leave the noise: fit the three weights by the normal equations of x ~ N(0, I).
    double weights[3] = {};
    for (std::size_t row = 0; row < linear.rowCount(); ++row) {
        for (std::size_t i = 0; i < 3; ++i)
            weights[i] +=
                static_cast<double>(linear.features[3 * row + i] * linear.targets[row]) / 20'000;
    }
    double residual = 0.0;
    for (std::size_t row = 0; row < linear.rowCount(); ++row) {
        double y = static_cast<double>(linear.targets[row]);
        for (std::size_t i = 0; i < 3; ++i)
            y -= weights[i] * static_cast<double>(linear.features[3 * row + i]);
        residual += y * y / 20'000;
    }
    CHECK_THAT(std::sqrt(residual), WithinRel(0.5, 0.02));
    CHECK_THROWS_WITH(dataSource("linear_regression").load({options, true, 1}).samples,
                      ContainsSubstring("mse"));

    CHECK(dataSource("two_spirals").load({options, true, 1}).samples.classNames.size() == 2);
    CHECK(dataSource("blobs").load({options, true, 1}).samples.classNames.size() == 4);
    CHECK_FALSE(dataSource("two_spirals").load({options, false, 1}).samples.isClassification());
    CHECK_THROWS_WITH(dataSource("csv").load({DataOptions(), false, 1}),
                      ContainsSubstring("data.file is empty"));
}
