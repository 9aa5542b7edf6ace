#include "core/nn/dropout.h"

#include "core/random.h"

#include <algorithm>
#include <cassert>

namespace accumulus {

namespace {

class DropoutPass : public LayerPass
{
public:
    DropoutPass(int elements, double share, int layerNumber, Dropout::Keying keying,
                const PassBuffers& buffers)
        : m_elements(static_cast<std::size_t>(elements))
        , m_share(share)
        , m_layerNumber(static_cast<std::uint64_t>(layerNumber))
        , m_keying(keying)
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
        fillMask(context);
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
    void fillMask(const PassContext& context)
    {
        const auto threshold = static_cast<std::uint64_t>(m_share * 0x1.0p64);
        const std::uint64_t call = m_keying == Dropout::Keying::ByCall ? context.call : 0;
        const auto kept = static_cast<float>(1.0 / (1.0 - m_share));
        float* mask = m_mask.data();
        for (const std::uint64_t key : context.rowKeys) {
            const CounterRandom random(key + call, RandomPurpose::Dropout, m_layerNumber);
            for (std::size_t unit = 0; unit < m_elements; ++unit)
                *mask++ = random.bits(unit) < threshold ? 0.0f : kept;
        }
    }

    std::size_t m_elements; ///< of a row
    double m_share;
    std::uint64_t m_layerNumber;
    Dropout::Keying m_keying;
    PassBuffers m_buffers;
    AlignedVector<float> m_mask;
};

} // namespace

Dropout::Dropout(const Shape& shape, double share, Keying keying)
    : m_shape(shape)
    , m_share(share)
    , m_keying(keying)
{}

std::unique_ptr<LayerPass> Dropout::makePass(onednn::Engine&, ParameterArena&,
                                             const PassBuffers& buffers)
{
    return std::make_unique<DropoutPass>(elementCount(m_shape), m_share, number(), m_keying,
                                         buffers);
}

/// The mask.
std::size_t Dropout::passBytes(std::size_t rows, bool) const
{
    return sizeof(float) * rows * static_cast<std::size_t>(elementCount(m_shape));
}

LayerKind dropoutKind()
{
    return {"dropout",
            "\"dropout 0.5\": half of the values become 0 while training; \"dropout 0.5 by_call\" "
            "draws its masks call by call, as frameworks do",
            "dropout 0.5", [](TokenReader& reader) -> LayerMaker {
                const double share = reader.number("the share to drop", 0.0, 0.99);
                const auto keying =
                    reader.take("by_call") ? Dropout::Keying::ByCall : Dropout::Keying::BySample;
                return [share, keying](const LayerInput& input) {
                    return std::make_unique<Dropout>(input.shape, share, keying);
                };
            }};
}

} // namespace accumulus
