#include "tests/core/source_fixture.h"
#include "tests/support.h"

#include "core/data/idx_source.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

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
    const RoundedData both = load(options);
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
         "row 2 of the data: feature 0 is 1e+39, more than single precision holds; let "
         "data.standardize be true"},
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
