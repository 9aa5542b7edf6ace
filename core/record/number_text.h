#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <ostream>
#include <string_view>

namespace accumulus {

/// Writes \a value so that it reads back exactly, the same in every locale: shortest form, `.` as
/// decimal point, `nan` and `inf` spelled.
template <typename Number>
requires std::integral<Number> || std::floating_point<Number>
void writeNumber(std::ostream& out, Number value)
{
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    out << std::string_view(text.data(), static_cast<std::size_t>(end - text.data()));
}

} // namespace accumulus
