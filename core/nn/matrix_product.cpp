#include "core/nn/matrix_product.h"

#include "core/lanes.h"
#include "core/vectorised.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace accumulus {

namespace {

using onednn::Matmul;
using onednn::Transpose;

constexpr int mostInner = 64;
constexpr int mostOperations = 768; // multiplications of whole vectors

bool isSmall(const Matmul& m)
{
    const int panels = (m.columns + lanes - 1) / lanes;
    return m.precision == Precision::F32 && m.inner <= mostInner
        && std::int64_t{m.rows} * m.inner * panels <= mostOperations;
}

/// The compiler would make a loop over less than a vector into a call or a string instruction,
/// which take longer than all the rest.
inline void keepLoop()
{
    asm volatile("" ::: "memory");
}

/// Sixteen columns of b from \a first on and their bias, [inner + 1, 16], with zeros where there
/// are none.
inline void packPanel(const Matmul& m, int first, float* panel)
{
    const auto* b =
        static_cast<const float*>(m.b) + first * (m.transposeB == Transpose::Yes ? m.inner : 1);
    const std::ptrdiff_t innerStride = m.transposeB == Transpose::Yes ? 1 : m.columns;
    const std::ptrdiff_t columnStride = m.transposeB == Transpose::Yes ? m.inner : 1;
    const int width = std::min(lanes, m.columns - first);
    const bool isRow = m.transposeB == Transpose::No && width == lanes;
    for (int k = 0; k < m.inner; ++k, panel += lanes) {
        const float* from = b + k * innerStride;
        Lanes row = {};
        if (isRow)
            load(row, from);
        store(row, panel);
        for (int n = 0; !isRow && n < width; ++n) {
            panel[n] = from[n * columnStride];
            keepLoop();
        }
    }
    store(Lanes{}, panel);
    for (int n = 0; m.bias && n < width; ++n) {
        panel[n] = m.bias[first + n];
        keepLoop();
    }
}

inline void writeVector(const Matmul& m, const Lanes& sum, int count, float* c)
{
    if (!m.accumulate) {
        store(sum, c);
        return;
    }
    constexpr LaneNumbers number{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    Lanes before;
    load(before, c);
    store(number < count ? before + sum : before, c);
}

inline void writeFew(const Matmul& m, const Lanes& sum, int count, float* c)
{
    float values[lanes];
    store(sum, values);
    for (int n = 0; n < count; ++n) {
        c[n] = m.accumulate ? c[n] + values[n] : values[n];
        keepLoop();
    }
}

/// A row of c goes to memory as a whole vector even where it is shorter: what hangs over belongs to
/// the next row, which stays what it is when adding, and else is written later. Not so behind the
/// last value, and in a last panel whose neighbours are written already.
ACCUMULUS_VECTORISED void multiply(const Matmul& m)
{
    const auto* a = static_cast<const float*>(m.a);
    const std::ptrdiff_t rowStride = m.transposeA == Transpose::Yes ? 1 : m.inner;
    const std::ptrdiff_t innerStride = m.transposeA == Transpose::Yes ? m.rows : 1;
    const bool mayHangOver = m.accumulate || m.columns <= lanes;
    alignas(64) float panel[(mostInner + 1) * lanes];
    for (int first = 0; first < m.columns; first += lanes) {
        packPanel(m, first, panel);
        const int width = std::min(lanes, m.columns - first);
        for (std::ptrdiff_t row = 0; row < m.rows; ++row) {
            Lanes sum;
            load(sum, panel + m.inner * lanes);
            const float* value = a + row * rowStride;
            for (int k = 0; k < m.inner; ++k, value += innerStride) {
                Lanes columns;
                load(columns, panel + k * lanes);
                sum += *value * columns;
            }
            float* c = m.c + row * m.columns + first;
            const std::ptrdiff_t left = (m.rows - row) * m.columns - first;
            if (width == lanes || (mayHangOver && left >= lanes))
                writeVector(m, sum, width, c);
            else
                writeFew(m, sum, width, c);
        }
    }
}

} // namespace

MatrixProduct::MatrixProduct(onednn::Engine& engine, const Matmul& matmul)
    : m_matmul(matmul)
    , m_isSmall(isSmall(matmul))
{
    if (!m_isSmall)
        m_primitive = makeMatmul(engine, matmul);
}

void MatrixProduct::run() const
{
    if (m_isSmall)
        multiply(m_matmul);
    else
        m_primitive.run();
}

std::string MatrixProduct::implementation() const
{
    return m_isSmall ? "loops" : m_primitive.implementation();
}

} // namespace accumulus
