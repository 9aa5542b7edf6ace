#include "core/file/printable.h"

#include "core/file/utf8.h"

#include <algorithm>
#include <cstdio>

namespace accumulus {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

/// Of characters that are not shown as they are; see Unicode 15, chapters 23.1 to 23.2.
constexpr Range unfit[] = {
    {0x00, 0x08},     {0x0B, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C},
    {0x180E, 0x180E}, {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},
    {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

bool isUnfit(char32_t character)
{
    return std::any_of(std::begin(unfit), std::end(unfit), [&](const Range& range) {
        return character >= range.first && character <= range.last;
    });
}

std::string escaped(char32_t character)
{
    char text[16];
    const char* const form = character <= 0xFF ? "\\x%02x"
        : character <= 0xFFFF                  ? "\\u%04x"
                                               : "\\U%08x";
    std::snprintf(text, sizeof text, form, static_cast<unsigned>(character));
    return text;
}

bool isPlain(char c)
{
    return (c >= ' ' && c <= '~') || c == '\n' || c == '\t';
}

} // namespace

std::string printable(std::string_view text)
{
    if (std::all_of(text.begin(), text.end(), isPlain)) // nearly always
        return std::string(text);
    std::string result;
    std::u32string characters;
    while (!text.empty()) {
        characters.clear();
        text.remove_prefix(decodeUtf8(text, characters));
        for (const char32_t character : characters)
            result += isUnfit(character) ? escaped(character) : encodeUtf8(character);
        if (!text.empty()) { // a byte that begins no character
            result += escaped(static_cast<unsigned char>(text.front()));
            text.remove_prefix(1);
        }
    }
    return result;
}

} // namespace accumulus
