#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace accumulus {

/// bf16: the upper half of a float. Its seven bits of fraction round by up to 2⁻⁸ ≈ 0.4 %.
using BFloat16 = std::uint16_t;

inline float toFloat(BFloat16 value)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(value) << 16);
}

/// To nearest, ties to even. Infinities and NaN stay what they are.
inline BFloat16 toBf16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    const std::uint32_t quietNan = (bits >> 16) | 0x40u;
    return static_cast<BFloat16>((bits & 0x7fffffffu) > 0x7f800000u ? quietNan : rounded);
}

/// The same for \a count values, on \a threads threads.
void toBf16(const float* from, BFloat16* to, std::size_t count, int threads);

} // namespace accumulus
