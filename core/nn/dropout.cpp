#include "core/nn/dropout.h"

#include "core/random.h"

#include <algorithm>
#include <cassert>

namespace accumulus {

namespace {

class DropoutPass : public LayerPass
{
public:
    DropoutPass(int elements, double share, int layerNumber, const PassBuffers& buffers)
        : m_elements(static_cast<std::size_t>(elements))
        , m_share(share)
        , m_layerNumber(static_cast<std::uint64_t>(layerNumber))
        , m_buffers(buffers)
        , m_mask(m_elements * static_cast<std::size_t>(buffers.rows))
    {}

    void forward(const PassContext& context) override
    {
        if (context.mode == PassMode::Evaluation) {
            std::copy_n(m_buffers.input, m_mask.size(), m_buffers.output);
            return;
        }
        assert(context.rowKeys.size() == static_cast<std::size_t>(m_buffers.rows));
        fillMask(context.rowKeys);
        for (std::size_t i = 0; i < m_mask.size(); ++i)
            m_buffers.output[i] = m_mask[i] * m_buffers.input[i];
    }

    void backward() override
    {
        if (!m_buffers.inputGradient)
            return;
        for (std::size_t i = 0; i < m_mask.size(); ++i)
            m_buffers.inputGradient[i] = m_mask[i] * m_buffers.outputGradient[i];
    }

private:
    void fillMask(std::span<const std::uint64_t> rowKeys)
    {
        const auto threshold = static_cast<std::uint64_t>(m_share * 0x1.0p64);
        const auto kept = static_cast<float>(1.0 / (1.0 - m_share));
        float* mask = m_mask.data();
        for (const std::uint64_t key : rowKeys) {
            const CounterRandom random(key, RandomPurpose::Dropout, m_layerNumber);
            for (std::size_t unit = 0; unit < m_elements; ++unit)
                *mask++ = random.bits(unit) < threshold ? 0.0f : kept;
        }
    }

    std::size_t m_elements; ///< of a row
    double m_share;
    std::uint64_t m_layerNumber;
    PassBuffers m_buffers;
    AlignedVector<float> m_mask;
};

} // namespace

Dropout::Dropout(const Shape& shape, double share)
    : m_shape(shape)
    , m_share(share)
{}

std::unique_ptr<LayerPass> Dropout::makePass(onednn::Engine&, ParameterArena&,
                                             const PassBuffers& buffers)
{
    return std::make_unique<DropoutPass>(elementCount(m_shape), m_share, number(), buffers);
}

/// The mask.
std::size_t Dropout::passBytes(std::size_t rows, bool) const
{
    return sizeof(float) * rows * static_cast<std::size_t>(elementCount(m_shape));
}

LayerKind dropoutKind()
{
    return {"dropout", "\"dropout 0.5\": half of the values become 0 while training", "dropout 0.5",
            [](TokenReader& reader) -> LayerMaker {
                const double share = reader.number("the share to drop", 0.0, 0.99);
                return [share](const LayerInput& input) {
                    return std::make_unique<Dropout>(input.shape, share);
                };
            }};
}

} // namespace accumulus
