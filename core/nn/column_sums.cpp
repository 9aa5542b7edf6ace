#include "core/nn/column_sums.h"

#include "core/parallel_for.h"
#include "core/vectorised.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace accumulus {

namespace {

/// Adds up \a lanes columns. Four rows at a time, each in sums of its own, because an addition
/// takes four times as long as it takes to begin the next one.
template <int lanes>
inline void addBlock(const float* matrix, std::size_t rows, std::size_t stride, float* sums)
{
    constexpr std::size_t together = 4;
    float block[together][lanes] = {};
    std::size_t r = 0;
    for (; r + together <= rows; r += together, matrix += together * stride) {
        for (std::size_t k = 0; k < together; ++k) {
            for (int lane = 0; lane < lanes; ++lane)
                block[k][lane] += matrix[k * stride + static_cast<std::size_t>(lane)];
        }
    }
    for (; r < rows; ++r, matrix += stride) {
        for (int lane = 0; lane < lanes; ++lane)
            block[0][lane] += matrix[lane];
    }
    for (int lane = 0; lane < lanes; ++lane)
        sums[lane] += (block[0][lane] + block[1][lane]) + (block[2][lane] + block[3][lane]);
}

ACCUMULUS_VECTORISED void addSums(const float* matrix, std::size_t rows, std::size_t columns,
                                  float* sums)
{
    std::size_t first = 0;
    for (; first + 16 <= columns; first += 16)
        addBlock<16>(matrix + first, rows, columns, sums + first);
    for (; first + 4 <= columns; first += 4)
        addBlock<4>(matrix + first, rows, columns, sums + first);
    for (; first < columns; ++first)
        addBlock<1>(matrix + first, rows, columns, sums + first);
}

} // namespace

void addColumnSums(const float* matrix, int rowCount, int columnCount, float* sums, int threads)
{
    // Few columns under many rows, as convolutions have: a fixed number of pieces, added in order.
    constexpr std::size_t pieces = 16;
    constexpr std::size_t mostColumns = 256;
    constexpr std::size_t smallest = 1 << 16; // below, one thread is faster
    const auto rows = static_cast<std::size_t>(rowCount);
    const auto columns = static_cast<std::size_t>(columnCount);
    if (rows * columns < smallest || columns > mostColumns) {
        addSums(matrix, rows, columns, sums);
        return;
    }
    std::array<float, pieces * mostColumns> partial{};
    parallelFor(threads, pieces, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t piece = begin; piece < end; ++piece) {
            const std::size_t first = rows * piece / pieces;
            const std::size_t count = rows * (piece + 1) / pieces - first;
            addSums(matrix + first * columns, count, columns, partial.data() + piece * columns);
        }
    });
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        for (std::size_t c = 0; c < columns; ++c)
            sums[c] += partial[piece * columns + c];
    }
}

} // namespace accumulus
