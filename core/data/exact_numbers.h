#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

namespace accumulus {

/// Numbers as a file has them, none rounded, in as little memory as that takes: they lie in blocks,
/// and each block holds bytes, float32 or float64, the narrowest that is exact for all its numbers.
/// A pixel or a token takes 1 byte, a number such as 0.1 takes 8. Growing copies one block at most.
class ExactNumbers
{
public:
    void push_back(double value) { append({&value, 1}); }
    void append(std::span<const double> values);

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    double operator[](std::size_t index) const;

    /// Makes \a values those from index \a begin on.
    void copy(std::size_t begin, std::span<double> values) const;

    /// All but 0 have a magnitude from \a least to \a most, which float32 cannot leave.
    bool areWithin(double least, double most) const;

    /// Of the numbers.
    std::size_t byteCount() const;

private:
    using Block = std::variant<std::vector<std::uint8_t>, std::vector<float>, std::vector<double>>;

    std::vector<Block> m_blocks; ///< all full but the last
    std::size_t m_size = 0;
};

} // namespace accumulus
