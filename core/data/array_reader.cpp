#include "core/data/array_reader.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

constexpr std::uint64_t blockValues = 1 << 16;

std::string joined(const std::vector<std::uint64_t>& dimensions)
{
    std::string text;
    for (const std::uint64_t dimension : dimensions)
        text += (text.empty() ? "" : " × ") + std::to_string(dimension);
    return text;
}

std::string shortNumber(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

/// Numbers whose first dimension runs fastest, in the order in which the last one does.
ExactNumbers reordered(const ExactNumbers& numbers, const std::vector<std::uint64_t>& dimensions)
{
    std::vector<std::uint64_t> place(dimensions.size(), 0);
    std::vector<std::uint64_t> strides{1};
    for (const std::uint64_t dimension : dimensions)
        strides.push_back(strides.back() * dimension);
    ExactNumbers result;
    std::uint64_t index = 0;
    while (result.size() < numbers.size()) {
        result.push_back(numbers[index]);
        for (std::size_t d = dimensions.size(); d-- > 0;) {
            index += strides[d];
            if (++place[d] < dimensions[d])
                break;
            index -= strides[d + 1];
            place[d] = 0;
        }
    }
    return result;
}

} // namespace

ArrayReader::ArrayReader(ByteReader bytes, ElementType type, std::vector<std::uint64_t> dimensions,
                         ArrayOrder order)
    : m_bytes(std::move(bytes))
    , m_type(type)
    , m_dimensions(std::move(dimensions))
    , m_order(order)
{
    if (m_dimensions.empty())
        m_bytes.fail("the header speaks of a single number; an array of rows is needed");
    if (std::find(m_dimensions.begin(), m_dimensions.end(), 0u) != m_dimensions.end())
        m_bytes.fail("the header speaks of " + joined(m_dimensions) + " values; there is no data");
    for (const std::uint64_t dimension : m_dimensions) {
        if (dimension > maxValues / m_valueCount)
            m_bytes.fail("the header speaks of " + joined(m_dimensions)
                         + " values, more than the 2^29 that are kept in memory");
        m_valueCount *= dimension;
    }
}

ExactNumbers ArrayReader::readAll()
{
    ExactNumbers numbers;
    for (auto block = next(); !block.empty(); block = next())
        numbers.append(block);
    if (m_order == ArrayOrder::FirstFastest && m_dimensions.size() > 1)
        numbers = reordered(numbers, m_dimensions);
    return numbers;
}

std::span<const double> ArrayReader::next()
{
    const std::uint64_t count = std::min(blockValues, m_valueCount - m_valuesRead);
    if (count == 0) {
        m_bytes.expectEnd("the last value that the header speaks of");
        return {};
    }
    m_blockOffset = m_bytes.offset();
    m_block.resize(count * m_type.size);
    m_bytes.readAll(m_block,
                    "the " + std::to_string(m_valueCount) + " values that the header speaks of");
    m_type.decode(m_block, m_values);
    m_valuesRead += count;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (!std::isfinite(m_values[i]))
            failAt(i, "the value is " + shortNumber(m_values[i]) + "; values must be finite");
    }
    return m_values;
}

void ArrayReader::failAt(std::size_t index, const std::string& reason) const
{
    m_bytes.failAt(m_blockOffset + index * m_type.size, reason);
}

} // namespace accumulus
