#include "core/data/text_reader.h"

#include "core/data/foreign_format.h"
#include "core/data_error.h"
#include "core/file/utf8.h"
#include "core/named_row.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t blockBytes = 1 << 16;
constexpr std::size_t longestCharacter = 4; // bytes, in UTF-8 and UTF-16

struct Mark
{
    TextEncoding encoding;
    std::string_view bytes;
};

constexpr Mark marks[] = {
    {TextEncoding::Utf8, "\xEF\xBB\xBF"},
    {TextEncoding::Utf16Le, "\xFF\xFE"},
    {TextEncoding::Utf16Be, "\xFE\xFF"},
};

/// What Windows-1252 has at 0x80…0x9F (WHATWG's Encoding Standard).
constexpr char32_t windows1252[] = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
};

bool isAscii(std::string_view text)
{
    unsigned char all = 0;
    for (const char c : text)
        all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

/// UTF-16 if NULs stand for at least a quarter of the upper bytes and for hardly any lower one
/// (U+0100 and few others end with one); else Auto.
TextEncoding byNuls(std::string_view front)
{
    front = front.substr(0, 4096);
    std::size_t nuls[2] = {};
    for (std::size_t i = 0; i < front.size(); ++i)
        nuls[i % 2] += front[i] == '\0' ? 1 : 0;
    const std::size_t enough = std::max<std::size_t>(front.size() / 8, 1);
    if (nuls[1] >= enough && nuls[0] <= nuls[1] / 8)
        return TextEncoding::Utf16Le;
    if (nuls[0] >= enough && nuls[1] <= nuls[0] / 8)
        return TextEncoding::Utf16Be;
    return TextEncoding::Auto;
}

std::size_t decodeLatin1(std::string_view bytes, std::string& text)
{
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            text += c;
        else
            text += encodeUtf8(byte < 0xA0 ? windows1252[byte - 0x80] : byte);
    }
    return bytes.size();
}

} // namespace

const std::array<TextEncodingRow, 5>& textEncodings()
{
    static constexpr std::array<TextEncodingRow, 5> table{{{"auto", "guessed"},
                                                           {"utf-8", "UTF-8"},
                                                           {"utf-16le", "UTF-16 LE"},
                                                           {"utf-16be", "UTF-16 BE"},
                                                           {"latin-1", "Latin-1"}}};
    return table;
}

std::string_view titleOf(TextEncoding encoding)
{
    return textEncodings()[static_cast<std::size_t>(encoding)].title;
}

TextEncoding textEncoding(std::string_view name)
{
    const TextEncodingRow& row = namedRow(textEncodings(), name, "encoding");
    return static_cast<TextEncoding>(&row - textEncodings().data());
}

TextReader::TextReader(const std::filesystem::path& path, TextEncoding encoding,
                       LoadProgress progress)
    : m_bytes(path, std::move(progress))
    , m_encoding(encoding)
    , m_isCertain(encoding != TextEncoding::Auto)
    , m_raw(std::make_unique_for_overwrite<char[]>(blockBytes))
{}

bool TextReader::read(std::string& text)
{
    const std::size_t before = text.size();
    while (!m_isEnd && text.size() == before) {
        const bool isFirst = m_bytes.offset() == 0;
        readBlock();
        if (isFirst) {
            refuseForeignFormat();
            detect();
        }
        m_block.erase(0, decode(text));
        if (m_block.size() >= (m_isEnd ? 1 : longestCharacter))
            failAtRest("this is not " + std::string(titleOf(m_encoding))
                       + (m_isCertain ? "" : ", as the text in front of it is")
                       + "; save the text in that encoding, or name its own as data.encoding");
        normalizeLineEnds(text, before);
    }
    return text.size() > before;
}

/// Behind what is not decoded yet.
void TextReader::readBlock()
{
    const std::size_t count =
        m_bytes.readSome(std::as_writable_bytes(std::span(m_raw.get(), blockBytes)));
    m_block.append(m_raw.get(), count);
    m_isEnd = count < blockBytes;
}

void TextReader::refuseForeignFormat() const
{
    const FileFormat* const format = fileFormat(m_bytes.name(), m_block);
    if (format)
        throw DataError(m_bytes.name() + " is not text but " + adviceOf(*format));
}

void TextReader::detect()
{
    for (const Mark& mark : marks) {
        const bool isAllowed = m_encoding == TextEncoding::Auto || m_encoding == mark.encoding;
        if (isAllowed && m_block.starts_with(mark.bytes)) {
            m_block.erase(0, mark.bytes.size());
            m_encoding = mark.encoding;
            m_isCertain = true;
            return;
        }
    }
    if (m_encoding != TextEncoding::Auto)
        return;
    m_encoding = byNuls(m_block);
    m_isCertain = m_encoding != TextEncoding::Auto;
    if (!m_isCertain)
        m_encoding = TextEncoding::Utf8;
}

/// Returns how many bytes of the block are decoded: all, or those in front of a character that is
/// not whole or not one.
std::size_t TextReader::decode(std::string& text)
{
    if (m_encoding == TextEncoding::Utf8)
        return decodeUtf8Block(text);
    if (m_encoding == TextEncoding::Latin1)
        return decodeLatin1(m_block, text);
    return decodeUtf16Block(text);
}

std::size_t TextReader::decodeUtf8Block(std::string& text)
{
    if (isAscii(m_block)) { // nearly always
        text += m_block;
        return m_block.size();
    }
    m_characters.clear();
    const std::size_t valid = decodeUtf8(m_block, m_characters);
    m_isAscii = m_isAscii && isAscii(std::string_view(m_block).substr(0, valid));
    const bool isWrong = m_block.size() - valid >= (m_isEnd ? 1 : longestCharacter);
    if (isWrong && !m_isCertain && m_isAscii) {
        m_encoding = TextEncoding::Latin1;
        return decodeLatin1(m_block, text);
    }
    text.append(m_block, 0, valid);
    return valid;
}

std::size_t TextReader::decodeUtf16Block(std::string& text) const
{
    const std::size_t high = m_encoding == TextEncoding::Utf16Le ? 1 : 0;
    const auto unit = [&](std::size_t at) -> char32_t {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(m_block[i]); };
        return static_cast<char32_t>(byte(at + high) << 8 | byte(at + 1 - high));
    };
    std::size_t at = 0;
    while (at + 2 <= m_block.size()) {
        char32_t character = unit(at);
        std::size_t length = 2;
        if (character >= 0xD800 && character <= 0xDFFF) { // half of a pair (RFC 2781)
            if (character >= 0xDC00 || at + 4 > m_block.size())
                return at;
            const char32_t second = unit(at + 2);
            if (second < 0xDC00 || second > 0xDFFF)
                return at;
            character = 0x10000 + ((character - 0xD800) << 10) + (second - 0xDC00);
            length = 4;
        }
        if (character < 0x80)
            text += static_cast<char>(character);
        else
            text += encodeUtf8(character);
        at += length;
    }
    return at;
}

void TextReader::normalizeLineEnds(std::string& text, std::size_t begin)
{
    if (text.size() == begin)
        return;
    if (std::exchange(m_endedOnCr, text.back() == '\r') && text[begin] == '\n')
        text.erase(begin, 1);
    std::size_t to = text.find('\r', begin);
    if (to == std::string::npos)
        return;
    bool isBehindCr = false;
    for (std::size_t from = to; from < text.size(); ++from) {
        const char c = text[from];
        if (c == '\n' && std::exchange(isBehindCr, false))
            continue;
        isBehindCr = c == '\r';
        text[to++] = isBehindCr ? '\n' : c;
    }
    text.resize(to);
}

void TextReader::failAtRest(const std::string& reason) const
{
    m_bytes.failAt(m_bytes.offset() - m_block.size(), reason);
}

} // namespace accumulus
