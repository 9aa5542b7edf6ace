#include "core/probe/sharpness.h"

#include "core/random.h"
#include "core/record/state_archive.h"
#include "core/vector_math.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace accumulus {

namespace {

constexpr int maxIterations = 60;
constexpr double tolerance = 1e-3;

/// Largest stable η·λ (Cohen et al. 2021, App. B; 2 for plain gradient descent).
double stableLimit(const OptimizerOptions& options)
{
    if (options.name != "sgd")
        return 2.0;
    const double mu = options.momentum;
    return options.nesterov ? (2.0 + 2.0 * mu) / (1.0 + 2.0 * mu) : 2.0 + 2.0 * mu;
}

void normalize(std::span<float> values)
{
    const double norm = euclideanNorm(values);
    if (!(norm > 0.0))
        return;
    for (float& value : values)
        value = static_cast<float>(static_cast<double>(value) / norm);
}

} // namespace

Sharpness::Sharpness(const ProbeContext& context, const ProbeOptions& options)
    : m_model(context.model)
    , m_training(context.training)
    , m_rows(
          std::min(context.training.rowCount(), static_cast<std::size_t>(options.sharpnessSamples)))
    , m_isInterrupted(context.isInterrupted)
    , m_weights(context.model.arena().weights().size())
    , m_vector(m_weights.size())
    , m_product(m_weights.size())
{
    std::iota(m_rows.begin(), m_rows.end(), 0u);
    const CounterRandom random(context.seed, RandomPurpose::Sharpness);
    for (const ParameterArena::Parameter& slice : m_model.arena().parameters()) {
        for (std::size_t i = slice.offset; i < slice.offset + slice.size; ++i)
            m_vector[i] = static_cast<float>(random.normal(i)); // padding stays 0
    }
    normalize(m_vector);
}

void Sharpness::beforeUpdate(const WindowView& view, std::span<double> values)
{
    m_limit = stableLimit(view.optimizer);
    m_stepFactor = view.stepFactor;
    values[0] = largestEigenvalue(view.microBatchSize);
}

void Sharpness::afterUpdate(double learningRate, std::span<double> values)
{
    const double edgeOfMean = learningRate * values[0] / m_limit;
    values[1] = m_stepFactor * edgeOfMean;
    values[2] = 1.0 / edgeOfMean;
}

double Sharpness::largestEigenvalue(int microBatchSize)
{
    ParameterArena& arena = m_model.arena();
    const SideGradients side(m_model, m_kept);
    m_calls = m_model.calls();
    m_weights.assign(arena.weights().begin(), arena.weights().end());
    const double rms =
        euclideanNorm(m_weights) / std::sqrt(static_cast<double>(arena.parameterCount()));
    const double step = std::cbrt(0x1.0p-24) * (1.0 + rms);

    const auto putBack = [&] {
        std::copy(m_weights.begin(), m_weights.end(), arena.weights().begin());
        arena.weightsChanged();
    };
    try {
        const double eigenvalue = powerIteration(step, microBatchSize);
        putBack();
        return eigenvalue;
    } catch (...) { // no memory for its passes, or somebody broke it off
        putBack();
        throw;
    }
}

double Sharpness::powerIteration(double step, int microBatchSize)
{
    double eigenvalue = 0.0;
    for (int iteration = 0; iteration < maxIterations; ++iteration) {
        multiply(step, microBatchSize);
        if (m_isInterrupted())
            return std::numeric_limits<double>::quiet_NaN();
        const double before = eigenvalue;
        eigenvalue = dotProduct(m_vector, m_product); // Rayleigh's quotient
        if (!std::isfinite(eigenvalue) || !(euclideanNorm(m_product) > 0.0))
            break;
        m_vector = m_product;
        normalize(m_vector);
        if (iteration > 0 && std::abs(eigenvalue - before) <= tolerance * std::abs(eigenvalue))
            break;
    }
    return eigenvalue;
}

/// m_product = H·v.
void Sharpness::multiply(double step, int microBatchSize)
{
    std::fill(m_product.begin(), m_product.end(), 0.0f);
    const auto scale = static_cast<float>(0.5 / step);
    addGradient(step, microBatchSize, scale);
    addGradient(-step, microBatchSize, -scale);
}

/// m_product += factor·∇L(w + shift·v).
void Sharpness::addGradient(double shift, int microBatchSize, float factor)
{
    ParameterArena& arena = m_model.arena();
    for (std::size_t i = 0; i < m_weights.size(); ++i)
        arena.weights()[i] = m_weights[i] + static_cast<float>(shift) * m_vector[i];
    arena.weightsChanged();
    arena.zeroGradients();
    m_model.setCalls(m_calls); // both sides of the quotient have the same masks
    const std::span<const std::uint32_t> rows = m_rows;
    const auto scale = static_cast<float>(1.0 / m_training.weightOf(rows));
    const auto size = static_cast<std::size_t>(microBatchSize);
    for (std::size_t first = 0; first < rows.size(); first += size) {
        if (m_isInterrupted())
            return;
        const auto some = rows.subspan(first, std::min(size, rows.size() - first));
        m_model.forward(m_training, {some, 0, {}}, scale);
        m_model.backward();
    }
    for (std::size_t i = 0; i < m_product.size(); ++i)
        m_product[i] += factor * arena.gradients()[i];
}

void Sharpness::giveWay()
{
    m_kept.clear();
    m_kept.shrink_to_fit();
}

void Sharpness::archive(StateArchive& archive)
{
    archive.buffer("sharpness.vector", m_vector);
}

} // namespace accumulus
