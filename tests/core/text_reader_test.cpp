#include "tests/core/binary_files.h"
#include "tests/support.h"

#include "core/data/text_reader.h"
#include "core/data_error.h"
#include "core/file/utf8.h"

#include <algorithm>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

struct Text
{
    std::string text;
    std::string_view encoding; ///< its title
};

Text read(const std::string& bytes, const std::string& encoding = "auto")
{
    const TemporaryFolder folder;
    TextReader reader(folder.write("text", bytes), textEncoding(encoding));
    Text result;
    while (reader.read(result.text)) {}
    result.encoding = titleOf(reader.encoding());
    return result;
}

std::string errorOf(const std::string& bytes, const std::string& encoding = "auto")
{
    try {
        read(bytes, encoding);
    } catch (const DataError& error) {
        return error.what();
    }
    return "no error";
}

/// UTF-16 of \a text, without a mark.
std::string utf16(const std::string& text, bool isBig)
{
    std::u32string characters;
    decodeUtf8(text, characters);
    std::string bytes;
    const auto add = [&](char32_t unit) {
        const auto value = static_cast<std::uint16_t>(unit);
        bytes += isBig ? bigEndian(value) : littleEndian(value);
    };
    for (const char32_t c : characters) {
        if (c >= 0x10000)
            add(0xD800 + ((c - 0x10000) >> 10));
        add(c >= 0x10000 ? 0xDC00 + ((c - 0x10000) & 0x3FF) : c);
    }
    return bytes;
}

} // namespace

TEST_CASE("a text is read whatever encoding it has, by its mark or by its content", "[data][text]")
{
    const std::string text = "name,größe €\n1,2 😀\n";
    const auto [name, bytes, title] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"UTF-8", text, "UTF-8"},
        {"UTF-8 with a mark", "\xEF\xBB\xBF" + text, "UTF-8"},
        {"UTF-16 LE with a mark", "\xFF\xFE" + utf16(text, false), "UTF-16 LE"},
        {"UTF-16 BE with a mark", "\xFE\xFF" + utf16(text, true), "UTF-16 BE"},
        {"UTF-16 LE by its NULs", utf16(text, false), "UTF-16 LE"},
        {"UTF-16 BE by its NULs", utf16(text, true), "UTF-16 BE"},
    }));
    CAPTURE(name);
    CHECK(read(bytes).text == text);
    CHECK(read(bytes).encoding == title);
}

TEST_CASE("what is not UTF-8 is read as Latin-1, with what Windows-1252 has more", "[data][text]")
{
    CHECK(read("gr\xF6\xDF"
               "e\n1\n")
              .text
          == "größe\n1\n");
    CHECK(read("gr\xF6\xDF"
               "e\n1\n")
              .encoding
          == "Latin-1");
    CHECK(read("\x80 \x93x\x94 \x96").text == "€ “x” –");
    CHECK(read("plain").encoding == "UTF-8");
    const std::string late =
        std::string(200'000, 'a') + '\xE4' + std::string(200'000, 'b') + '\xFC';
    CHECK(read(late).text == std::string(200'000, 'a') + "ä" + std::string(200'000, 'b') + "ü");
    CHECK(read("\xC3\xA4", "latin-1").text == "Ã¤"); // for whoever means it
    // A text that has been UTF-8 until then is damaged, or put together from two.
    CHECK_THAT(errorOf("ä\xF6\n and more"),
               ContainsSubstring("byte 2: this is not UTF-8, as the text in front of it is")
                   && ContainsSubstring("data.encoding"));
}

TEST_CASE("a named encoding overrules the content, and a mark of its own is skipped",
          "[data][text]")
{
    CHECK(read(utf16("€€€", false), "utf-16le").text == "€€€");
    CHECK(read("\xFE\xFF" + utf16("ab", true), "utf-16be").text == "ab");
    CHECK(read("\xEF\xBB\xBF"
               "ab",
               "utf-8")
              .text
          == "ab");
    CHECK(read("\xEF\xBB\xBF"
               "ab",
               "latin-1")
              .text
          == "ï»¿ab");
    CHECK_THAT(errorOf("a\xE4z and so on", "utf-8"),
               ContainsSubstring("text, byte 1: this is not UTF-8; save"));
    CHECK_THAT(errorOf("\xFF\xFE"
                       "a",
                       "utf-8"),
               ContainsSubstring("byte 0: this is not UTF-8"));
}

TEST_CASE("UTF-16 that is cut off or has half a pair is refused with the byte", "[data][text]")
{
    const std::string text = "\xFF\xFE" + utf16("ab", false);
    CHECK_THAT(errorOf(text + "c"), ContainsSubstring("byte 6: this is not UTF-16 LE"));
    CHECK_THAT(errorOf(text + utf16("😀", false).substr(0, 2)), ContainsSubstring("byte 6"));
    CHECK_THAT(errorOf(text + utf16("😀", false).substr(2) + utf16("and so on", false)),
               ContainsSubstring("byte 6"));
    CHECK_THAT(errorOf(text + utf16("😀", false).substr(0, 2) + utf16("x", false)),
               ContainsSubstring("byte 6"));
}

TEST_CASE("lines end with LF, CR LF or CR, and become LF", "[data][text]")
{
    CHECK(read("a\nb\r\nc\rd\r\n\r\n\re\r").text == "a\nb\nc\nd\n\n\ne\n");
    // Ends that lie across the pieces in which a file is read.
    for (std::size_t shift = 0; shift < 3; ++shift) {
        const std::string line(62 + shift, 'x');
        std::string crlf;
        std::string lf;
        for (int i = 0; i < 4000; ++i) {
            crlf += line + "\r\n";
            lf += line + "\n";
        }
        CHECK(read(crlf).text == lf);
        CHECK(read(utf16(crlf, true)).text == lf);
        std::replace(lf.begin(), lf.end(), '\n', '\r');
        CHECK(read(lf).text.find('\r') == std::string::npos);
    }
}
