#include "tests/core/source_fixture.h"
#include "tests/support.h"

#include "core/data/split.h"

#include <cmath>
#include <cstdint>

using namespace accumulus;
using namespace accumulus::testing;

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

TEST_CASE("NPY: arrays that are stored column by column read as those stored row by row",
          "[data][npy]")
{
    const FilePair files{"npy", {}};
    const std::string labels = npy("|u1", "(2,)", std::string{0, 1});
    const auto columns = [](const std::string& shape, const std::string& bytes) {
        return npyFile("{'descr': '|u1', 'fortran_order': True, 'shape': " + shape + ", }", bytes);
    };
    CHECK(load(files.write(columns("(2, 3)", {0, 3, 1, 4, 2, 5}), labels)).samples.features
          == counting(6));
    const RoundedData images =
        load(files.write(columns("(2, 2, 3)", {0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11}), labels));
    CHECK(images.samples.features == counting(12));
    CHECK(images.samples.shape == std::vector<int>{2, 3, 1});
    CHECK(load(files.write(columns("(2,)", {0, 1}), labels)).samples.features == counting(2));
    const std::string two = npy("|u1", "(2, 1)", {0, 1});
    CHECK(load(files.write(two, columns("(2, 2)", {0, 2, 1, 3})), false).samples.targets
          == counting(4));
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

TEST_CASE("NPY and IDX: a file of another format is named before its labels are missed",
          "[data][npy][idx]")
{
    const TemporaryFolder folder;
    const std::string array = npy("|u1", "(2, 2)", countingBytes(4));
    const std::string images = idxHeader(8, {2, 2}) + countingBytes(4);
    const auto refusal = [&](const std::string& source, const std::filesystem::path& path) {
        return errorOf({.source = source, .file = path.string()});
    };
    const auto archive = writeZip(folder.path() / "x.npz", {{"x.npy", array}}, true);
    CHECK_THAT(refusal("npy", archive),
               ContainsSubstring("x.npz is no file for data.source npy but an archive of numpy's "
                                 "arrays; set data.source to npz"));
    CHECK_THAT(refusal("npy", folder.write("x.csv", "a,y\r\n1,2\r\n")),
               ContainsSubstring("but text; set data.source to csv if it is a table"));
    CHECK_THAT(refusal("npy", writeGzip(folder.path() / "x.csv.gz", "a,y\n1,2\n")),
               ContainsSubstring("but text"));
    CHECK_THAT(refusal("npy", folder.write("x", images)), EndsWith("set data.source to idx"));
    CHECK_THAT(refusal("idx", folder.write("x.npy", array)), EndsWith("set data.source to npy"));
    CHECK_THAT(refusal("idx", folder.write("x.png", "\x89PNG\r\n\x1A\n")),
               ContainsSubstring("images are read from IDX files"));
    CHECK_THAT(refusal("idx", folder.path()),
               EndsWith("is a folder; give the file of the images as data.file"));
    CHECK_THAT(refusal("npy", folder.path()), ContainsSubstring("the file of the features as"));
    CHECK_THAT(refusal("npy", folder.write("x.npy", array)), ContainsSubstring("data.labels"));
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
    const RoundedData data = load(options);
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
    const RoundedData data = load(options);
    REQUIRE(data.validation);
    CHECK(data.validation->features == counting(2));
    CHECK(data.validation->targets == std::vector<float>{1});
    const TrainingData prepared = prepare(dataSource("npz").load({options, true}), options, 1);
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
    CHECK_THAT(errorOf(options),
               ContainsSubstring("data.npz is no file for data.source npz but an array of numpy; "
                                 "set data.source to npy"));
    folder.write("data.npz", "a,y\n1,2\n");
    CHECK_THAT(errorOf(options), ContainsSubstring("but text; set data.source to csv"));
    writeZip(path, {{"xl/workbook.xml", x}}, true);
    CHECK_THAT(errorOf(options), ContainsSubstring("an Excel workbook; save its sheet as CSV"));

    writeZip(path, {{"a.npy", x}, {"y.npy", y}}, false);
    CHECK_THAT(errorOf(options),
               ContainsSubstring("no features")
                   && EndsWith("It has a, y: save the features under one of those names"));
    writeZip(path, {{"x.npy", x}, {"y.npy", y}}, false);
    CHECK_THAT(errorOf({.source = "npz", .file = path.string(), .target = "x"}),
               ContainsSubstring("arr_0 but x, which data.target takes as targets")
                   && EndsWith("It has x, y: let data.target name another one"));
    writeZip(path, {{"x.npy", x}, {"b.txt", y}}, false);
    CHECK_THAT(errorOf(options),
               ContainsSubstring("no other array than x, but features and targets "
                                 "are two: save both"));
    writeZip(path, {{"x.npy", x}, {"b.npy", y}}, false);
    CHECK_THAT(errorOf(options), ContainsSubstring("no targets") && ContainsSubstring("has x, b"));
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
