#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accumulus {

/// Reads UTF-8, strictly as RFC 3629 has it: no overlong form, no surrogate, nothing above
/// U+10FFFF. Appends the code points of \a text to \a characters and returns how many bytes are
/// valid: all, or those in front of the first character that is not.
std::size_t decodeUtf8(std::string_view text, std::u32string& characters);

/// The UTF-8 form of a code point.
std::string encodeUtf8(char32_t character);

} // namespace accumulus
