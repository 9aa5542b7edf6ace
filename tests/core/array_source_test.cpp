#include "tests/core/binary_files.h"
#include "tests/support.h"

#include "core/data/data_source.h"
#include "core/data/idx_source.h"
#include "core/data/split.h"
#include "core/data_error.h"

#include <algorithm>
#include <limits>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

LoadedData load(const DataOptions& options, bool classes = true, LoadProgress progress = {})
{
    return dataSource(options.source).load({options, classes, 1, std::move(progress)});
}

std::string errorOf(const DataOptions& options, bool classes = true)
{
    try {
        load(options, classes);
    } catch (const DataError& error) {
        return error.what();
    }
    return "no error";
}

/// Loads a pair of files with these bytes.
struct FilePair
{
    std::string source;
    TemporaryFolder folder;

    DataOptions write(const std::string& features, const std::string& targets) const
    {
        return {.source = source,
                .file = folder.write("x-images-idx3", features).string(),
                .labels = folder.write("y-labels", targets).string()};
    }
};

std::vector<float> counting(std::size_t count)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(i));
    return values;
}

const std::string threeLabels = idxHeader(8, {3}) + std::string{7, 2, 7};

} // namespace

TEST_CASE("IDX: images keep their pixels and shape, labels become classes", "[data][idx]")
{
    const FilePair files{"idx", {}};
    const Dataset images =
        load(files.write(idxHeader(8, {3, 2, 2}) + countingBytes(12), threeLabels)).samples;
    CHECK(images.shape == std::vector<int>{2, 2, 1});
    CHECK(images.featureCount == 4);
    CHECK(images.features == counting(12));
    CHECK(images.classNames == std::vector<std::string>{"2", "7"});
    CHECK(images.targets == std::vector<float>{1, 0, 1});

    const Dataset colours =
        load(files.write(idxHeader(8, {3, 1, 2, 3}) + countingBytes(18), threeLabels)).samples;
    CHECK(colours.shape == std::vector<int>{1, 2, 3});
    CHECK(load(files.write(idxHeader(8, {3}) + countingBytes(3), threeLabels)).samples.featureCount
          == 1);
    const Dataset flat =
        load(files.write(idxHeader(8, {3, 4}) + countingBytes(12), threeLabels), false).samples;
    CHECK(flat.shape.empty());
    CHECK(flat.targets == std::vector<float>{7, 2, 7});
    CHECK_FALSE(flat.isClassification());
}

TEST_CASE("IDX: every element type is read, big-endian", "[data][idx]")
{
    const FilePair files{"idx", {}};
    const auto [type, bytes, values] = GENERATE(table<int, std::string, std::vector<float>>({
        {0x08, std::string("\x01\xFF", 2), {1, 255}},
        {0x09, std::string("\x01\xFF", 2), {1, -1}},
        {0x0B, bigEndian(std::int16_t{300}) + bigEndian(std::int16_t{-300}), {300, -300}},
        {0x0C, bigEndian(std::int32_t{70'000}) + bigEndian(-70'000), {70'000, -70'000}},
        {0x0D, bigEndian(0.1f) + bigEndian(-2.5f), {0.1f, -2.5f}},
        {0x0E, bigEndian(0.1) + bigEndian(-2.5), {0.1f, -2.5f}},
    }));
    CAPTURE(type);
    const std::string labels = idxHeader(8, {2}) + std::string{0, 1};
    CHECK(load(files.write(idxHeader(type, {2}) + bytes, labels)).samples.features == values);
}

TEST_CASE("IDX: labels are found beside their images, plain or gzip", "[data][idx]")
{
    CHECK(guessLabelsFile("/images/train-images-idx3-ubyte.gz")
          == "/images/train-labels-idx1-ubyte.gz");
    CHECK(guessLabelsFile("t10k-images.idx3-ubyte") == "t10k-labels.idx1-ubyte");

    const TemporaryFolder folder;
    const std::string images = idxHeader(8, {3, 2, 2}) + countingBytes(12);
    writeGzip(folder.path() / "train-images-idx3-ubyte.gz", images);
    DataOptions options{.source = "idx",
                        .file = (folder.path() / "train-images-idx3-ubyte.gz").string()};
    CHECK_THAT(errorOf(options),
               ContainsSubstring("data.labels is empty")
                   && ContainsSubstring("there is no " + folder.path().string()
                                        + "/train-labels-idx1-ubyte.gz"));
    writeGzip(folder.path() / "train-labels-idx1-ubyte.gz", threeLabels);
    CHECK(load(options).samples.features == counting(12));

    options.validationFile =
        folder.write("t10k-images-idx3-ubyte", idxHeader(8, {1, 2, 2}) + countingBytes(4)).string();
    CHECK_THAT(errorOf(options), ContainsSubstring("data.validation_labels is empty"));
    folder.write("t10k-labels-idx1-ubyte", idxHeader(8, {1}) + std::string{5});
    const LoadedData both = load(options);
    REQUIRE(both.validation);
    CHECK(both.validation->features == counting(4));
    CHECK(both.samples.classNames == std::vector<std::string>{"2", "5", "7"}); // of both
    CHECK(both.validation->classNames == both.samples.classNames);
    CHECK(both.validation->targets == std::vector<float>{1});
    CHECK(both.samples.targets == std::vector<float>{2, 0, 2});

    folder.write("t10k-images-idx3-ubyte", idxHeader(8, {1, 1, 4}) + countingBytes(4));
    CHECK_THAT(errorOf(options),
               ContainsSubstring("has 1 × 4 × 1 features and 1 targets a row, but")
                   && ContainsSubstring("has 2 × 2 × 1 features"));
    CHECK_THAT(errorOf({.source = "idx", .file = folder.write("x", images).string()}),
               ContainsSubstring("no \"images\" in it"));
    CHECK_THAT(errorOf({.source = "idx"}), ContainsSubstring("data.file is empty"));
    CHECK_THAT(errorOf({.source = "idx", .file = "x", .labels = "y", .validationLabels = "z"}),
               ContainsSubstring("give both or none"));
}

TEST_CASE("IDX: bad files are refused with file, offset and reason", "[data][idx]")
{
    const FilePair files{"idx", {}};
    const std::string good = idxHeader(8, {3, 2, 2}) + countingBytes(12);
    const std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    const float infinity = std::numeric_limits<float>::infinity();
    const std::string zeros(8, '\0');
    const auto [name, images, reason] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"empty", "", "x-images-idx3, byte 0: the file ends within the four bytes"},
        {"wrong magic", "\x89PNG....", "byte 0: this is not an IDX file"},
        {"unknown type", idxHeader(10, {3}) + zeros, "byte 2: this is not an IDX file"},
        {"cut header", good.substr(0, 10), "byte 10: the file ends within the header"},
        {"no dimension", idxHeader(8, {}), "byte 4: the header speaks of a single number"},
        {"no rows", idxHeader(8, {0, 2, 2}), "byte 16: the header speaks of 0 × 2 × 2 values"},
        {"cut data", good.substr(0, 27), "byte 27: the file ends within the 12 values"},
        {"bytes behind", good + "x", "byte 28: there are more bytes behind the last value"},
        {"overflowing dimensions", idxHeader(8, {3, most, most, most, most}) + zeros,
         "more than the 2^29"},
        {"just too many", idxHeader(8, {3, 1 << 28}) + zeros, "more than the 2^29"},
        {"255 dimensions", idxHeader(8, std::vector<std::uint32_t>(255, 3)), "more than the 2^29"},
        {"a claim that the file does not keep", idxHeader(8, {3, 100'000'000}) + zeros,
         "byte 20: the file ends within the 300000000 values"},
        {"NaN", idxHeader(13, {3}) + bigEndian(1.0f) + bigEndian(std::nanf("")) + bigEndian(1.0f),
         "byte 12: the value is nan"},
        {"infinity", idxHeader(13, {3}) + bigEndian(infinity) + bigEndian(0.0),
         "byte 8: the value is inf"},
        {"too large for float32", idxHeader(14, {3}) + zeros + bigEndian(1e39) + zeros,
         "byte 16: the value is 1e+39"},
        {"other number of labels", idxHeader(8, {4, 1}) + countingBytes(4),
         "y-labels has 3 targets, but"},
    }));
    CAPTURE(name);
    CHECK_THAT(errorOf(files.write(images, threeLabels)), ContainsSubstring(reason));
}

TEST_CASE("labels that are no classes are refused", "[data][idx]")
{
    const FilePair files{"idx", {}};
    const std::string images = idxHeader(8, {2}) + countingBytes(2);
    const auto error = [&](const std::string& labels, bool classes) {
        return errorOf(files.write(images, labels), classes);
    };
    CHECK_THAT(error(idxHeader(13, {2}) + bigEndian(1.0f) + bigEndian(0.5f), true),
               ContainsSubstring("y-labels, byte 12: the target is 0.5"));
    CHECK_THAT(error(idxHeader(14, {2}) + bigEndian(1.0) + bigEndian(9007199254740992.0), true),
               ContainsSubstring("y-labels, byte 16") && ContainsSubstring("below 2^53"));
    CHECK_THAT(error(idxHeader(8, {2, 2}) + countingBytes(4), true),
               ContainsSubstring("2 values a row and rank 2; classes are one whole number a row"));
    CHECK_THAT(error(idxHeader(8, {2, 1, 1}) + countingBytes(2), false),
               ContainsSubstring("targets have rank 1 or 2"));
    CHECK(load(files.write(images, idxHeader(8, {2, 3}) + countingBytes(6)), false)
              .samples.targetCount
          == 3);

    std::string many = idxHeader(11, {1001});
    for (std::int16_t i = 0; i < 1001; ++i)
        many += bigEndian(i);
    CHECK_THAT(errorOf(files.write(idxHeader(8, {1001}) + countingBytes(1001), many)),
               ContainsSubstring("more than 1000 different targets"));
}

TEST_CASE("IDX: damaged gzip files are refused", "[data][idx]")
{
    const TemporaryFolder folder;
    std::string pixels;
    for (std::size_t i = 0; i < 100'000; ++i)
        pixels += static_cast<char>(i * i % 251);
    const auto path = writeGzip(folder.path() / "images.gz", idxHeader(8, {100'000}) + pixels);
    const DataOptions options{
        .source = "idx",
        .file = path.string(),
        .labels = folder.write("labels", idxHeader(8, {100'000}) + pixels).string()};
    CHECK(errorOf(options) == "no error");
    std::string bytes = textOf(path);
    folder.write("images.gz", bytes.substr(0, bytes.size() / 2));
    CHECK_THAT(errorOf(options),
               ContainsSubstring("images.gz, byte ") && ContainsSubstring("damaged or cut off"));
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
    folder.write("images.gz", bytes);
    CHECK_THAT(errorOf(options), ContainsSubstring("damaged or cut off"));
}

TEST_CASE("array files report how far the whole load is, and stop when told to", "[data][idx]")
{
    const FilePair files{"idx", {}};
    const std::uint32_t rows = 9 << 10;
    const std::string images = idxHeader(8, {rows, 1024}) + std::string(rows * 1024, '\1');
    const DataOptions options = files.write(images, idxHeader(8, {rows}) + std::string(rows, '\1'));
    std::vector<double> shares;
    load(options, true, [&](double share) { shares.push_back(share); });
    REQUIRE(shares.size() == 2); // 9 MiB and a little
    CHECK(std::is_sorted(shares.begin(), shares.end()));
    CHECK_THAT(shares[0], WithinAbs(4.0 / 9.0, 0.03));
    CHECK(shares[1] <= 1.0);
    CHECK_THROWS_WITH(
        load(options, true, [](double) { throw std::runtime_error("stopped by the user"); }),
        Equals("stopped by the user"));
}

TEST_CASE("NPY: element types, byte orders and versions", "[data][npy]")
{
    const FilePair files{"npy", {}};
    const auto [descr, bytes, values] =
        GENERATE(table<std::string, std::string, std::vector<float>>({
            {"<f4", littleEndian(0.1f) + littleEndian(-2.5f), {0.1f, -2.5f}},
            {">f4", bigEndian(0.1f) + bigEndian(-2.5f), {0.1f, -2.5f}},
            {"<f8", littleEndian(0.1) + littleEndian(-2.5), {0.1f, -2.5f}},
            {">f8", bigEndian(0.1) + bigEndian(-2.5), {0.1f, -2.5f}},
            {"|i1", std::string("\x7F\x80", 2), {127, -128}},
            {"|u1", std::string("\x7F\x80", 2), {127, 128}},
            {"<i2", std::string("\x01\x02\xFF\xFF", 4), {513, -1}},
            {">u2", std::string("\x01\x02\xFF\xFF", 4), {258, 65535}},
            {"<i4", littleEndian(-70'000) + littleEndian(70'000), {-70'000, 70'000}},
            {"<u4", littleEndian(4'000'000'000u) + littleEndian(1u), {4e9f, 1}},
            {"<i8", littleEndian(std::int64_t{-1}) + littleEndian(std::int64_t{2}), {-1, 2}},
            {">u8", bigEndian(std::uint64_t{1} << 63) + bigEndian(std::uint64_t{2}), {0x1p63f, 2}},
            {"|b1", std::string("\x01\x00", 2), {1, 0}},
        }));
    CAPTURE(descr);
    const std::string labels = npy("|u1", "(2,)", std::string{0, 1});
    CHECK(load(files.write(npy(descr, "(2,)", bytes), labels)).samples.features == values);
    for (const char version : {'\2', '\3'})
        CHECK(load(files.write(npyFile(npyHeader(descr, "(2,)"), bytes, version), labels))
                  .samples.features
              == values);
}

TEST_CASE("NPY: ranks are shapes, and data.shape may give another", "[data][npy]")
{
    const FilePair files{"npy", {}};
    const std::string labels =
        npy("<i8", "(2,)", littleEndian(std::int64_t{9}) + littleEndian(std::int64_t{-10}));
    const auto shapeOf = [&](const std::string& shape, const std::string& given = {}) {
        DataOptions options = files.write(npy("|u1", shape, countingBytes(24)), labels);
        options.shape = given;
        return load(options).samples.shape;
    };
    CHECK(shapeOf("(2, 12)").empty());
    CHECK(shapeOf("(2L, 3L, 4L)") == std::vector<int>{3, 4, 1});
    CHECK(shapeOf("(2, 2, 2, 3)") == std::vector<int>{2, 2, 3});
    CHECK(shapeOf("(2, 2, 2, 3, 1)").empty());
    CHECK(shapeOf("(2, 12)", "2x2x3") == std::vector<int>{2, 2, 3});
    CHECK_THROWS_WITH(shapeOf("(2, 12)", "2x2"), ContainsSubstring("a row has 12 features"));
    const Dataset data =
        load(files.write(npy("|u1", "(2, 12)", countingBytes(24)), labels)).samples;
    CHECK(data.classNames == std::vector<std::string>{"-10", "9"}); // by number
    CHECK(data.targets == std::vector<float>{1, 0});
}

TEST_CASE("NPY: bad files are refused with file, offset and reason", "[data][npy]")
{
    const FilePair files{"npy", {}};
    const std::string good = npy("|u1", "(2, 2)", countingBytes(4));
    const auto dict = [](const std::string& text) { return npyFile(text, countingBytes(4)); };
    const auto typed = [](const std::string& descr) { return npy(descr, "(2,)", "12345678"); };
    const auto shaped = [](const std::string& shape) { return npy("|u1", shape, "1234"); };
    const auto [name, bytes, reason] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"empty", "", "x-images-idx3, byte 0: the file ends within the eight bytes"},
        {"wrong magic", std::string(20, 'N'), "byte 0: this is not an NPY file"},
        {"version 4", npyFile("{}", "", 4), "byte 6: NPY version 4 is not read"},
        {"cut length", good.substr(0, 9), "byte 9: the file ends within the length"},
        {"cut header", good.substr(0, 30), "byte 30: the file ends within the header"},
        {"a header of 4 GiB", std::string("\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF", 12) + "{",
         "byte 8: the header claims to have 4294967295 bytes"},
        {"cut data", good.substr(0, good.size() - 1), "the file ends within the 4 values"},
        {"bytes behind", good + "x", "there are more bytes behind the last value"},
        {"no dict", dict("hello"), "byte 10: a { is missing"},
        {"not closed", dict("{'descr': '|u1'"), "a comma or } is missing"},
        {"missing key", dict("{'descr': '|u1', 'shape': (4,)}"), "each once"},
        {"key twice",
         dict("{'descr': '|u1', 'descr': '|u1', 'fortran_order': False, 'shape': (4,)}"),
         "each once"},
        {"unknown key", dict("{'size': 4}"), "unknown key \"size\""},
        {"text behind", dict(npyHeader("|u1", "(2, 2)") + "}"), "text behind the }"},
        {"open quote", dict("{'descr"), "is not closed"},
        {"no quote", dict("{descr: 1}"), "byte 11: a text in quotes is missing"},
        {"bad order", dict("{'fortran_order': 0}"), "neither True nor False"},
        {"column by column", dict("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2)}"),
         "fortran_order"},
        {"records", dict("{'descr': [('a', '<f4')], }"), "records of several fields"},
        {"half precision", typed("<f2"), "type \"<f2\", which is not read"},
        {"complex", typed("<c8"), "\"<c8\""},
        {"objects", typed("|O"), "\"|O\""},
        {"text elements", typed("<U8"), "\"<U8\""},
        {"no type", typed(""), "\"\""},
        {"three bytes", typed("<i3"), "\"<i3\""},
        {"size of no digit", typed("<i/"), "\"<i/\""},
        {"a single number", shaped("()"), "speaks of a single number"},
        {"no rows", shaped("(0, 2)"), "0 × 2 values; there is no data"},
        {"a negative size", shaped("(-2,)"), "not a tuple of whole numbers"},
        {"no tuple", shaped("2"), "a ( is missing"},
        {"no commas", shaped("(2 2)"), "not a tuple"},
        {"open tuple", shaped("(2, "), "not a tuple"},
        {"2^64", shaped("(18446744073709551616,)"), "below 2^64"},
        {"overflowing product", shaped("(4294967296, 4294967296, 2)"), "more than the 2^29"},
        {"33 dimensions", shaped("(" + std::string(33 * 2, '1').replace(1, 1, ",") + ")"),
         "below 2^64"},
        {"a claim that the file does not keep", shaped("(2, 200000000)"),
         "the file ends within the 400000000 values"},
        {"NaN", npy("<f4", "(2,)", littleEndian(1.0f) + littleEndian(std::nanf(""))),
         "the value is nan"},
    }));
    CAPTURE(name);
    CHECK_THAT(errorOf(files.write(bytes, npy("|u1", "(2,)", std::string{0, 1}))),
               ContainsSubstring(reason));
}

TEST_CASE("NPY: what is missing is said", "[data][npy]")
{
    CHECK_THAT(errorOf({.source = "npy"}), ContainsSubstring("data.file is empty"));
    CHECK_THAT(errorOf({.source = "npy", .file = "x.npy"}),
               ContainsSubstring("data.labels is empty"));
    CHECK_THAT(errorOf({.source = "npy", .file = "/nowhere.npy", .labels = "/nowhere.npy"}),
               ContainsSubstring("/nowhere.npy cannot be opened"));
    std::string shape = "(1";
    for (int i = 0; i < 32; ++i)
        shape += ",1";
    const FilePair files{"npy", {}};
    CHECK_THAT(errorOf(files.write(npy("|u1", shape + ")", "1"), "")),
               ContainsSubstring("more than 32 dimensions"));
}

TEST_CASE("NPZ: stored and deflated archives, features and targets by their usual names",
          "[data][npz]")
{
    const TemporaryFolder folder;
    const bool deflated = GENERATE(false, true);
    const std::string x = npy("|u1", "(2, 2, 2)", countingBytes(8));
    const std::string y = npy("|u1", "(2,)", std::string{3, 1});
    const std::string z = npy("<f4", "(2, 1)", littleEndian(0.5f) + littleEndian(1.5f));
    const auto path = folder.path() / "data.npz";
    DataOptions options{.source = "npz", .file = path.string()};
    const auto [features, targets] =
        GENERATE(table<std::string, std::string>({{"x", "y"},
                                                  {"X", "Y"},
                                                  {"x_train", "y_train"},
                                                  {"features", "target"},
                                                  {"data", "labels"},
                                                  {"arr_0", "arr_1"}}));
    writeZip(path, {{features + ".npy", x}, {"z.npy", z}, {targets + ".npy", y}}, deflated);
    const LoadedData data = load(options);
    CHECK(data.samples.features == counting(8));
    CHECK(data.samples.shape == std::vector<int>{2, 2, 1});
    CHECK(data.samples.classNames == std::vector<std::string>{"1", "3"});
    CHECK(data.samples.targets == std::vector<float>{1, 0});
    CHECK_FALSE(data.validation);
    options.target = "z";
    CHECK(load(options, false).samples.targets == std::vector<float>{0.5f, 1.5f});
    options.target = "w";
    CHECK_THAT(errorOf(options), ContainsSubstring("no array \"w\"") && ContainsSubstring("z"));
}

TEST_CASE("NPZ: the test arrays are the validation set, as with mnist.npz", "[data][npz]")
{
    const TemporaryFolder folder;
    const std::string x = npy("|u1", "(2, 2)", countingBytes(4));
    const std::string y = npy("|u1", "(2,)", std::string{3, 1});
    const std::string xTest = npy("|u1", "(1, 2)", countingBytes(2));
    const std::string yTest = npy("|u1", "(1,)", std::string{3});
    const std::string test = GENERATE("x_test", "X_test");
    const auto path = writeZip(folder.path() / "mnist.npz",
                               {{"x_train.npy", x},
                                {"y_train.npy", y},
                                {test + ".npy", xTest},
                                {"y_test.npy", yTest},
                                {"other.npy", y}},
                               true);
    DataOptions options{.source = "npz", .file = path.string()};
    const LoadedData data = load(options);
    REQUIRE(data.validation);
    CHECK(data.validation->features == counting(2));
    CHECK(data.validation->targets == std::vector<float>{1});
    const TrainingData prepared = prepare(data, options, 1);
    CHECK(prepared.training.rowCount() == 2);
    CHECK(prepared.validation.rowCount() == 1);
    options.target = "other"; // of which there are no test rows
    CHECK_FALSE(load(options).validation);
}

TEST_CASE("NPZ: bad archives are refused", "[data][npz]")
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "data.npz";
    const DataOptions options{.source = "npz", .file = path.string()};
    const std::string x = npy("|u1", "(2, 2)", countingBytes(4));
    const std::string y = npy("|u1", "(2,)", std::string{3, 1});
    CHECK_THAT(errorOf({.source = "npz"}), ContainsSubstring("data.file is empty"));
    CHECK_THAT(errorOf(options), ContainsSubstring("data.npz cannot be opened as a ZIP archive"));
    CHECK_THAT(errorOf({.source = "npz", .file = folder.path().string()}),
               ContainsSubstring("is a folder"));
    folder.write("data.npz", "");
    CHECK_THAT(errorOf(options), ContainsSubstring("data.npz"));
    folder.write("data.npz", x);
    CHECK_THAT(errorOf(options), ContainsSubstring("cannot be opened as a ZIP archive"));

    writeZip(path, {{"a.npy", x}, {"y.npy", y}}, false);
    CHECK_THAT(errorOf(options), ContainsSubstring("no features") && ContainsSubstring("a, y"));
    writeZip(path, {{"x.npy", x}, {"b.txt", y}}, false);
    CHECK_THAT(errorOf(options), ContainsSubstring("no targets") && ContainsSubstring("has x"));
    writeZip(path, {{"x.npy", x.substr(0, x.size() - 1)}, {"y.npy", y}}, true);
    CHECK_THAT(errorOf(options),
               ContainsSubstring("data.npz, x.npy, byte ")
                   && ContainsSubstring("the file ends within the 4 values"));

    writeZip(path, {{"x.npy", x}, {"y.npy", y}}, false);
    std::string bytes = textOf(path);
    const std::size_t pixel = bytes.find(countingBytes(4));
    REQUIRE(pixel != std::string::npos);
    bytes[pixel] = 9;
    folder.write("data.npz", bytes);
    CHECK_THAT(errorOf(options), ContainsSubstring("data.npz, x.npy") && ContainsSubstring("CRC"));
    folder.write("data.npz", bytes.substr(0, bytes.size() / 2));
    CHECK_THAT(errorOf(options), ContainsSubstring("cannot be opened as a ZIP archive"));
}

TEST_CASE("NPZ: damage anywhere ends in an error or in data, never in a crash", "[data][npz]")
{
    const TemporaryFolder folder;
    const auto path = writeZip(folder.path() / "data.npz",
                               {{"x.npy", npy("|u1", "(2, 2)", countingBytes(4))},
                                {"y.npy", npy("|u1", "(2,)", std::string{3, 1})}},
                               true);
    const std::string bytes = textOf(path);
    int refused = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        std::string damaged = bytes;
        damaged[i] = static_cast<char>(damaged[i] ^ 0xFF);
        folder.write("data.npz", damaged);
        refused += errorOf({.source = "npz", .file = path.string()}) == "no error" ? 0 : 1;
    }
    CHECK(refused > static_cast<int>(bytes.size()) / 6);
}
