#include "tests/support.h"

#include "core/data/csv_layout.h"
#include "core/data/csv_lines.h"

#include <sstream>

using namespace accumulus;

namespace {

CsvLayout layoutOf(const std::string& text, const CsvHints& hints = {})
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return guessCsvLayout(std::vector<std::string_view>(lines.begin(), lines.end()), hints);
}

bool hasHeader(const std::string& text)
{
    return layoutOf(text).hasHeader;
}

} // namespace

TEST_CASE("CSV: the separator is the one that several lines agree on", "[data][csv]")
{
    const auto [text, separator] = GENERATE(table<std::string, char>({
        {"a,b\n1,2\n", ','},
        {"a;b\n1;2\n", ';'},
        {"a\tb\n1\t2\n", '\t'},
        {"a|b\n1|2\n", '|'},
        {"1;2\n3;4\n", ';'},
        {"1, 2, 3\n4, 5, 6\n", ','},
        {" 0.5  1.5   2\n 10  11    12\n", ' '},
        {"a b c\n1 2 3\n", ' '},
        {"1\t 2\t 3\n4\t 5\t 6\n", '\t'},
        // more commas than semicolons
        {"1,5;2,5;3,5\n0,5;1,25;9,0\n", ';'},
        {"1,5 2,5\n0,5 1,25\n", ' '},
        {"1,5\t2,5\n0,5\t1,25\n", '\t'},
        // one line with a comment, names with blanks, quotes around a separator
        {"living area,number of rooms,price\n10,2,3\n20,3,4\n", ','},
        {"\"a;b;c;d\",y\n1,2\n3,4\n", ','},
        {"name,x\n\"Smith, J; K\",2\n\"Doe, R; S\",4\n", ','},
        // marks between thousands are no separators
        {"a;b\n2.047,4;1.100,5\n3.047,4;2.100,5\n", ';'},
        {"a\tb\n2,047\t1,100\n3,047\t2,100\n", '\t'},
        // UCI's auto-mpg: blanks, then a tab and a name
        {"18.0   8   307.0\t\"chevrolet malibu\"\n15.0   8   350.0\t\"buick skylark\"\n", ' '},
    }));
    CAPTURE(text);
    CHECK(layoutOf(text).separator == separator);
    CHECK(layoutOf(text, {.separator = "|"}).separator == '|');
}

TEST_CASE("CSV: blanks separate in runs and mean nothing at the ends of a line", "[data][csv]")
{
    std::vector<std::string_view> fields;
    std::string unquoted;
    CHECK(splitFields("  1 \t 2   \"a  b\"  4  ", ' ', fields, unquoted).empty());
    CHECK(fields == std::vector<std::string_view>{"1", "2", "a  b", "4"});
    CHECK(splitFields("\"a \"\"b\"\"\", \"\" ,\"c\"\"\",", ',', fields, unquoted).empty());
    CHECK(fields == std::vector<std::string_view>{"a \"b\"", "", "c\"", ""});
}

TEST_CASE("CSV: a separator can be named", "[data][csv]")
{
    CHECK(separatorOf("tab") == '\t');
    CHECK(separatorOf("\\t") == '\t');
    CHECK(separatorOf("\t") == '\t');
    CHECK(separatorOf("space") == ' ');
    CHECK(separatorOf(":") == ':');
    for (const char* wrong : {"", "5", ".", "-", "e", "\"", "\n", ",,", "comma"}) {
        CAPTURE(wrong);
        CHECK(separatorOf(wrong) == '\0');
    }
    CHECK(separatorLine("sep=;") == ';');
    CHECK(separatorLine("SEP=\t") == '\t');
    CHECK(separatorLine("\"sep=|\"") == '|');
    CHECK(separatorLine("sep=") == '\0');
    CHECK(separatorLine("sep=;;") == '\0');
    CHECK(separatorLine("step=;") == '\0');
}

TEST_CASE("CSV: a decimal comma is seen where it cannot be anything else", "[data][csv]")
{
    const auto markOf = [](const std::string& text, const CsvHints& hints = {}) {
        return layoutOf(text, hints).decimal;
    };
    CHECK(markOf("a;b\n1,5;2\n") == DecimalMark::Comma);
    CHECK(markOf("1,5;2,5\n3;4\n") == DecimalMark::Comma);
    CHECK(markOf("1,5;2,5\n") == DecimalMark::Comma);
    CHECK(markOf("a\tb\n1,5\t2\n") == DecimalMark::Comma);
    CHECK(markOf("a;b\n1,234;2\n") == DecimalMark::Comma); // with ; a comma separates no thousands
    CHECK(markOf("a;b\n1.5;2\n") == DecimalMark::Point);
    CHECK(markOf("a;b\n1;2\n") == DecimalMark::Auto);
    CHECK(markOf("a,b\n1.5,2\n") == DecimalMark::Point);
    CHECK(markOf("a\tb\n1,234\t2\n") == DecimalMark::Auto); // a thousand or one
    CHECK(markOf("a,b\n\"1,5\",2\n") == DecimalMark::Auto); // a comma separates here
    CHECK(markOf("a,b\n\"1,5\",2\n", {.decimal = "comma"}) == DecimalMark::Comma);
    CHECK(markOf("a;b\n1,5;2\n", {.decimal = "point"}) == DecimalMark::Point);
}

TEST_CASE("CSV: numbers are read with their decimal mark and with no other", "[data][csv]")
{
    double value = 0.0;
    NumberReader numbers(DecimalMark::Auto, ';');
    CHECK(numbers.read("12", value));
    CHECK(numbers.mark() == DecimalMark::Auto);
    CHECK(numbers.read("-0,25e1", value));
    CHECK(value == -2.5);
    CHECK(numbers.mark() == DecimalMark::Comma);
    for (const char* wrong : {"2.5", "1,", ",", "1,2,3", "1.000,5", "1,e5", ""}) {
        CAPTURE(wrong);
        CHECK_FALSE(numbers.read(wrong, value));
    }
    CHECK(numbers.read(",5", value));
    CHECK(value == 0.5);
    CHECK(numbers.read("1e-3", value));
    NumberReader points(DecimalMark::Auto, ';');
    CHECK(points.read(".5", value));
    CHECK_FALSE(points.read("2,5", value));
    CHECK(points.mark() == DecimalMark::Point);
}

TEST_CASE("CSV: a number with marks between its thousands is told from others", "[data][csv]")
{
    const auto [field, thousands, decimal] = GENERATE(table<std::string, std::string, char>({
        {"2.047,4", ".", ','},
        {"-2,047.45", ",", '.'},
        {"1.234.567", ".", '\0'},
        {"1'234'567.8", "'", '.'},
        {"12 345", " ", '\0'},
        {"12\u202F345,5", "\u202F", ','},
        {"1,234", ",", '\0'},
    }));
    CAPTURE(field);
    const std::optional<GroupedNumber> number = groupedNumber(field);
    REQUIRE(number);
    CHECK(number->thousands == thousands);
    CHECK(number->decimal == decimal);
}

TEST_CASE("CSV: what has no marks between thousands is no such number", "[data][csv]")
{
    for (const char* field : {"", "-", "12", "1.5", "1234,567", "1.23,4", "1.2345,6", "1.234;5",
                              "1.234x", "1,234.5.6", ".123,4", "a.123"}) {
        CAPTURE(field);
        CHECK_FALSE(groupedNumber(field));
    }
}

TEST_CASE("CSV: a header is seen by its names and by what lies below it", "[data][csv]")
{
    CHECK(hasHeader("a,b\n1,2\n"));
    CHECK(hasHeader("a,b\n"));
    CHECK_FALSE(hasHeader("1,2\n3,4\n"));
    CHECK_FALSE(hasHeader("red,1\nblue,2\n"));               // text where there is text
    CHECK(hasHeader("kind,1990\nred,1\nblue,2\n") == false); // nothing tells
    CHECK(hasHeader("country,1990,1991\n1,0.5,0.7\n2,0.6,0.8\n"));
    CHECK(hasHeader("1990,x\n0.5,0.7\n"));
    CHECK_FALSE(hasHeader("NA,1,2\n3,4,5\n")); // a gap is no name
    CHECK_FALSE(hasHeader("?,1,2\n3,4,5\n"));
    CHECK_FALSE(hasHeader("1x,1,2\n3,4,5\n")); // a slip in a number is none either
}

TEST_CASE("CSV: pandas' header of numbers is seen, a row that looks like it is not", "[data][csv]")
{
    CHECK(hasHeader("0,1,2,3\n0.5,1.25,-3.5,1e-3\n"));
    CHECK(hasHeader("0,1\n0.5,1.25\n"));
    CHECK(hasHeader(",0,1,2\n0,0.5,1.5,2.5\n1,0.25,1.75,3.5\n")); // with pandas' index
    CHECK(hasHeader("0,1,2,3\n5,2,1,9\n7,7,7,7\n"));
    CHECK(hasHeader("1,2,3,4\n6,2.5,1,9\n"));
    CHECK(hasHeader("1990,1991,1992\n0.5,0.25,0.75\n"));
    CHECK(hasHeader("3,2,1,0\n5,2,1,9\n7,7,7,7\n")); // columns in the opposite order
    CHECK(hasHeader("1,0\n0.5,1.25\n"));
    CHECK_FALSE(hasHeader("0,1\n5,7\n3,9\n"));
    CHECK_FALSE(hasHeader("0,1,2\n3,4,5\n6,7,8\n")); // the count goes on: numpy's arange
    CHECK_FALSE(
        hasHeader("1,2,3\n2,5,1\n3,9,4\n")); // it goes on down the first column: numbers of rows
    CHECK_FALSE(hasHeader("2,3,4\n5,2,1\n"));
    CHECK_FALSE(hasHeader("8,7,6\n5,4,3\n2,1,0\n"));
    CHECK_FALSE(hasHeader("3,2,1\n4,9,9\n5,7,8\n"));
    CHECK_FALSE(hasHeader("2,1,0\n0,2,1\n1,2,0\n0,1,2\n")); // orders of the same numbers
    CHECK_FALSE(hasHeader("0,2,1\n0.5,0.5,0.5\n"));
    CHECK_FALSE(hasHeader("0,1,2\n"));
    CHECK_FALSE(hasHeader("9223372036854775807,1,2\n5,7,9\n")); // nothing counts on from there
    CHECK_FALSE(hasHeader("5,7,9\n9223372036854775807,-9223372036854775808,2\n"));
    CHECK(layoutOf(",,\n,,\n").names.empty());
    CHECK(layoutOf("0,1,2\n3,4,5\n", {.header = "yes"}).hasHeader);
    CHECK_FALSE(layoutOf("a,b\n1,2\n", {.header = "no"}).hasHeader);
    CHECK(layoutOf(",a,b\n0.5,1.5,2\n").names == std::vector<std::string>{"column 0", "a", "b"});
}

TEST_CASE("CSV: years, wavelengths and other numbers over columns are seen as a header",
          "[data][csv]")
{
    const std::string decimals = "0.5,4.25,7.5\n3.5,1.5,8.25\n2.25,0.5,3.125\n";
    CHECK(hasHeader("2010,2015,2020\n" + decimals));
    CHECK(hasHeader("420,410,400\n" + decimals));
    CHECK(hasHeader("\"7\",\"3\",\"12\"\n" + decimals));
    CHECK(hasHeader("\"2010\",\"2011\",\"2013\"\n5,7,9\n3,4,5\n"));
    CHECK(hasHeader("2020,2020,2021\n" + decimals)); // far off
    CHECK(hasHeader("2020,2021,2022\n3,50,7\n5,41,9\n0,4,8\n"));
    CHECK(layoutOf("2020,2021,2022\n3,50,7\n5,41,9\n0,4,8\n").isHeaderUncertain);
    CHECK_FALSE(layoutOf("\"7\",\"3\",\"12\"\n" + decimals).isHeaderUncertain);
    // rows of data
    CHECK_FALSE(hasHeader("10,20,30\n15,17,22\n12,19,40\n"));
    CHECK_FALSE(hasHeader("10,20\n0.5,1.5\n")); // any two numbers are evenly spaced
    CHECK_FALSE(hasHeader("9,2,4\n" + decimals));
    CHECK_FALSE(hasHeader("5,5,5\n" + decimals));
    CHECK_FALSE(hasHeader("2010,2015,2020\n2011,2016,1.5\n")); // whole numbers below
    CHECK_FALSE(hasHeader("9000,1,1\n1,1,1\n2,1,1\n3,1,1\n")); // one column only is far off
    CHECK_FALSE(hasHeader("\"7\",\"3\"\n\"5\",\"9\"\n"));
}

TEST_CASE("CSV: a header of numbers and the name of a class is told from a row", "[data][csv]")
{
    const std::string rows = "0.5;4.25;Nord\n3.5;1.5;Sued\n2.5;0.5;Nord\n1.5;2.5;Sued\n"
                             "0.25;3.5;Nord\n4.5;1.25;Sued\n";
    CHECK(hasHeader("2020;2021;Region\n" + rows));
    CHECK(layoutOf("2020;2021;Region\n" + rows).isHeaderUncertain);
    CHECK(hasHeader("2019;2030;Region\n" + rows)); // far off
    CHECK_FALSE(hasHeader("2020;2021;Sued\n" + rows));
    CHECK_FALSE(hasHeader("2;3.5;West\n" + rows));
    CHECK(layoutOf("2;3.5;West\n" + rows).isHeaderUncertain); // perhaps a rare class
    CHECK_FALSE(layoutOf("2;3.5;Nord\n" + rows).isHeaderUncertain);
    CHECK_FALSE(layoutOf("2;3.5;West\n0.5;4.25;Nord\n3.5;1.5;Sued\n").isHeaderUncertain);
}

TEST_CASE("CSV: where a count decides about the header, that is called uncertain", "[data][csv]")
{
    CHECK(layoutOf("0,1,2,3\n5,2,1,9\n").isHeaderUncertain);
    CHECK(layoutOf("0,1\n0.5,1.25\n").isHeaderUncertain);
    CHECK(layoutOf("0,1,2\n3,4,5\n").isHeaderUncertain); // taken as data
    CHECK_FALSE(layoutOf("0,1,2\n3,4,5\n", {.header = "no"}).isHeaderUncertain);
    CHECK_FALSE(layoutOf("0,1,2\n0.5,4,5\n", {.header = "yes"}).isHeaderUncertain);
    CHECK_FALSE(layoutOf("a,b\n0,1\n").isHeaderUncertain);
    CHECK_FALSE(layoutOf("0,1\n5,7\n3,9\n").isHeaderUncertain);
    CHECK_FALSE(layoutOf("5,7,1\n3,9,2\n").isHeaderUncertain);
}

TEST_CASE("CSV: a header that is one field short stands behind names of the rows", "[data][csv]")
{
    CHECK(layoutOf("\"a\" \"y\"\n\"1\" 2.5 3\n\"2\" 4.5 6\n").hasRowNames);
    CHECK(layoutOf("a,y\nMazda RX4,2.5,3\nDatsun 710,4.5,6\n").hasRowNames);
    CHECK(layoutOf("a,1990\nx,2.5,3\ny,4.5,6\n").hasRowNames); // "a" stands over numbers
    CHECK(layoutOf("a,y\nx,2.5,3\n").names == std::vector<std::string>{"a", "y"});
    CHECK_FALSE(layoutOf("a,y\n1,2\n3,4\n").hasRowNames);
    CHECK_FALSE(layoutOf("a,y\n1,2,\n3,4,\n").hasRowNames);       // separators at the ends
    CHECK_FALSE(layoutOf("a,y\n1,2,3\n4,5\n").hasRowNames);       // a slip in a line
    CHECK_FALSE(layoutOf("1,2\n3,4,5\n6,7,8\n").hasRowNames);     // no header
    CHECK_FALSE(layoutOf("a,y\n1,2,3,4\n5,6,7,8\n").hasRowNames); // two fields short
    CHECK_FALSE(layoutOf("a,y\n").hasRowNames);
}

TEST_CASE("CSV: a column without a name in front of those with names is the rows' own",
          "[data][csv]")
{
    using Names = std::vector<std::string>;
    for (const char* text : {
             "\"\",\"a\",\"y\"\n\"1\",1.5,5\n\"2\",2.5,6\n",        // R's write.csv
             ",a,y\n0,1.5,5\n1,2.5,6\n",                            // pandas' to_csv
             ",a,y\n523,1.5,5\n12,2.5,6\n",                         // of a sample
             "\"\";\"a\";\"y\"\nMazda RX4;1.5;5\nDatsun 710;2;6\n", // names
         }) {
        CAPTURE(text);
        CHECK(layoutOf(text).hasRowNames);
        CHECK(layoutOf(text).names == Names{"a", "y"});
    }
    for (const char* text : {
             ",a,y\n0.5,1.5,5\n1.5,2.5,6\n", // fractions
             ",a,y\n1,1.5,5\n1,2.5,6\n",     // twice the same
             "id,a,y\n1,1.5,5\n2,2.5,6\n",   // it has a name
             ",y\n1,5\n2,6\n",               // nothing else to learn from
         }) {
        CAPTURE(text);
        CHECK_FALSE(layoutOf(text).hasRowNames);
    }
}

TEST_CASE("CSV: a point that may separate thousands is told", "[data][csv]")
{
    CHECK(layoutOf("a;y\n59;2.413\n48;753\n").perhapsThousands == "2.413");
    CHECK(layoutOf("a\ty\n1\t753\n2\t1.336.100\n3\t12.100\n").perhapsThousands == "1.336.100");
    for (const char* text : {
             "a;y\n59;2.413\n48;1.336\n", // three digits everywhere
             "a;y\n59;2.413\n48;1336\n",  // a whole number that would have a mark
             "a;y\n59;2.413\n48;7.5\n1;3\n",
             "a;y\n59;0.413\n48;753\n",
             "a,y\n59,2.413\n48,753\n",
         }) {
        CAPTURE(text);
        CHECK(layoutOf(text).perhapsThousands.empty());
    }
    CHECK(layoutOf("a;y\n59;2.413\n48;753\n", {.decimal = "point"}).perhapsThousands.empty());
}

TEST_CASE("CSV: what to do about a sign at a number is told", "[data][csv]")
{
    CHECK_THAT(std::string(signRemedy("13.0%")), ContainsSubstring("percent"));
    CHECK_THAT(std::string(signRemedy("$1,234.50")), ContainsSubstring("currency"));
    CHECK_THAT(std::string(signRemedy("12,5 €")), ContainsSubstring("currency"));
    CHECK_THAT(std::string(signRemedy("(0.039)")), ContainsSubstring("parentheses"));
    CHECK_THAT(std::string(signRemedy("−0.220")), ContainsSubstring("hyphen"));
    CHECK_THAT(std::string(signRemedy("5.2D-01")), ContainsSubstring("Fortran"));
    for (const char* text : {"D", "Dodge", "100% wool", "(a)", "2024-01-05", "$", ""}) {
        CAPTURE(text);
        CHECK(signRemedy(text).empty());
    }
}

TEST_CASE("CSV: separators at the ends of lines make no column", "[data][csv]")
{
    const auto [text, dropped, columns] = GENERATE(table<std::string, std::size_t, std::size_t>({
        {"a,b,y,\n1,2,3,\n4,5,6,\n", 1, 3},
        {"a,b,y\n1,2,3,\n4,5,6,\n", 1, 3}, // not in the header
        {"1,2,3,\n4,5,6,\n", 1, 3},
        {"1,2,3,,,\n4,5,6,,,\n", 3, 3},
        {"1,2,3,\n4,5,6,7\n", 0, 4},    // a gap
        {"a,b,y\n1,2,\n4,5,\n", 0, 3},  // a column without values
        {"a,b,\n1,2,3\n4,5,6\n", 0, 3}, // one without a name
        {"a,b\n1,2\n1,2,3\n", 0, 2},
    }));
    CAPTURE(text);
    CHECK(layoutOf(text).emptyColumns == dropped);
    CHECK(layoutOf(text).names.size() == columns);
}
