#include "core/data/text_source.h"

#include "core/data/array_reader.h"
#include "core/data/byte_reader.h"
#include "core/data/class_index.h"
#include "core/data/resources.h"
#include "core/data/text_pieces.h"
#include "core/file/utf8.h"
#include "core/data_error.h"
#include "core/named_row.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>
#include <utility>

namespace accumulus {

namespace {

constexpr std::uint64_t maxTextBytes = maxValues; // no shorter a text fits as features
constexpr std::size_t blockBytes = 1 << 18;

std::u32string readText(const std::filesystem::path& path, const LoadProgress& progress)
{
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    ByteReader bytes(path, progress);
    std::u32string text;
    std::string block; // begins with what the last block could not decode
    std::size_t begin = 0;
    for (bool isEnd = false; !isEnd;) {
        const std::size_t kept = block.size();
        block.resize(kept + blockBytes);
        const std::size_t count =
            bytes.readSome(std::as_writable_bytes(std::span(block)).subspan(kept));
        block.resize(kept + count);
        isEnd = count < blockBytes;
        if (begin == 0 && block.starts_with(byteOrderMark))
            block.erase(0, byteOrderMark.size());
        if (bytes.offset() > maxTextBytes)
            bytes.fail("the text has more than 2^29 bytes, more than is kept in memory");
        const std::size_t valid = decodeUtf8(block, text);
        constexpr std::size_t longestCharacter = 4;
        if (valid < block.size() && (isEnd || block.size() - valid >= longestCharacter))
            bytes.failAt(bytes.offset() - (block.size() - valid),
                         "this is not UTF-8; save the text in that encoding");
        block.erase(0, valid);
        begin = bytes.offset();
    }
    // A line ends with LF alone.
    std::size_t length = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != U'\r' || i + 1 == text.size() || text[i + 1] != U'\n')
            text[length++] = text[i];
    }
    text.resize(length);
    return text;
}

/// The different characters of \a text in order.
std::u32string alphabetOf(const std::u32string& text, const std::string& file)
{
    std::u32string alphabet;
    for (const char32_t character : text) {
        const auto place = std::lower_bound(alphabet.begin(), alphabet.end(), character);
        if (place != alphabet.end() && *place == character)
            continue;
        if (alphabet.size() == maxClasses)
            throw DataError(file + " has more than " + std::to_string(maxClasses)
                            + " different characters, too many for classes; choose a text in an "
                              "alphabet");
        alphabet.insert(place, character);
    }
    return alphabet;
}

/// Controls and spaces other than the usual one.
bool isInvisible(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD || (c >= 0x2000 && c <= 0x200F)
        || (c >= 0x2028 && c <= 0x202F) || c == 0xFEFF;
}

std::string nameOf(char32_t character)
{
    if (character == U' ')
        return "space";
    if (character == U'\n')
        return "newline";
    if (!isInvisible(character))
        return encodeUtf8(character);
    char name[16];
    std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(character));
    return name;
}

void appendPiece(std::u32string_view piece, const std::u32string& alphabet, Dataset& data)
{
    const auto context = static_cast<std::size_t>(data.featureCount);
    std::vector<float> tokens(context, 0.0f); // in front of the piece, then of its characters
    for (const char32_t character : piece) {
        const auto place = std::lower_bound(alphabet.begin(), alphabet.end(), character);
        const auto target = static_cast<float>(place - alphabet.begin());
        data.features.insert(data.features.end(), tokens.end() - data.featureCount, tokens.end());
        data.targets.push_back(target);
        data.weights.push_back(1.0f);
        tokens.push_back(target + 1.0f);
    }
    const std::size_t padding = static_cast<std::size_t>(data.positions) - piece.size();
    data.features.resize(data.features.size() + padding * context, 0.0f);
    data.targets.resize(data.targets.size() + padding, 0.0f);
    data.weights.resize(data.weights.size() + padding, 0.0f);
}

LoadedData loadFrom(const std::filesystem::path& path, const LoadRequest& request)
{
    const DataOptions& options = request.options;
    const std::string file = path.string();
    if (!request.classes)
        throw DataError(options.source
                        + " has characters as targets, which are classes; use the loss "
                          "cross_entropy");
    const std::u32string text = readText(path, request.progress);
    const std::u32string alphabet = alphabetOf(text, file);
    const auto places = static_cast<std::size_t>(options.sequenceLength);
    const auto pieces = namedRow(pieceLengths(), options.lengths, "way to cut a text")
                            .cut(text, {places, request.seed});
    if (pieces.empty())
        throw DataError(file + " has " + std::to_string(text.size())
                        + " characters and no piece that data.lengths \"" + options.lengths
                        + "\" and data.sequence_length " + std::to_string(options.sequenceLength)
                        + " would make a sample");
    const std::size_t width = places * static_cast<std::size_t>(options.context);
    if (pieces.size() > maxValues / width)
        throw DataError(file + ": " + std::to_string(pieces.size())
                        + " pieces × data.sequence_length × data.context are more than 2^29 "
                          "values; choose less of them");
    Dataset data{.featureCount = options.context,
                 .positions = options.sequenceLength,
                 .vocabulary = static_cast<int>(alphabet.size()) + 1,
                 .keepsUnits = true};
    for (const char32_t character : alphabet)
        data.classNames.push_back(nameOf(character));
    data.features.reserve(pieces.size() * width);
    for (const std::u32string_view piece : pieces)
        appendPiece(piece, alphabet, data);
    return {std::move(data)};
}

} // namespace

LoadedData loadText(const LoadRequest& request)
{
    if (request.options.file.empty())
        throw DataError("data.source is \"text\" but data.file is empty; give the path of a text "
                        "in UTF-8");
    return loadFrom(request.options.file, request);
}

LoadedData loadGpl3(const LoadRequest& request)
{
    return loadFrom(resourceDirectory() / "datasets" / "gpl3.txt", request);
}

} // namespace accumulus
