#pragma once

#include "core/data/byte_reader.h"
#include "core/data/element_type.h"
#include "core/data/exact_numbers.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace accumulus {

/// As many values as any source keeps in memory: 2 GiB once they are float32. Loading takes, beside
/// those, 1 to 8 bytes a value (see ExactNumbers) and nothing else that grows with the file.
constexpr std::uint64_t maxValues = std::uint64_t{1} << 29;

/// In what order the numbers of an array lie.
enum class ArrayOrder {
    LastFastest, ///< row by row, as in C
    FirstFastest ///< column by column, as in Fortran
};

/// The numbers of an array in a file, behind whatever header the format has, read a block at a
/// time. The first dimension counts the rows. Nothing is allocated for what a header claims before
/// the file has shown it.
class ArrayReader
{
public:
    /// \a bytes: behind the header. Throws DataError for a header that cannot be true or is more
    /// than is kept in memory: no dimension, an empty one, more than maxValues in all.
    ArrayReader(ByteReader bytes, ElementType type, std::vector<std::uint64_t> dimensions,
                ArrayOrder order = ArrayOrder::LastFastest);

    const std::string& name() const { return m_bytes.name(); }
    const std::vector<std::uint64_t>& dimensions() const { return m_dimensions; }
    std::uint64_t rowCount() const { return m_dimensions.front(); }
    std::uint64_t valuesPerRow() const { return m_valueCount / rowCount(); }

    /// All numbers, in the order LastFastest. Throws as next().
    ExactNumbers readAll();

    /// The next values in the file's order, valid until the next call; none at the end. All are
    /// finite. Throws DataError if they are not, if the file ends early, or if it goes on behind
    /// the last.
    std::span<const double> next();

    /// Throws a DataError with the offset of value \a index of the block that next() gave.
    [[noreturn]] void failAt(std::size_t index, const std::string& reason) const;

private:
    ByteReader m_bytes;
    ElementType m_type;
    std::vector<std::uint64_t> m_dimensions;
    ArrayOrder m_order;
    std::uint64_t m_valueCount = 1;
    std::uint64_t m_valuesRead = 0;
    std::uint64_t m_blockOffset = 0;
    std::vector<std::byte> m_block;
    std::vector<double> m_values;
};

} // namespace accumulus
