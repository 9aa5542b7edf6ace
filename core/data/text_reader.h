#pragma once

#include "core/data/byte_reader.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace accumulus {

enum class TextEncoding { Auto, Utf8, Utf16Le, Utf16Be, Latin1 };

/// A row of the table of encodings.
struct TextEncodingRow
{
    std::string_view name;  ///< of `data.encoding`: "utf-8"
    std::string_view title; ///< "UTF-8"
};

/// All that `data.encoding` can name, indexed by TextEncoding.
const std::array<TextEncodingRow, 5>& textEncodings();

/// "UTF-8"
std::string_view titleOf(TextEncoding encoding);

/// The one called \a name. Throws std::invalid_argument that lists the names there are.
TextEncoding textEncoding(std::string_view name);

/// Reads a text file, plain or gzip, a piece at a time, as UTF-8 whose lines end with LF alone,
/// whatever encoding it has and whether its lines end with LF, CR LF or CR.
///
/// What `auto` goes by, in this order: a byte-order mark, which is skipped, as it also is where the
/// encoding is named; NULs at every other of the first bytes, as UTF-16 has them; bytes that are
/// not UTF-8, which make it Latin-1 if all in front of them is ASCII. UTF-8 is strict (see
/// decodeUtf8()). Latin-1 means Windows-1252, which has more: quotes, dashes and € where Latin-1
/// has controls.
class TextReader
{
public:
    /// Throws DataError if the file cannot be opened.
    explicit TextReader(const std::filesystem::path& path, TextEncoding encoding = {},
                        LoadProgress progress = {});

    /// Appends the next piece of the text to \a text: whole characters, at least one, about 64 KiB.
    /// False at the end. Throws DataError with file and byte for what the encoding does not have,
    /// and for what is no text at all but, for example, an Excel workbook.
    bool read(std::string& text);

    /// What is read as: never Auto once something was read.
    TextEncoding encoding() const { return m_encoding; }

    /// Of the file.
    const ByteReader& bytes() const { return m_bytes; }

private:
    void readBlock();
    void refuseForeignFormat() const;
    void detect();
    std::size_t decode(std::string& text);
    std::size_t decodeUtf8Block(std::string& text);
    std::size_t decodeUtf16Block(std::string& text) const;
    void normalizeLineEnds(std::string& text, std::size_t begin);
    [[noreturn]] void failAtRest(const std::string& reason) const;

    ByteReader m_bytes;
    TextEncoding m_encoding;
    bool m_isCertain;      ///< named, or said by a mark or NULs: no other will be tried
    bool m_isAscii = true; ///< all that was decoded
    bool m_isEnd = false;  ///< of the bytes
    bool m_endedOnCr = false;
    std::string m_block;           ///< not decoded yet
    std::unique_ptr<char[]> m_raw; ///< what was read last, a block: not filled with zeros first
    std::u32string m_characters;
};

} // namespace accumulus
