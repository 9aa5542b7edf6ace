#include "core/probe/batch_tests.h"

#include "core/data_error.h"
#include "core/record/state_archive.h"
#include "core/vector_math.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace accumulus {

namespace {

constexpr std::size_t maxFloats = std::size_t{1} << 28;

constexpr double normTestLimit = 0.9; // θ

} // namespace

BatchTests::BatchTests(const ProbeContext& context)
    : m_size(context.model.arena().gradients().size())
{}

std::vector<std::string> BatchTests::columns() const
{
    return {"norm_test",          "norm_test_steps", "inner_product_test",
            "orthogonality_test", "cosine_mean",     "cosine_min"};
}

void BatchTests::addMicroBatch(const MicroBatchView& view, std::span<double>)
{
    const std::size_t end = (m_microBatches + 1) * m_size;
    m_isTooLarge = m_isTooLarge || end > maxFloats;
    if (m_isTooLarge)
        return;
    if (m_kept.size() < end)
        m_kept.resize(end);
    const auto scale = static_cast<float>(1.0 / view.share);
    std::transform(view.gradients.begin(), view.gradients.end(),
                   m_kept.begin() + static_cast<std::ptrdiff_t>(end - m_size),
                   [scale](float gradient) { return gradient * scale; });
    ++m_microBatches;
}

void BatchTests::beforeUpdate(const WindowView&, std::span<double> values)
{
    if (m_isTooLarge || m_microBatches < 2)
        return;
    const auto n = static_cast<double>(m_microBatches);
    const auto gradient = [this](std::size_t i) {
        return std::span<const float>(m_kept).subspan(i * m_size, m_size);
    };
    AlignedVector<float> mean(m_size);
    for (std::size_t i = 0; i < m_microBatches; ++i) {
        for (std::size_t k = 0; k < m_size; ++k)
            mean[k] += gradient(i)[k] / static_cast<float>(n);
    }
    const double squareMean = dotProduct(mean, mean);
    double squares = 0.0;         // Σ|g_i|²
    double products = 0.0;        // Σ(g_i·ḡ)²
    double productVariance = 0.0; // Σ(g_i·ḡ − M2)²
    double cosines = 0.0;
    double smallestCosine = 1.0;
    for (std::size_t i = 0; i < m_microBatches; ++i) {
        const double square = dotProduct(gradient(i), gradient(i));
        const double product = dotProduct(gradient(i), mean);
        squares += square;
        products += product * product;
        productVariance += (product - squareMean) * (product - squareMean);
        const double cosine = product / std::sqrt(square * squareMean);
        cosines += cosine;
        smallestCosine = std::min(smallestCosine, cosine);
    }
    const double normTest = (squares - n * squareMean) / ((n - 1.0) * n * squareMean);
    values[0] = normTest;
    values[1] = std::ceil(normTest * n / (normTestLimit * normTestLimit));
    values[2] = std::sqrt(productVariance / ((n - 1.0) * n)) / squareMean;
    values[3] =
        std::sqrt(std::max(squares - products / squareMean, 0.0) / ((n - 1.0) * n * squareMean));
    values[4] = cosines / n;
    values[5] = smallestCosine;
}

void BatchTests::endWindow()
{
    m_microBatches = 0;
    m_isTooLarge = false;
}

/// One gradient after the other: each of them is in the file before there is memory for it.
void BatchTests::archive(StateArchive& archive)
{
    const std::string name = "batch_tests.";
    auto count = static_cast<std::int64_t>(m_microBatches);
    archive.count(name + "micro_batches", count);
    archive.value(name + "is_too_large", m_isTooLarge);
    if (static_cast<std::uint64_t>(count) > maxFloats / m_size)
        throw DataError("\"batch_tests.micro_batches\" is " + std::to_string(count)
                        + ", out of its range");
    m_microBatches = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < m_microBatches; ++i) {
        if (m_kept.size() < (i + 1) * m_size)
            m_kept.resize((i + 1) * m_size);
        archive.buffer(name + std::to_string(i),
                       std::span<float>(m_kept).subspan(i * m_size, m_size));
    }
}

void BatchTests::giveWay()
{
    m_kept.clear();
    m_kept.shrink_to_fit();
    m_isTooLarge = true;
}

} // namespace accumulus
