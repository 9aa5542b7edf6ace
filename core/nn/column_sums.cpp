#include "core/nn/column_sums.h"

#include <algorithm>
#include <cstddef>

namespace accumulus {

void addColumnSums(const float* matrix, int rows, int columns, float* sums)
{
    constexpr int lanes = 16; // sums that stay in registers from the first row to the last
    const auto stride = static_cast<std::size_t>(columns);
    int first = 0;
    for (; first + lanes <= columns; first += lanes) {
        float block[lanes];
        std::copy_n(sums + first, lanes, block);
        const float* row = matrix + first;
        for (int r = 0; r < rows; ++r, row += stride) {
            for (int lane = 0; lane < lanes; ++lane)
                block[lane] += row[lane];
        }
        std::copy_n(block, lanes, sums + first);
    }
    const float* row = matrix;
    for (int r = 0; r < rows; ++r, row += stride) {
        for (int column = first; column < columns; ++column)
            sums[column] += row[column];
    }
}

} // namespace accumulus
