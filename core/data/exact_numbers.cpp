#include "core/data/exact_numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace accumulus {

namespace {

constexpr std::size_t blockSize = std::size_t{1} << 16;

/// Not for NaN and, as bytes, −0, which then take more memory than they need.
template <typename T>
bool isExactAs(double value)
{
    if constexpr (std::is_integral_v<T>) {
        return value >= 0.0 && value <= static_cast<double>(std::numeric_limits<T>::max())
            && static_cast<double>(static_cast<T>(value)) == value && !std::signbit(value);
    } else {
        return static_cast<double>(static_cast<T>(value)) == value;
    }
}

template <typename T>
bool areExactAs(std::span<const double> values)
{
    return std::all_of(values.begin(), values.end(), &isExactAs<T>);
}

/// With room for \a capacity numbers.
template <typename To, typename From>
std::vector<To> widened(const std::vector<From>& block, std::size_t capacity)
{
    std::vector<To> wide;
    wide.reserve(capacity);
    for (const From value : block)
        wide.push_back(static_cast<To>(value));
    return wide;
}

} // namespace

void ExactNumbers::append(std::span<const double> values)
{
    while (!values.empty()) {
        if (m_size % blockSize == 0)
            m_blocks.emplace_back();
        Block& block = m_blocks.back();
        // A block behind another one will probably be filled, a first one may stay small.
        const std::size_t capacity = m_blocks.size() > 1 ? blockSize : m_size;
        const auto part = values.first(std::min(values.size(), blockSize - m_size % blockSize));
        if (const auto* bytes = std::get_if<std::vector<std::uint8_t>>(&block);
            bytes && !areExactAs<std::uint8_t>(part))
            block = widened<float>(*bytes, capacity);
        if (const auto* floats = std::get_if<std::vector<float>>(&block);
            floats && !areExactAs<float>(part))
            block = widened<double>(*floats, capacity);
        std::visit([&](auto& numbers) { numbers.insert(numbers.end(), part.begin(), part.end()); },
                   block);
        m_size += part.size();
        values = values.subspan(part.size());
    }
}

double ExactNumbers::operator[](std::size_t index) const
{
    return std::visit(
        [&](const auto& numbers) { return static_cast<double>(numbers[index % blockSize]); },
        m_blocks[index / blockSize]);
}

void ExactNumbers::copy(std::size_t begin, std::span<double> values) const
{
    while (!values.empty()) {
        const std::size_t from = begin % blockSize;
        const auto part = values.first(std::min(values.size(), blockSize - from));
        std::visit(
            [&](const auto& numbers) {
                std::copy_n(numbers.data() + from, part.size(), part.data());
            },
            m_blocks[begin / blockSize]);
        begin += part.size();
        values = values.subspan(part.size());
    }
}

bool ExactNumbers::areWithin(double least, double most) const
{
    return std::all_of(m_blocks.begin(), m_blocks.end(), [&](const Block& block) {
        const auto* const numbers = std::get_if<std::vector<double>>(&block);
        return !numbers || std::all_of(numbers->begin(), numbers->end(), [&](double value) {
            return value == 0.0 || (std::abs(value) >= least && std::abs(value) <= most);
        });
    });
}

std::size_t ExactNumbers::byteCount() const
{
    std::size_t bytes = 0;
    for (const Block& block : m_blocks) {
        bytes += std::visit(
            [](const auto& numbers) { return numbers.size() * sizeof numbers.front(); }, block);
    }
    return bytes;
}

} // namespace accumulus
