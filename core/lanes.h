#pragma once

#include <cstdint>

namespace accumulus {

/// Sixteen numbers as one value of the compiler, for loops that it does not vectorise by itself. A
/// processor with shorter vectors takes two or four for it. Comparisons give whole numbers, −1 for
/// true, that `?:` takes.
constexpr int lanes = 16;
using Lanes = float __attribute__((vector_size(lanes * sizeof(float))));
using LaneNumbers = std::int32_t __attribute__((vector_size(lanes * sizeof(std::int32_t))));

/// From and to any address. Of a single number too, where what is left of a row is done one by one.
/// Not std::memcpy, which a hardened build checks at run time in the middle of the loop: the
/// tutorial's model took a fifth longer.
template <typename Value, typename Element>
inline void load(Value& value, const Element* from)
{
    __builtin_memcpy(&value, from, sizeof(Value));
}

template <typename Value, typename Element>
inline void store(const Value& value, Element* to)
{
    __builtin_memcpy(to, &value, sizeof(Value));
}

} // namespace accumulus
