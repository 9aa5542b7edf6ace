#include "core/nn/embedding.h"

#include "core/random.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <stdexcept>

namespace accumulus {

namespace {

constexpr int maxWidth = 4096;

class EmbeddingPass : public LayerPass
{
public:
    EmbeddingPass(int tokens, int vocabulary, int width, const float* embeddings,
                  float* embeddingsGradient, const PassBuffers& buffers)
        : m_tokens(tokens * buffers.rows)
        , m_vocabulary(static_cast<std::size_t>(vocabulary))
        , m_width(width)
        , m_embeddings(embeddings)
        , m_embeddingsGradient(embeddingsGradient)
        , m_buffers(buffers)
    {}

    void forward(const PassContext&) override
    {
        for (int i = 0; i < m_tokens; ++i)
            std::copy_n(m_embeddings + offset(i), m_width, m_buffers.output + i * m_width);
    }

    /// An index does not move with the loss: its gradient is 0.
    void backward() override
    {
        if (m_buffers.inputGradient)
            std::fill_n(m_buffers.inputGradient, m_tokens, 0.0f);
        for (int i = 0; i < m_tokens; ++i) {
            const float* gradient = m_buffers.outputGradient + i * m_width;
            float* sum = m_embeddingsGradient + offset(i);
            for (int k = 0; k < m_width; ++k)
                sum[k] += gradient[k];
        }
    }

private:
    std::size_t offset(int i) const
    {
        const auto token = static_cast<std::size_t>(std::lround(m_buffers.input[i]));
        assert(token < m_vocabulary);
        return token * static_cast<std::size_t>(m_width);
    }

    int m_tokens;
    [[maybe_unused]] std::size_t m_vocabulary; ///< for assertions alone
    int m_width;
    const float* m_embeddings;
    float* m_embeddingsGradient;
    PassBuffers m_buffers;
};

} // namespace

Embedding::Embedding(const LayerInput& input, int width)
    : m_tokens(elementCount(input.shape))
    , m_vocabulary(input.vocabulary)
    , m_width(width)
{
    if (m_vocabulary == 0)
        throw std::invalid_argument("embedding needs tokens, but what stands before it is "
                                    "numbers; use it as the first layer, on data of text");
}

void Embedding::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_embeddings = arena.add(prefix + "embeddings", {m_vocabulary, m_width});
}

void Embedding::initialize(ParameterArena& arena, const Initialization& initialization)
{
    const CounterRandom random(initialization.seed, RandomPurpose::InitialWeights,
                               static_cast<std::uint64_t>(number()));
    std::uint64_t counter = 0;
    for (float& weight : arena.weights(m_embeddings))
        weight = static_cast<float>(0.1 * random.uniform(counter++) - 0.05);
}

std::unique_ptr<LayerPass> Embedding::makePass(onednn::Engine&, ParameterArena& arena,
                                               const PassBuffers& buffers)
{
    return std::make_unique<EmbeddingPass>(m_tokens, m_vocabulary, m_width,
                                           arena.weights(m_embeddings).data(),
                                           arena.gradients(m_embeddings).data(), buffers);
}

LayerKind embeddingKind()
{
    return {"embedding", "\"embedding 16\": 16 numbers for each token of a text", "embedding 4",
            [](TokenReader& reader) -> LayerMaker {
                const int width =
                    reader.wholeNumber("a number of values for each token", 1, maxWidth);
                return [width](const LayerInput& input) {
                    return std::make_unique<Embedding>(input, width);
                };
            }};
}

} // namespace accumulus
