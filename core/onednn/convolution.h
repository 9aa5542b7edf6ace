#pragma once

#include "core/onednn/kernel_packing.h"
#include "core/onednn/product_input.h"

#include <string>
#include <vector>

namespace accumulus::onednn {

/// Where a window that moves over an image stands: the same for convolution and pooling.
struct ImageWindow
{
    int height = 0; ///< of the image
    int width = 0;
    int windowHeight = 1;
    int windowWidth = 1;
    int strideHeight = 1;
    int strideWidth = 1;
    int padTop = 0; ///< rows of zeros
    int padBottom = 0;
    int padLeft = 0;
    int padRight = 0;

    int outputHeight() const
    {
        return (height + padTop + padBottom - windowHeight) / strideHeight + 1;
    }
    int outputWidth() const { return (width + padLeft + padRight - windowWidth) / strideWidth + 1; }
};

/// A convolution and its gradients over images [samples, height, width, channels], with kernels
/// [height, width, inputs, outputs] as Keras keeps them. oneDNN wants kernels in a layout of its
/// own, which depends on the shapes; packKernel() brings them there. In the engine's precision, but
/// for images of one or two channels, which are two to four times slower in bf16 (measured with
/// 2.6).
class Convolution
{
public:
    struct Buffers
    {
        int samples = 0;
        int inputs = 0;  ///< channels
        int outputs = 0; ///< channels
        const float* input = nullptr;
        const float* kernel = nullptr;
        const float* bias = nullptr; ///< [outputs]
        float* output = nullptr;
        const float* outputGradient = nullptr;
        float* inputGradient = nullptr; ///< null: not wanted
        float* kernelGradient = nullptr;
    };

    Convolution(Engine& engine, const ImageWindow& window, const Buffers& buffers);

    /// Call when the kernel has changed.
    void packKernel();

    void forward();

    /// Adds to kernelGradient; writes inputGradient. The gradient of the bias, a plain sum over all
    /// pixels, is left to the caller.
    void backward();

    std::vector<std::string> implementations() const;

private:
    bool m_hasInputGradient;
    ProductInput m_input;
    ProductInput m_outputGradient;
    KernelPacking m_packForward;
    KernelPacking m_packBackward;
    BoundPrimitive m_forward;
    BoundPrimitive m_backwardData;
    BoundPrimitive m_backwardKernel;
    KernelPacking m_addKernelGradient;
};

} // namespace accumulus::onednn
