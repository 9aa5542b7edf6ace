#include "core/nn/scale.h"

#include <algorithm>

namespace accumulus {

namespace {

class ScalePass : public LayerPass
{
public:
    ScalePass(std::span<const float> scale, std::span<float> scaleGradient,
              const PassBuffers& buffers)
        : m_scale(scale)
        , m_scaleGradient(scaleGradient)
        , m_buffers(buffers)
    {}

    void forward(const PassContext&) override
    {
        const float* x = m_buffers.input;
        float* y = m_buffers.output;
        for (int row = 0; row < m_buffers.rows; ++row) {
            for (const float scale : m_scale)
                *y++ = scale * *x++;
        }
    }

    void backward() override
    {
        const std::size_t width = m_scale.size();
        for (int row = 0; row < m_buffers.rows; ++row) {
            const float* x = m_buffers.input + row * width;
            const float* dy = m_buffers.outputGradient + row * width;
            for (std::size_t i = 0; i < width; ++i)
                m_scaleGradient[i] += dy[i] * x[i];
            if (!m_buffers.inputGradient)
                continue;
            float* dx = m_buffers.inputGradient + row * width;
            for (std::size_t i = 0; i < width; ++i)
                dx[i] = dy[i] * m_scale[i];
        }
    }

private:
    std::span<const float> m_scale;
    std::span<float> m_scaleGradient;
    PassBuffers m_buffers;
};

} // namespace

Scale::Scale(const Shape& shape)
    : m_shape(shape)
{}

void Scale::addParameters(ParameterArena& arena, const std::string& prefix)
{
    m_scale = arena.add(prefix + "scale", m_shape);
}

void Scale::initialize(ParameterArena& arena, const Initialization&)
{
    std::ranges::fill(arena.weights(m_scale), 1.0f);
}

std::unique_ptr<LayerPass> Scale::makePass(onednn::Engine&, ParameterArena& arena,
                                           const PassBuffers& buffers)
{
    return std::make_unique<ScalePass>(arena.weights(m_scale), arena.gradients(m_scale), buffers);
}

LayerKind scaleKind()
{
    return {"scale", "y = w·x, one weight for each value", "scale", [](TokenReader&) -> LayerMaker {
                return [](const LayerInput& input) { return std::make_unique<Scale>(input.shape); };
            }};
}

} // namespace accumulus
