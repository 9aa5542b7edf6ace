#include "core/nn/batch_norm.h"

#include <algorithm>
#include <cmath>

namespace accumulus {

namespace {

constexpr double epsilon = 1e-3;

/// What the layer owns, one value a channel each.
struct Channels
{
    std::span<const float> gamma;
    std::span<const float> beta;
    std::span<float> gammaGradient;
    std::span<float> betaGradient;
    std::span<float> movingMean;
    std::span<float> movingVariance;
};

/// Works on a matrix [places, channels]: rows and pixels are all the same to it. Loops run over the
/// channels inside, which lie side by side.
class BatchNormPass : public LayerPass
{
public:
    BatchNormPass(const Channels& channels, double momentum, int places, const PassBuffers& buffers)
        : m_channels(channels)
        , m_momentum(momentum)
        , m_places(static_cast<std::size_t>(places))
        , m_width(channels.gamma.size())
        , m_buffers(buffers)
        , m_normalized(m_places * m_width)
        , m_mean(m_width)
        , m_inverseDeviation(m_width)
        , m_sum(m_width)
        , m_product(m_width)
    {}

    void forward(const PassContext& context) override
    {
        if (context.mode == PassMode::Training)
            takeStatistics();
        else
            useMovingStatistics();
        for (std::size_t place = 0; place < m_places; ++place) {
            const float* x = m_buffers.input + place * m_width;
            float* y = m_buffers.output + place * m_width;
            float* normalized = m_normalized.data() + place * m_width;
            // Two loops, in which fewer buffers could overlap: 0.34 ms for 32 images of 28x28x16,
            // as one loop 0.53 ms (measured).
            for (std::size_t c = 0; c < m_width; ++c)
                normalized[c] = (x[c] - m_mean[c]) * m_inverseDeviation[c];
            for (std::size_t c = 0; c < m_width; ++c)
                y[c] = m_channels.gamma[c] * normalized[c] + m_channels.beta[c];
        }
    }

    /// dx = γ/(σ·n) · (n·dy − Σdy − x̂·Σ(dy·x̂)), sums over the n places.
    void backward() override
    {
        std::fill(m_sum.begin(), m_sum.end(), 0.0);
        std::fill(m_product.begin(), m_product.end(), 0.0);
        for (std::size_t place = 0; place < m_places; ++place) {
            const float* dy = m_buffers.outputGradient + place * m_width;
            const float* normalized = m_normalized.data() + place * m_width;
            for (std::size_t c = 0; c < m_width; ++c) {
                m_sum[c] += static_cast<double>(dy[c]);
                m_product[c] += static_cast<double>(dy[c] * normalized[c]);
            }
        }
        for (std::size_t c = 0; c < m_width; ++c) {
            m_channels.betaGradient[c] += static_cast<float>(m_sum[c]);
            m_channels.gammaGradient[c] += static_cast<float>(m_product[c]);
        }
        if (m_buffers.inputGradient)
            writeInputGradient();
    }

private:
    void takeStatistics()
    {
        const auto count = static_cast<double>(m_places);
        std::fill(m_sum.begin(), m_sum.end(), 0.0);
        std::fill(m_product.begin(), m_product.end(), 0.0);
        for (std::size_t place = 0; place < m_places; ++place) {
            const float* x = m_buffers.input + place * m_width;
            for (std::size_t c = 0; c < m_width; ++c)
                m_sum[c] += static_cast<double>(x[c]);
        }
        for (std::size_t c = 0; c < m_width; ++c)
            m_mean[c] = static_cast<float>(m_sum[c] / count);
        for (std::size_t place = 0; place < m_places; ++place) {
            const float* x = m_buffers.input + place * m_width;
            for (std::size_t c = 0; c < m_width; ++c) {
                const auto distance = static_cast<double>(x[c] - m_mean[c]);
                m_product[c] += distance * distance;
            }
        }
        for (std::size_t c = 0; c < m_width; ++c) {
            const double variance = m_product[c] / count;
            m_inverseDeviation[c] = static_cast<float>(1.0 / std::sqrt(variance + epsilon));
            follow(m_channels.movingMean[c], static_cast<double>(m_mean[c]));
            follow(m_channels.movingVariance[c], variance);
        }
    }

    void follow(float& moving, double value) const
    {
        moving = static_cast<float>(m_momentum * static_cast<double>(moving)
                                    + (1.0 - m_momentum) * value);
    }

    void useMovingStatistics()
    {
        for (std::size_t c = 0; c < m_width; ++c) {
            m_mean[c] = m_channels.movingMean[c];
            m_inverseDeviation[c] = static_cast<float>(
                1.0 / std::sqrt(static_cast<double>(m_channels.movingVariance[c]) + epsilon));
        }
    }

    void writeInputGradient()
    {
        const auto share = static_cast<float>(1.0 / static_cast<double>(m_places));
        for (std::size_t place = 0; place < m_places; ++place) {
            const float* dy = m_buffers.outputGradient + place * m_width;
            const float* normalized = m_normalized.data() + place * m_width;
            float* dx = m_buffers.inputGradient + place * m_width;
            for (std::size_t c = 0; c < m_width; ++c) {
                const float centred = dy[c] - share * static_cast<float>(m_sum[c])
                    - share * static_cast<float>(m_product[c]) * normalized[c];
                dx[c] = m_channels.gamma[c] * m_inverseDeviation[c] * centred;
            }
        }
    }

    Channels m_channels;
    double m_momentum;
    std::size_t m_places;
    std::size_t m_width;
    PassBuffers m_buffers;
    AlignedVector<float> m_normalized; ///< x̂
    AlignedVector<float> m_mean;
    AlignedVector<float> m_inverseDeviation;
    AlignedVector<double> m_sum;
    AlignedVector<double> m_product;
};

} // namespace

BatchNorm::BatchNorm(const Shape& shape, double momentum)
    : m_shape(shape)
    , m_momentum(momentum)
{}

void BatchNorm::addParameters(ParameterArena& arena, const std::string& prefix)
{
    const std::vector<int> channels{m_shape.back()};
    m_gamma = arena.add(prefix + "gamma", channels);
    m_beta = arena.add(prefix + "beta", channels);
    m_movingMean = arena.addState(prefix + "moving_mean", channels);
    m_movingVariance = arena.addState(prefix + "moving_variance", channels);
}

void BatchNorm::initialize(ParameterArena& arena, const Initialization&)
{
    std::ranges::fill(arena.weights(m_gamma), 1.0f);
    std::ranges::fill(arena.state(m_movingVariance), 1.0f);
}

std::unique_ptr<LayerPass> BatchNorm::makePass(onednn::Engine&, ParameterArena& arena,
                                               const PassBuffers& buffers)
{
    const Channels channels{arena.weights(m_gamma),    arena.weights(m_beta),
                            arena.gradients(m_gamma),  arena.gradients(m_beta),
                            arena.state(m_movingMean), arena.state(m_movingVariance)};
    const int places = buffers.rows * (elementCount(m_shape) / m_shape.back());
    return std::make_unique<BatchNormPass>(channels, m_momentum, places, buffers);
}

/// x̂; mean, deviation and two sums of a channel.
std::size_t BatchNorm::passBytes(std::size_t rows, bool) const
{
    return sizeof(float) * rows * static_cast<std::size_t>(elementCount(m_shape))
        + 2 * (sizeof(float) + sizeof(double)) * static_cast<std::size_t>(m_shape.back());
}

LayerKind batchNormKind()
{
    return {
        "batch_norm",
        "mean 0 and variance 1 over the micro-batch, channel by channel; \"batch_norm 0.9\" sets "
        "the momentum of the moving statistics",
        "batch_norm", [](TokenReader& reader) -> LayerMaker {
            const double momentum =
                reader.nextIsNumber() ? reader.number("the momentum", 0.0, 1.0) : 0.99;
            return [momentum](const LayerInput& input) {
                return std::make_unique<BatchNorm>(input.shape, momentum);
            };
        }};
}

} // namespace accumulus
