#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <utility>

namespace accumulus {

/// What random numbers are for. Part of the key, so that no two uses see the same numbers.
enum class RandomPurpose : std::uint64_t {
    InitialWeights = 1,
    Split,
    EpochOrder,
    SyntheticData,
    Dropout,
    StochasticRounding,
    Sharpness,
    Damage,
};

/// Counter-based random numbers: the value depends on (seed, purpose, stream, counter) alone, never
/// on how many were drawn before. So the same samples get the same numbers however they are cut
/// into micro-batches, and a resumed run goes on exactly.
///
/// The mixing is SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014), applied to key and
/// counter in turn.
class CounterRandom
{
public:
    CounterRandom(std::uint64_t seed, RandomPurpose purpose, std::uint64_t stream = 0)
        : m_key(mix(mix(mix(seed) + static_cast<std::uint64_t>(purpose)) + stream))
    {}

    std::uint64_t bits(std::uint64_t counter) const { return mix(m_key + counter * weyl); }

    /// In [0, 1).
    double uniform(std::uint64_t counter) const
    {
        return static_cast<double>(bits(counter) >> 11) * 0x1.0p-53;
    }

    /// In [0, bound), by multiplication (Lemire 2019); its bias, bound/2^64, is out of reach of any
    /// data set.
    std::uint64_t below(std::uint64_t counter, std::uint64_t bound) const
    {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::uint64_t>((static_cast<Wide>(bits(counter)) * bound) >> 64);
    }

    /// Standard normal (Box–Muller on counters 2c and 2c+1).
    double normal(std::uint64_t counter) const
    {
        const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform(2 * counter)));
        return radius * std::cos(2.0 * std::numbers::pi * uniform(2 * counter + 1));
    }

private:
    static constexpr std::uint64_t weyl = 0x9e3779b97f4a7c15;

    static constexpr std::uint64_t mix(std::uint64_t x)
    {
        x += weyl;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    std::uint64_t m_key;
};

/// Fisher–Yates: every order is equally likely and depends on \a random's key alone.
inline void shuffle(std::span<std::uint32_t> values, const CounterRandom& random)
{
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[random.below(i, i)]);
}

} // namespace accumulus
