#include "core/nn/layer_norm.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double epsilon = 1e-3;

class LayerNormPass : public LayerPass
{
public:
    LayerNormPass(ParameterArena& arena, std::size_t gamma, std::size_t beta, int places,
                  const PassBuffers& buffers)
        : m_gamma(arena.weights(gamma))
        , m_beta(arena.weights(beta))
        , m_gammaGradient(arena.gradients(gamma))
        , m_betaGradient(arena.gradients(beta))
        , m_places(static_cast<std::size_t>(places))
        , m_width(m_gamma.size())
        , m_buffers(buffers)
        , m_normalized(m_places * m_width)
        , m_inverseDeviation(m_places)
    {}

    void forward(const PassContext&) override
    {
        for (std::size_t place = 0; place < m_places; ++place) {
            const std::span<const float> x(m_buffers.input + place * m_width, m_width);
            float* y = m_buffers.output + place * m_width;
            float* normalized = m_normalized.data() + place * m_width;
            double sum = 0.0;
            for (const float value : x)
                sum += static_cast<double>(value);
            const double mean = sum / static_cast<double>(m_width);
            double squares = 0.0;
            for (const float value : x)
                squares +=
                    (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
            const auto inverse = static_cast<float>(
                1.0 / std::sqrt(squares / static_cast<double>(m_width) + epsilon));
            m_inverseDeviation[place] = inverse;
            for (std::size_t c = 0; c < m_width; ++c) {
                normalized[c] = (x[c] - static_cast<float>(mean)) * inverse;
                y[c] = m_gamma[c] * normalized[c] + m_beta[c];
            }
        }
    }

    /// dx = 1/(σ·n) · (n·d − Σd − x̂·Σ(d·x̂)), d = γ·dy, sums over the n values of the row.
    void backward() override
    {
        const auto share = 1.0 / static_cast<double>(m_width);
        for (std::size_t place = 0; place < m_places; ++place) {
            const float* dy = m_buffers.outputGradient + place * m_width;
            const float* normalized = m_normalized.data() + place * m_width;
            double sum = 0.0;
            double product = 0.0;
            for (std::size_t c = 0; c < m_width; ++c) {
                m_gammaGradient[c] += dy[c] * normalized[c];
                m_betaGradient[c] += dy[c];
            }
            if (!m_buffers.inputGradient)
                continue;
            for (std::size_t c = 0; c < m_width; ++c) { // sums in order: kept out of the loop above
                sum += static_cast<double>(m_gamma[c] * dy[c]);
                product += static_cast<double>(m_gamma[c] * dy[c] * normalized[c]);
            }
            const auto mean = static_cast<float>(share * sum);
            const auto slope = static_cast<float>(share * product);
            const float inverse = m_inverseDeviation[place];
            float* dx = m_buffers.inputGradient + place * m_width;
            for (std::size_t c = 0; c < m_width; ++c)
                dx[c] = inverse * (m_gamma[c] * dy[c] - mean - normalized[c] * slope);
        }
    }

private:
    std::span<const float> m_gamma;
    std::span<const float> m_beta;
    std::span<float> m_gammaGradient;
    std::span<float> m_betaGradient;
    std::size_t m_places;
    std::size_t m_width;
    PassBuffers m_buffers;
    AlignedVector<float> m_normalized; ///< x̂
    AlignedVector<float> m_inverseDeviation;
};

} // namespace

LayerNorm::LayerNorm(const Shape& shape)
    : m_shape(shape)
{}

void LayerNorm::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_gamma = arena.add(prefix + "gamma", {m_shape.back()});
    m_beta = arena.add(prefix + "beta", {m_shape.back()});
}

void LayerNorm::initialize(ParameterArena& arena, const Initialization&)
{
    std::ranges::fill(arena.weights(m_gamma), 1.0f);
}

std::unique_ptr<LayerPass> LayerNorm::makePass(onednn::Engine&, ParameterArena& arena,
                                               const PassBuffers& buffers)
{
    const int places = buffers.rows * (elementCount(m_shape) / m_shape.back());
    return std::make_unique<LayerNormPass>(arena, m_gamma, m_beta, places, buffers);
}

/// x̂, and the deviation of a place.
std::size_t LayerNorm::passBytes(std::size_t rows, bool) const
{
    const auto elements = static_cast<std::size_t>(elementCount(m_shape));
    return sizeof(float) * rows * (elements + elements / static_cast<std::size_t>(m_shape.back()));
}

LayerKind layerNormKind()
{
    return {"layer_norm", "mean 0 and variance 1 over the last axis of each sample", "layer_norm",
            [](TokenReader&) -> LayerMaker {
                return [](const LayerInput& input) {
                    return std::make_unique<LayerNorm>(input.shape);
                };
            }};
}

} // namespace accumulus
