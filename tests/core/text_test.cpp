#include "tests/core/binary_files.h"
#include "tests/core/rounded_rows.h"
#include "tests/support.h"

#include "core/data/data_source.h"
#include "core/data/split.h"
#include "core/data_error.h"
#include "core/file/utf8.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Dataset read(const std::string& text, DataOptions options = {}, std::uint64_t seed = 1)
{
    const TemporaryFolder folder;
    options.source = "text";
    options.file = folder.write("text.txt", text).string();
    return rounded(dataSource("text").load({options, true, seed}).samples);
}

std::string errorOf(const std::string& text, const DataOptions& options = {})
{
    try {
        read(text, options);
    } catch (const DataError& error) {
        return error.what();
    }
    return "no error";
}

/// The characters of a sample that count, as the data set names them.
std::vector<std::string> piece(const Dataset& data, std::size_t row)
{
    std::vector<std::string> names;
    const auto places = static_cast<std::size_t>(data.positions);
    for (std::size_t i = row * places; i < (row + 1) * places; ++i) {
        if (data.weights[i] > 0.0f)
            names.push_back(data.classNames[static_cast<std::size_t>(data.targets[i])]);
    }
    return names;
}

std::vector<std::string> pieces(const Dataset& data)
{
    std::vector<std::string> texts;
    for (std::size_t row = 0; row < data.rowCount(); ++row) {
        texts.emplace_back();
        for (const std::string& name : piece(data, row))
            texts.back() += name == "newline" ? "/" : name == "space" ? "_" : name;
    }
    return texts;
}

std::string words(std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += static_cast<char>('a' + (i * i + i / 7) % 23);
    return text;
}

} // namespace

TEST_CASE("text: a line is a sample, every character a prediction from those in front",
          "[data][text]")
{
    const Dataset data = read("ab\nb\n", {.sequenceLength = 4, .context = 2});
    CHECK(data.classNames == std::vector<std::string>{"newline", "a", "b"});
    CHECK(data.vocabulary == 4);
    CHECK(data.positions == 4);
    CHECK(data.featureCount == 2);
    CHECK(data.targetCount == 1);
    CHECK(data.keepsUnits);
    REQUIRE(data.rowCount() == 2);
    // newline, a, b are the classes 0, 1, 2 and the tokens 1, 2, 3; token 0 is what is not there.
    CHECK(data.targets == std::vector<float>{1, 2, 0, 0, /**/ 2, 0, 0, 0});
    CHECK(data.weights == std::vector<float>{1, 1, 1, 0, /**/ 1, 1, 0, 0});
    CHECK(data.features == std::vector<float>{0, 0, 0, 2, 2, 3, 0, 0, /**/ 0, 0, 0, 3, 0, 0, 0, 0});
    const std::vector<std::uint32_t> rows{0, 1};
    CHECK(data.weightOf(rows) == 5.0); // real characters
}

TEST_CASE("text: lines, as files have them", "[data][text]")
{
    const DataOptions options{.sequenceLength = 3};
    CHECK(pieces(read("ab\n\n\nc d", options)) == std::vector<std::string>{"ab/", "c_d"});
    CHECK(pieces(read("ab\r\n\r\nc\r\n", options)) == std::vector<std::string>{"ab/", "c/"});
    CHECK(pieces(read("ab\r\rc\r", options)) == std::vector<std::string>{"ab/", "c/"});
    CHECK(pieces(read("abcdefg\nh", options)) == std::vector<std::string>{"abc", "def", "g/", "h"});
    CHECK(pieces(read("\xEF\xBB\xBF"
                      "ab",
                      options))
          == std::vector<std::string>{"ab"});
    const Dataset cut = read("abcd", {.sequenceLength = 3, .context = 1});
    CHECK(cut.features[3] == 0.0f); // "d" begins a piece and sees nothing of the one before
}

TEST_CASE("text: equal pieces leave the rest out", "[data][text]")
{
    const DataOptions options{.sequenceLength = 3, .lengths = "equal"};
    CHECK(pieces(read("ab\ncdefg", options)) == std::vector<std::string>{"ab/", "cde"});
    CHECK_THAT(errorOf("ab", options), ContainsSubstring("has 2 characters and no piece"));
}

TEST_CASE("text: geometric lengths lose no character and have their mean", "[data][text]")
{
    const std::string text = words(60'000);
    const DataOptions options{.sequenceLength = 64, .context = 1, .lengths = "geometric"};
    const Dataset data = read(text, options);
    const std::vector<std::string> cut = pieces(data);
    CHECK(std::accumulate(cut.begin(), cut.end(), std::string()) == text);
    // A geometric length with mean 16 that is cut at 64 has the mean Σ_{k<64} (1 − 1/16)^k.
    const double expected = 16.0 * (1.0 - std::pow(15.0 / 16.0, 64));
    const double mean = 60'000.0 / static_cast<double>(data.rowCount());
    CHECK_THAT(mean, WithinRel(expected, 0.05));
    std::set<std::size_t> lengths;
    for (const std::string& one : cut)
        lengths.insert(one.size());
    CHECK(*lengths.begin() == 1);
    CHECK(*lengths.rbegin() == 64);
    CHECK(pieces(read(text, options)) == cut);
    CHECK(pieces(read(text, options, 2)) != cut);
    for (const std::string& one :
         pieces(read("abc", {.sequenceLength = 2, .lengths = "geometric"})))
        CHECK(one.size() == 1); // a mean below 1 cannot be
}

TEST_CASE("text: characters are code points with names that can be read", "[data][text]")
{
    const Dataset data = read("\tä😀 \x01\xC2\xA0z\n", {.sequenceLength = 16});
    CHECK(data.classNames
          == std::vector<std::string>{"U+0001", "U+0009", "newline", "space", "z", "U+00A0", "ä",
                                      "😀"});
    const TemporaryFolder folder;
    const std::string text = words(200'000);
    const auto path = writeGzip(folder.path() / "t.gz", text + "ä" + text + "é");
    const DataOptions options{.source = "text", .file = path.string(), .context = 1};
    CHECK(dataSource("text").load({options, true}).samples.vocabulary == 26);
}

TEST_CASE("text: characters that lie across a block of the file are read", "[data][text]")
{
    // Three bytes each and a shift: some lie across any block whose size is a power of 2.
    for (const char* shift : {"", "a", "ab"}) {
        std::string text = shift;
        for (int i = 0; i < 200'000; ++i)
            text += "€";
        const Dataset data = read(text, {.sequenceLength = 1000, .context = 1, .lengths = "equal"});
        CHECK(data.rowCount() == 200);
        CHECK(data.vocabulary == (*shift ? 2 + static_cast<int>(std::string(shift).size()) : 2));
    }
}

TEST_CASE("text: bad files are refused with the byte", "[data][text]")
{
    const auto [name, bytes, offset] = GENERATE(table<std::string, std::string, int>({
        {"Latin-1", "ab\xE4z and so on", 2},
        {"a stray continuation", "a\x80", 1},
        {"overlong", "\xC0\xAF", 0},
        {"overlong of three", "\xE0\x80\xAF", 0},
        {"a surrogate", "\xED\xA0\x80", 0},
        {"above U+10FFFF", "a\xF4\x90\x80\x80", 1},
        {"five bytes", "\xF8\x88\x80\x80\x80", 0},
        {"cut off", "abc\xE2\x82", 3},
        {"behind a mark", "\xEF\xBB\xBF\xFF", 3},
        {"in the second block", std::string(300'000, 'a') + "\xFF" + std::string(9, 'a'), 300'000},
    }));
    CAPTURE(name);
    CHECK_THAT(
        errorOf(bytes, {.encoding = "utf-8"}),
        ContainsSubstring("text.txt, byte " + std::to_string(offset) + ": this is not UTF-8"));
}

TEST_CASE("text: what makes no samples is refused", "[data][text]")
{
    CHECK_THAT(errorOf(""), ContainsSubstring("text.txt has 0 characters"));
    CHECK_THAT(errorOf("\n\n\n"), ContainsSubstring("no piece"));
    std::string many;
    for (char32_t c = 0x4E00; c < 0x4E00 + 1001; ++c)
        many += encodeUtf8(c);
    CHECK_THAT(errorOf(many), ContainsSubstring("more than 1000 different characters"));
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += "a\n";
    CHECK_THAT(errorOf(lines, {.sequenceLength = 4096, .context = 1024}),
               ContainsSubstring("1000 pieces") && ContainsSubstring("more than 2^29 values"));
    const DataOptions options{.source = "gpl3"};
    CHECK_THROWS_WITH(dataSource("gpl3").load({options, false}),
                      ContainsSubstring("gpl3 has characters as targets")
                          && ContainsSubstring("cross_entropy"));
    const DataOptions nothing{.source = "text"};
    CHECK_THROWS_WITH(dataSource("text").load({nothing, true}),
                      ContainsSubstring("data.file is empty"));
}

TEST_CASE("text: padding that would be far larger than the text is refused before it is made",
          "[data][text]")
{
    std::string lines;
    for (int i = 0; i < 120; ++i)
        lines += "a\n";
    CHECK_THAT(errorOf(lines, {.sequenceLength = 4096, .context = 1024}),
               ContainsSubstring("120 pieces × data.sequence_length 4096 × data.context 1024 would "
                                 "nearly all be padding, for a piece has only 2 characters"));
    CHECK(read(lines, {.sequenceLength = 4096, .context = 8}).rowCount() == 120); // little anyway
    CHECK(read(lines, {.sequenceLength = 4096, .context = 8}).positions == 4096);
}

TEST_CASE("text: the shipped licence is whole and splits into rows of tokens", "[data][text]")
{
    const DataOptions options{.source = "gpl3"};
    const LoadedData data =
        dataSource("gpl3").load({options, true, 1, [](double) {
                                     throw std::runtime_error("a small file reports nothing");
                                 }});
    double characters = 0.0;
    for (const float weight : data.samples.weights)
        characters += static_cast<double>(weight);
    const auto blankLines = 121.0;
    CHECK(characters == 35149.0 - blankLines);
    const TrainingData prepared = prepare(data, options, 1);
    CHECK(prepared.training.rowCount() + prepared.validation.rowCount() == data.samples.rowCount());
    CHECK(prepared.training.weights.size() == prepared.training.rowCount() * 64);
    const auto [least, most] =
        std::minmax_element(prepared.training.features.begin(), prepared.training.features.end());
    CHECK(*least == 0.0f);
    CHECK(*most <= static_cast<float>(prepared.training.vocabulary - 1));
    CHECK(*most == std::floor(*most));
}

TEST_CASE("UTF-8: every code point survives encoding and decoding", "[data][text]")
{
    std::string text;
    std::u32string points;
    for (char32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 97) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        points += c;
        text += encodeUtf8(c);
    }
    std::u32string decoded;
    CHECK(decodeUtf8(text, decoded) == text.size());
    CHECK((decoded == points));
    CHECK(encodeUtf8(U'€') == "€");
}
