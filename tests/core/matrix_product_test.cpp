#include "core/nn/matrix_product.h"
#include "core/onednn/primitive_recording.h"
#include "tests/core/layer_fixture.h"
#include "tests/support.h"

using namespace accumulus;
using namespace accumulus::testing;
using onednn::Matmul;
using onednn::Transpose;

namespace {

constexpr float untouched = 77.0f;

/// c of a product, with values behind its end that nobody may write.
std::vector<float> productOf(Matmul matmul, bool hasBias)
{
    const auto size = [](int a, int b) {
        return static_cast<std::size_t>(a) * static_cast<std::size_t>(b);
    };
    const std::vector<float> a = randomValues(size(matmul.rows, matmul.inner), 1);
    const std::vector<float> b = randomValues(size(matmul.inner, matmul.columns), 2);
    const std::vector<float> bias = randomValues(size(matmul.columns, 1), 3);
    std::vector<float> c = randomValues(size(matmul.rows, matmul.columns), 4);
    c.resize(c.size() + 16, untouched);
    onednn::Engine engine(1);
    matmul.a = a.data();
    matmul.b = b.data();
    matmul.bias = hasBias ? bias.data() : nullptr;
    matmul.c = c.data();
    MatrixProduct(engine, matmul).run();
    return c;
}

/// The same in double, from the definition.
std::vector<double> expectedOf(const Matmul& m, bool hasBias)
{
    const auto size = [](int x, int y) {
        return static_cast<std::size_t>(x) * static_cast<std::size_t>(y);
    };
    const std::vector<float> a = randomValues(size(m.rows, m.inner), 1);
    const std::vector<float> b = randomValues(size(m.inner, m.columns), 2);
    const std::vector<float> bias = randomValues(size(m.columns, 1), 3);
    const std::vector<float> before = randomValues(size(m.rows, m.columns), 4);
    std::vector<double> c;
    for (int row = 0; row < m.rows; ++row) {
        for (int column = 0; column < m.columns; ++column) {
            double sum = hasBias ? static_cast<double>(bias[size(column, 1)]) : 0.0;
            if (m.accumulate)
                sum += static_cast<double>(before[size(row, m.columns) + size(column, 1)]);
            for (int k = 0; k < m.inner; ++k) {
                const std::size_t at = m.transposeA == Transpose::Yes
                    ? size(k, m.rows) + size(row, 1)
                    : size(row, m.inner) + size(k, 1);
                const std::size_t bt = m.transposeB == Transpose::Yes
                    ? size(column, m.inner) + size(k, 1)
                    : size(k, m.columns) + size(column, 1);
                sum += static_cast<double>(a[at]) * static_cast<double>(b[bt]);
            }
            c.push_back(sum);
        }
    }
    c.insert(c.end(), 16, static_cast<double>(untouched));
    return c;
}

} // namespace

TEST_CASE("a matrix product is what it says, in loops or by oneDNN", "[nn][product]")
{
    struct Size
    {
        int rows;
        int inner;
        int columns;
    };
    const Size size = GENERATE(values<Size>({{1, 1, 1},
                                             {32, 8, 10},
                                             {8, 32, 10},
                                             {10, 32, 1},
                                             {32, 1, 10},
                                             {3, 5, 16},
                                             {2, 3, 17},
                                             {5, 4, 20},
                                             {4, 7, 33},
                                             {1, 64, 48},
                                             {7, 2, 15},
                                             {32, 64, 64},
                                             {40, 65, 3}}));
    for (const Transpose transposeA : {Transpose::No, Transpose::Yes}) {
        for (const Transpose transposeB : {Transpose::No, Transpose::Yes}) {
            for (const bool accumulate : {false, true}) {
                const bool hasBias = !accumulate;
                const Matmul matmul{.rows = size.rows,
                                    .inner = size.inner,
                                    .columns = size.columns,
                                    .transposeA = transposeA,
                                    .transposeB = transposeB,
                                    .accumulate = accumulate};
                CAPTURE(size.rows, size.inner, size.columns, transposeA == Transpose::Yes,
                        transposeB == Transpose::Yes, accumulate);
                CHECK(largestError(productOf(matmul, hasBias), expectedOf(matmul, hasBias)) < 1e-5);
            }
        }
    }
}

TEST_CASE("what is not finite in one row of a small product stays there", "[nn][product]")
{
    constexpr int rows = 8;
    constexpr int columns = 10;
    std::vector<float> a(rows, 1.0f);
    a[3] = std::numeric_limits<float>::infinity();
    const std::vector<float> b(columns, 1.0f);
    std::vector<float> c(rows * columns, -0.0f);
    onednn::Engine engine(1);
    const MatrixProduct product(engine,
                                Matmul{.rows = rows,
                                       .inner = 1,
                                       .columns = columns,
                                       .a = a.data(),
                                       .b = b.data(),
                                       .c = c.data(),
                                       .accumulate = true});
    REQUIRE(product.implementation() == "loops");
    product.run();
    for (int i = 0; i < rows * columns; ++i)
        CHECK(c[static_cast<std::size_t>(i)]
              == (i / columns == 3 ? std::numeric_limits<float>::infinity() : 1.0f));
}

TEST_CASE("the primitives that run can be run again", "[onednn]")
{
    LayerRun run("100", {.shape = {100}}, 32);
    onednn::PrimitiveRecording recording;
    recording.start();
    run.forward();
    run.pass->backward();
    recording.stop();
    CHECK(recording.count() == 3); // output, and the gradients of kernel and input
    const std::vector<float> once(run.arena.gradients(0).begin(), run.arena.gradients(0).end());
    recording.replay();
    std::vector<double> twice;
    for (const float value : once)
        twice.push_back(2.0 * static_cast<double>(value));
    CHECK(largestError(run.arena.gradients(0), twice) < 1e-5);
    CHECK(recording.count() == 3);
}
