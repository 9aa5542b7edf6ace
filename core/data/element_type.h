#pragma once

#include <bit>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace accumulus {

enum class NumberKind { Unsigned, Signed, Float, Boolean };

/// How numbers lie in a binary file.
struct ElementType
{
    NumberKind kind = NumberKind::Unsigned;
    std::size_t size = 1; ///< bytes: 1, 2, 4 or 8; 4 or 8 for Float, 1 for Boolean
    std::endian order = std::endian::little;

    /// There is such a type.
    bool isValid() const;

    /// Makes \a values the numbers in \a bytes, a whole count of them. Whole numbers above 2^53 are
    /// rounded.
    void decode(std::span<const std::byte> bytes, std::vector<double>& values) const;
};

} // namespace accumulus
