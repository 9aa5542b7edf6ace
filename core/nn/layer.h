#pragma once

#include "core/nn/parameter_arena.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace accumulus {

namespace onednn {
class Engine;
}

/// Shape of one sample, without the batch: {64}, later {channels, height, width}.
using Shape = std::vector<int>;

int elementCount(const Shape& shape);

/// The buffers between which one layer works, for one micro-batch size. All are row-major [samples,
/// elements] and stay where they are.
struct PassBuffers
{
    int samples = 0;
    const float* input = nullptr;
    float* output = nullptr;
    const float* outputGradient = nullptr; ///< ∂loss/∂output
    float* inputGradient = nullptr;        ///< null if nobody needs it (the first layer)
};

/// One layer bound to one micro-batch size: its primitives and their arguments, made once.
/// Nothing is allocated by forward() and backward().
class LayerPass
{
public:
    virtual ~LayerPass() = default;

    /// input → output.
    virtual void forward() = 0;

    /// outputGradient → inputGradient; *adds* the gradients of the layer's parameters to the
    /// arena. Only the closing of an accumulation window zeroes them.
    virtual void backward() = 0;

    /// Names of the oneDNN implementations in use.
    virtual std::vector<std::string> implementations() const = 0;
};

/// What a layer is, apart from any micro-batch size: its shape, its parameters, how they begin.
class Layer
{
public:
    virtual ~Layer() = default;

    virtual Shape outputShape() const = 0;

    /// Adds the layer's parameters, if it has any, under \a prefix ("layers.0.").
    virtual void addParameters(ParameterArena& arena, const std::string& prefix);

    /// Sets initial weights; depends on \a seed and \a layerIndex alone.
    virtual void initialize(ParameterArena& arena, std::uint64_t seed, int layerIndex);

    /// The layer for one micro-batch size. \a arena is allocated and outlives the pass.
    virtual std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                                const PassBuffers& buffers) = 0;
};

} // namespace accumulus
