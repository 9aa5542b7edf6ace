#pragma once

#include "core/data/byte_reader.h"
#include "core/data/element_type.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace accumulus {

/// As many values as any source keeps in memory: 2 GiB of features.
constexpr std::uint64_t maxValues = std::uint64_t{1} << 29;

/// The numbers of an array in a file, behind whatever header the format has, read a block at a
/// time. The first dimension counts the rows.
class ArrayReader
{
public:
    /// \a bytes: behind the header. Throws DataError for a header that cannot be true or is more
    /// than is kept in memory: no dimension, an empty one, more than maxValues in all.
    ArrayReader(ByteReader bytes, ElementType type, std::vector<std::uint64_t> dimensions);

    const std::string& name() const { return m_bytes.name(); }
    const std::vector<std::uint64_t>& dimensions() const { return m_dimensions; }
    std::uint64_t rowCount() const { return m_dimensions.front(); }
    std::uint64_t valuesPerRow() const { return m_valueCount / rowCount(); }

    /// The next values, valid until the next call; none at the end. All are finite as float32.
    /// Throws DataError if they are not, if the file ends early, or if it goes on behind the last.
    std::span<const double> next();

    /// Throws a DataError with the offset of value \a index of the block that next() gave.
    [[noreturn]] void failAt(std::size_t index, const std::string& reason) const;

private:
    ByteReader m_bytes;
    ElementType m_type;
    std::vector<std::uint64_t> m_dimensions;
    std::uint64_t m_valueCount = 1;
    std::uint64_t m_valuesRead = 0;
    std::uint64_t m_blockOffset = 0;
    std::vector<std::byte> m_block;
    std::vector<double> m_values;
};

} // namespace accumulus
