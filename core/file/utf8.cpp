#include "core/file/utf8.h"

namespace accumulus {

namespace {

/// The first byte of a character of \a length bytes.
struct Form
{
    unsigned mask;
    unsigned lead;
    std::size_t length;
    char32_t least; ///< smaller ones have a shorter form
};

constexpr Form forms[] = {
    {0x80, 0x00, 1, 0},
    {0xE0, 0xC0, 2, 0x80},
    {0xF0, 0xE0, 3, 0x800},
    {0xF8, 0xF0, 4, 0x10000},
};

/// Length of the character at the front of \a text, 0 if there is none.
std::size_t decodeOne(std::string_view text, char32_t& character)
{
    const auto byte = [&](std::size_t i) { return unsigned{static_cast<unsigned char>(text[i])}; };
    for (const Form& form : forms) {
        if ((byte(0) & form.mask) != form.lead)
            continue;
        if (text.size() < form.length)
            return 0;
        character = byte(0) & ~form.mask;
        for (std::size_t i = 1; i < form.length; ++i) {
            if ((byte(i) & 0xC0) != 0x80)
                return 0;
            character = (character << 6) | (byte(i) & 0x3F);
        }
        const bool isSurrogate = character >= 0xD800 && character <= 0xDFFF;
        return character < form.least || character > 0x10FFFF || isSurrogate ? 0 : form.length;
    }
    return 0;
}

} // namespace

std::size_t decodeUtf8(std::string_view text, std::u32string& characters)
{
    std::size_t at = 0;
    while (at < text.size()) {
        char32_t character = 0;
        const std::size_t length = decodeOne(text.substr(at), character);
        if (length == 0)
            break;
        characters.push_back(character);
        at += length;
    }
    return at;
}

std::string encodeUtf8(char32_t character)
{
    for (const Form& form : forms) {
        const std::size_t tail = 6 * (form.length - 1);
        if ((character >> tail) > (~form.mask & 0xFF))
            continue;
        std::string text(1, static_cast<char>(form.lead | (character >> tail)));
        for (std::size_t i = form.length - 1; i > 0; --i)
            text += static_cast<char>(0x80 | ((character >> (6 * (i - 1))) & 0x3F));
        return text;
    }
    return {};
}

} // namespace accumulus
