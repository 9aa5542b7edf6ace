#pragma once

#include "core/onednn/convolution.h"

namespace accumulus::onednn {

/// The mean value of a window that moves over images [samples, height, width, channels], channel by
/// channel. Padding counts for nothing.
class AveragePool
{
public:
    struct Buffers
    {
        int samples = 0;
        int channels = 0;
        const float* input = nullptr;
        float* output = nullptr;
        const float* outputGradient = nullptr;
        float* inputGradient = nullptr; ///< null: not wanted
    };

    AveragePool(Engine& engine, const ImageWindow& window, const Buffers& buffers);

    void forward() { m_forward.run(); }
    void backward();

    std::vector<std::string> implementations() const;

private:
    bool m_hasInputGradient;
    BoundPrimitive m_forward;
    BoundPrimitive m_backward;
};

} // namespace accumulus::onednn
