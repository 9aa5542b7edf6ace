#include "core/data/text_source.h"

#include "core/data/array_reader.h"
#include "core/data/class_index.h"
#include "core/data/resources.h"
#include "core/data/text_pieces.h"
#include "core/data/text_reader.h"
#include "core/data_error.h"
#include "core/file/utf8.h"
#include "core/named_row.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <string>
#include <utility>

namespace accumulus {

namespace {

constexpr std::uint64_t maxTextBytes = maxValues; // no shorter a text fits as features

/// Padding may take as many places as this for each character, or as many values as that in all.
constexpr std::size_t mostPlacesPerCharacter = 64;
constexpr std::size_t freeValues = std::size_t{1} << 22;

std::u32string readText(TextReader& reader)
{
    std::u32string characters;
    for (std::string text; reader.read(text); text.clear()) {
        if (reader.bytes().offset() > maxTextBytes)
            reader.bytes().fail("the text has more than 2^29 bytes, more than is kept in memory");
        decodeUtf8(text, characters);
    }
    return characters;
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

void appendPiece(std::u32string_view piece, const std::u32string& alphabet, LoadedRows& data)
{
    const auto context = static_cast<std::size_t>(data.featureCount);
    std::vector<double> tokens(context, 0.0); // in front of the piece, then of its characters
    for (const char32_t character : piece) {
        const auto place = std::lower_bound(alphabet.begin(), alphabet.end(), character);
        const auto target = static_cast<double>(place - alphabet.begin());
        data.features.append(std::span(tokens).last(context));
        data.targets.push_back(target);
        data.weights.push_back(1.0f);
        tokens.push_back(target + 1.0);
    }
    const std::size_t padding = data.placesOfRow() - piece.size();
    data.features.append(std::vector<double>(padding * context));
    data.targets.append(std::vector<double>(padding));
    data.weights.resize(data.weights.size() + padding, 0.0f);
}

/// Before anything is allocated for them.
void checkSize(const std::string& file, std::size_t pieces, std::size_t characters,
               const DataOptions& options)
{
    const auto length = static_cast<std::size_t>(options.sequenceLength);
    const auto context = static_cast<std::size_t>(options.context);
    const std::string sizes = file + ": " + std::to_string(pieces)
        + " pieces × data.sequence_length " + std::to_string(length) + " × data.context "
        + std::to_string(context);
    if (pieces > maxValues / (length * context))
        throw DataError(sizes + " are more than 2^29 values; choose less of them");
    if (pieces * length * context > freeValues
        && pieces * length / characters > mostPlacesPerCharacter)
        throw DataError(sizes + " would nearly all be padding, for a piece has only "
                        + std::to_string(characters / pieces)
                        + " characters on average; choose a smaller data.sequence_length, or "
                          "\"equal\" as data.lengths");
}

LoadedData loadFrom(const std::filesystem::path& path, const LoadRequest& request)
{
    const DataOptions& options = request.options;
    const std::string file = path.string();
    if (!request.classes)
        throw DataError(options.source
                        + " has characters as targets, which are classes; use the loss "
                          "cross_entropy");
    TextReader reader(path, textEncoding(options.encoding), request.progress);
    const std::u32string text = readText(reader);
    const std::u32string alphabet = alphabetOf(text, file);
    const auto places = static_cast<std::size_t>(options.sequenceLength);
    const auto pieces = namedRow(pieceLengths(), options.lengths, "way to cut a text")
                            .cut(text, {places, request.seed});
    if (pieces.empty())
        throw DataError(file + " has " + std::to_string(text.size())
                        + " characters and no piece that data.lengths \"" + options.lengths
                        + "\" and data.sequence_length " + std::to_string(options.sequenceLength)
                        + " would make a sample");
    checkSize(file, pieces.size(), text.size(), options);
    LoadedRows rows;
    rows.featureCount = options.context;
    rows.positions = options.sequenceLength;
    rows.vocabulary = static_cast<int>(alphabet.size()) + 1;
    rows.keepsUnits = true;
    for (const char32_t character : alphabet)
        rows.classNames.push_back(nameOf(character));
    for (const std::u32string_view piece : pieces)
        appendPiece(piece, alphabet, rows);
    LoadedData data{std::move(rows)};
    data.intake.file = fileNameOf(path);
    data.intake.encoding = titleOf(reader.encoding());
    return data;
}

} // namespace

LoadedData loadText(const LoadRequest& request)
{
    if (request.options.file.empty())
        throw DataError("data.source is \"text\" but data.file is empty; give the path of a text");
    return loadFrom(request.options.file, request);
}

LoadedData loadGpl3(const LoadRequest& request)
{
    return loadFrom(resourceDirectory() / "datasets" / "gpl3.txt", request);
}

} // namespace accumulus
