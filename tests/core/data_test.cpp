#include "core/data_error.h"
#include "tests/support.h"
#include "tests/temporary_folder.h"

#include "core/data/csv_source.h"
#include "core/data/data_source.h"
#include "core/data/split.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>

using namespace accumulus;
using accumulus::testing::TemporaryFolder;

namespace {

Dataset read(const std::string& text, const CsvOptions& options = {}, bool classes = false)
{
    const TemporaryFolder folder;
    return readCsv(folder.write("data.csv", text), options, classes);
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
    CHECK(read("1,2\n3,4\n", {.header = "yes"}).rowCount() == 1);
    CHECK(read("x y,z\n1,2\n", {.separator = ","}).featureCount == 1);
}

TEST_CASE("CSV: bad files are refused with file, line and reason", "[data][csv]")
{
    CHECK_THAT(errorOf(""), ContainsSubstring("data.csv is empty"));
    CHECK_THAT(errorOf("a,b\n"), ContainsSubstring("no data rows"));
    CHECK_THAT(errorOf("a\n1\n"), ContainsSubstring("only one column"));
    CHECK_THAT(
        errorOf("a,y\n1,2\n1,2,3\n"),
        ContainsSubstring("data.csv, line 3: there are 3 columns where the first line has 2"));
    CHECK_THAT(errorOf("a,y\n1,2\nx,3\n"),
               ContainsSubstring("line 3: \"a\" is \"x\", which is not a number"));
    CHECK_THAT(errorOf("a,y\n1,2\n,3\n"), ContainsSubstring("line 3: \"a\" is empty"));
    CHECK_THAT(errorOf("a,y\n1,nan\n"), ContainsSubstring("must be finite"));
    CHECK_THAT(errorOf("a,y\n1e30,1\n1e39,2\n"),
               ContainsSubstring("line 3") && ContainsSubstring("finite"));
    CHECK_THAT(errorOf("a,y\n1,red\n"), ContainsSubstring("\"red\""));
    CHECK_THAT(errorOf("a,y\n1,\n", {}, true), ContainsSubstring("every row needs a class"));
    CHECK_THAT(errorOf("a,y\n1,2\n", {.target = "z"}),
               ContainsSubstring("no target column \"z\"") && ContainsSubstring("a, y"));
    CHECK_THAT(errorOf("a,y\n1,2\n", {.target = "2"}), ContainsSubstring("no target column"));
    CHECK_THAT(errorOf("a,y\n\"1,2\n"), ContainsSubstring("line 2: a quoted field is not closed"));
    CHECK_THAT(errorOf("a,y\n\"1\"x,2\n"), ContainsSubstring("behind a closing quote"));
    CHECK_THROWS_WITH(readCsv("/nowhere/data.csv", {}, false),
                      ContainsSubstring("cannot be opened"));
    CHECK_THROWS_WITH(readCsv(std::filesystem::temp_directory_path(), {}, false),
                      ContainsSubstring("is a folder"));
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
    CHECK_THAT(errorOf("a,w,y\n1,nan,2\n", byName), ContainsSubstring("must be finite"));
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
    CHECK(readCsv(path, {}, false).rowCount() == 5000);

    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK_THROWS_WITH(readCsv(path, {}, false), ContainsSubstring("damaged or cut off"));
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
    const Dataset data = dataSource(name).load({options, classes > 0, 1, progress}).samples;
    CHECK(data.rowCount() == static_cast<std::size_t>(rows));
    CHECK(data.featureCount == features);
    CHECK(data.classNames.size() == static_cast<std::size_t>(classes));
}

TEST_CASE("the split holds out the last rows, or random ones, and loses none", "[data]")
{
    Dataset all{.featureCount = 1};
    for (int i = 0; i < 442; ++i) {
        all.features.push_back(static_cast<float>(i));
        all.targets.push_back(static_cast<float>(i));
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
    CHECK(rows == all.features);
    CHECK(prepare({all}, shuffled, 2).training.features != random.training.features);
}

TEST_CASE("standardisation uses the training rows alone", "[data]")
{
    Dataset all{.featureCount = 2};
    for (int i = 0; i < 10; ++i) {
        all.features.push_back(
            static_cast<float>(i < 8 ? i : 1000)); // the held-out rows are far away
        all.features.push_back(5.0f);              // never changes
        all.targets.push_back(static_cast<float>(2 * i));
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

TEST_CASE("classes keep their indices through the split", "[data]")
{
    Dataset all{.featureCount = 1, .classNames = {"a", "b"}};
    for (int i = 0; i < 10; ++i) {
        all.features.push_back(static_cast<float>(i));
        all.targets.push_back(static_cast<float>(i % 2));
    }
    const TrainingData data = prepare({all}, {.shuffle = false}, 1);
    CHECK(data.targetScale == 1.0);
    CHECK(data.training.targets == std::vector<float>{0, 1, 0, 1, 0, 1, 0, 1});
}

TEST_CASE("synthetic data is what its name says and the same for the same seed", "[data]")
{
    const DataOptions options{.samples = 20'000, .features = 3, .classes = 4, .noise = 0.5};
    const Dataset linear = dataSource("linear_regression").load({options, false, 3}).samples;
    CHECK(linear.features
          == dataSource("linear_regression").load({options, false, 3}).samples.features);
    CHECK(linear.features
          != dataSource("linear_regression").load({options, false, 4}).samples.features);
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
