#pragma once

#include "core/nn/layer_kind.h"

namespace accumulus {

/// A vector for each token: {K} token indices → {K·width}, one behind the other. Parameter
/// `embeddings` [vocabulary, width], which begins uniform in ±0.05, as Keras's. Stands first in a
/// model of text.
class Embedding : public Layer
{
public:
    /// Throws std::invalid_argument if \a input is not tokens.
    Embedding(const LayerInput& input, int width);

    Shape outputShape() const override { return {m_tokens * m_width}; }
    void addParameters(ParameterArena& arena, const std::string& prefix) override;
    void initialize(ParameterArena& arena, const Initialization& initialization) override;
    std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                        const PassBuffers& buffers) override;

private:
    int m_tokens;
    int m_vocabulary;
    int m_width;
    std::size_t m_embeddings = 0;
};

LayerKind embeddingKind();

} // namespace accumulus
