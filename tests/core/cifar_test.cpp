#include "tests/core/source_fixture.h"
#include "tests/support.h"

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// A row whose pixel at (y, x) is red y, green x, blue 7.
std::string row(int label)
{
    std::string bytes(1, static_cast<char>(label));
    for (int channel = 0; channel < 3; ++channel) {
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x)
                bytes += static_cast<char>(channel == 0 ? y : channel == 1 ? x : 7);
        }
    }
    return bytes;
}

} // namespace

TEST_CASE("CIFAR-10: planes become pixels with their channels last", "[data][cifar]")
{
    const TemporaryFolder folder;
    const std::string bytes = row(9) + row(0);
    const bool zipped = GENERATE(false, true);
    const auto path =
        zipped ? writeGzip(folder.path() / "a.bin.gz", bytes) : folder.write("a.bin", bytes);
    const Dataset data = load({.source = "cifar10", .file = path.string()}).samples;
    CHECK(data.shape == std::vector<int>{32, 32, 3});
    CHECK(data.rowCount() == 2);
    CHECK(data.targets == std::vector<float>{9, 0});
    REQUIRE(data.classNames.size() == 10);
    CHECK(data.classNames.front() == "airplane");
    CHECK(data.classNames.back() == "truck");
    std::size_t wrong = 0;
    for (std::size_t y = 0; y < 32; ++y) {
        for (std::size_t x = 0; x < 32; ++x) {
            const float* pixel = data.features.data() + 3072 + (y * 32 + x) * 3;
            wrong += pixel[0] == static_cast<float>(y) && pixel[1] == static_cast<float>(x)
                    && pixel[2] == 7.0f
                ? 0
                : 1;
        }
    }
    CHECK(wrong == 0);
    CHECK_FALSE(
        load({.source = "cifar10", .file = path.string()}, false).samples.isClassification());
}

TEST_CASE("CIFAR-10: a folder has five files to train with and one to validate", "[data][cifar]")
{
    const TemporaryFolder folder;
    const DataOptions options{.source = "cifar10", .file = folder.path().string()};
    for (int i = 1; i <= 5; ++i) {
        CHECK_THAT(errorOf(options),
                   ContainsSubstring("there is no data_batch_" + std::to_string(i) + ".bin"));
        const std::string name = "data_batch_" + std::to_string(i) + ".bin";
        if (i == 3)
            writeGzip(folder.path() / (name + ".gz"), row(i));
        else
            folder.write(name, row(i));
    }
    CHECK_THAT(errorOf(options), ContainsSubstring("there is no test_batch.bin"));
    folder.write("test_batch.bin", row(8) + row(6));
    const RoundedData data = load(options);
    CHECK(data.samples.targets == std::vector<float>{1, 2, 3, 4, 5});
    REQUIRE(data.validation);
    CHECK(data.validation->targets == std::vector<float>{8, 6});
    CHECK(data.validation->classNames == data.samples.classNames);

    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    const RoundedData one = load({.source = "cifar10",
                                  .file = file("data_batch_2.bin"),
                                  .validationFile = file("test_batch.bin")});
    CHECK(one.samples.targets == std::vector<float>{2});
    CHECK(one.validation->rowCount() == 2);
    CHECK_FALSE(load({.source = "cifar10", .file = file("data_batch_2.bin")}).validation);
}

TEST_CASE("CIFAR-10: bad files are refused with file, offset and reason", "[data][cifar]")
{
    const TemporaryFolder folder;
    const auto [name, bytes, reason] = GENERATE(table<std::string, std::string, std::string>({
        {"empty", "", "a.bin, byte 0: the file is empty"},
        {"cut off", row(1) + row(2).substr(0, 3072),
         "a.bin, byte 3073: the last row has 3072 bytes instead of 3073"},
        {"over-long", row(1) + "x", "byte 3073: the last row has 1 bytes"},
        {"label 10", row(1) + row(10), "byte 3073: the label is 10"},
        {"CIFAR-100, black", std::string(3074 * 2, '\0'), "3074 bytes long, as CIFAR-100 is"},
        {"CIFAR-100", std::string(3074 * 2, '\x7F'), "3074 bytes long, as CIFAR-100 is"},
        {"neither", std::string(3000, '\x7F'), "this is not CIFAR-10's binary version"},
    }));
    CAPTURE(name);
    CHECK_THAT(errorOf({.source = "cifar10", .file = folder.write("a.bin", bytes).string()}),
               ContainsSubstring(reason));
    CHECK_THAT(errorOf({.source = "cifar10"}), ContainsSubstring("data.file is empty"));
    CHECK_THAT(errorOf({.source = "cifar10", .file = "/nowhere.bin"}),
               ContainsSubstring("cannot be opened"));
}

TEST_CASE("CIFAR-10: progress is that of all files", "[data][cifar]")
{
    const TemporaryFolder folder;
    std::string bytes;
    for (int i = 0; i < 1400; ++i)
        bytes += row(i % 10);
    const DataOptions options{.source = "cifar10",
                              .file = folder.write("a.bin", bytes).string(),
                              .validationFile = folder.write("b.bin", bytes).string()};
    std::vector<double> shares;
    load(options, true, [&](double share) { shares.push_back(share); });
    REQUIRE(shares.size() == 2); // 4 MiB of each
    CHECK_THAT(shares[0], WithinAbs(0.5, 0.05));
    CHECK_THAT(shares[1], WithinAbs(1.0, 0.05));
    CHECK(shares[1] <= 1.0);
    CHECK_THROWS_WITH(load(options, true, [](double) { throw std::runtime_error("enough"); }),
                      Equals("enough"));
}
