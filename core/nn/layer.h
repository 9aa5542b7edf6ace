#pragma once

#include "core/nn/initializer.h"
#include "core/nn/parameter_arena.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

namespace onednn {
class Engine;
}

/// Shape of one row, without the batch: {64}, or an image {height, width, channels}. Channels come
/// last, as in Keras: so what works on the last axis (dense, batch_norm) sees every layer's output
/// as a matrix, and flattening moves nothing.
using Shape = std::vector<int>;

int elementCount(const Shape& shape);

/// "8x8x1", as messages and data.shape write it.
std::string shapeText(const Shape& shape);

/// What stands before a layer, and what the model is to end in.
struct LayerInput
{
    Shape shape;
    int vocabulary = 0; ///< values are token indices 0…vocabulary−1; 0: plain numbers
    int outputs = 0;    ///< that the loss needs of the last layer; 0: not known
};

/// The buffers between which one layer works, for one number of rows. All are row-major [rows,
/// elements] and stay where they are.
struct PassBuffers
{
    int rows = 0;
    const float* input = nullptr;
    float* output = nullptr;
    const float* outputGradient = nullptr; ///< ∂loss/∂output
    float* inputGradient = nullptr;        ///< null if nobody needs it (the first layer)
};

enum class PassMode { Training, Evaluation };

/// What one forward pass is about.
struct PassContext
{
    PassMode mode = PassMode::Training;
    /// Training: one random key a row, made of seed, epoch and sample. Whoever needs random
    /// numbers makes them from it, so that they do not depend on how a batch is cut.
    std::span<const std::uint64_t> rowKeys;
    /// Training: number of the model's training pass, from 1, for whoever draws call by call.
    std::uint64_t call = 0;
};

/// One layer bound to one number of rows: its primitives and their arguments, made once.
/// Nothing is allocated by forward() and backward().
class LayerPass
{
public:
    virtual ~LayerPass() = default;

    /// input → output.
    virtual void forward(const PassContext& context) = 0;

    /// outputGradient → inputGradient; *adds* the gradients of the layer's parameters to the
    /// arena. Only the closing of an accumulation window zeroes them. Follows a forward() in
    /// training mode.
    virtual void backward() = 0;

    /// Names of the oneDNN implementations in use.
    virtual std::vector<std::string> implementations() const { return {}; }
};

/// Whether a layer can have the same buffers before and behind it, for values and for gradients:
/// half the memory to go through, and less in use.
enum class InPlace {
    No,
    Overwrites, ///< yes, where nobody needs its input afterwards
    Keeps,      ///< yes: its output is its input
};

/// What a layer is, apart from any micro-batch size: its shape, its parameters, how they begin.
class Layer
{
public:
    virtual ~Layer() = default;

    virtual Shape outputShape() const = 0;

    /// Elements of one row of the largest output in it: its own, or that of a layer in a block.
    virtual int largestOutput() const { return elementCount(outputShape()); }

    /// Whether its training passes draw random numbers, made from PassContext::rowKeys.
    virtual bool usesRowKeys() const { return false; }

    virtual InPlace inPlace() const { return InPlace::No; }

    /// Whether its backward pass reads what its forward pass wrote, so that nobody may overwrite
    /// it.
    virtual bool readsOutput() const { return true; }

    /// Why its training passes depend on how a batch is cut into micro-batches, as a clause; "" if
    /// every row's output depends on that row alone. Only then is an accumulated gradient that of
    /// one big batch.
    virtual std::string_view batchDependence() const { return {}; }

    /// Multiplications, each with an addition, of one row in training: those of matrix products and
    /// convolutions, forward and for the gradients. What remains is little and counts as nothing.
    virtual std::int64_t multiplyAdds(bool hasInputGradient) const;

    /// Adds the layer's parameters and states, if it has any, under \a prefix ("layers.0.").
    virtual void addParameters(ParameterArena& arena, const std::string& prefix);

    /// Sets initial weights and states; depends on \a initialization and number() alone.
    virtual void initialize(ParameterArena& arena, const Initialization& initialization);

    /// Bytes of the buffers that a pass of \a rows keeps to itself, those of oneDNN's primitives
    /// aside. \a hasInputGradient: somebody wants the gradient of its input.
    virtual std::size_t passBytes(std::size_t rows, bool hasInputGradient) const;

    /// The layer for one number of rows. \a arena is allocated and outlives the pass.
    virtual std::unique_ptr<LayerPass> makePass(onednn::Engine& engine, ParameterArena& arena,
                                                const PassBuffers& buffers) = 0;

    /// Adds what the primitives of such a pass take to the plan of \a engine, which is a planning
    /// one; \a buffers are not looked into. A layer with buffers of its own that also has
    /// primitives must say how; all others have this.
    virtual void planPass(onednn::Engine& engine, ParameterArena& arena,
                          const PassBuffers& buffers);

    /// Place in the model, counted through residual blocks. Keys the layer's random numbers.
    int number() const { return m_number; }
    void setNumber(int number) { m_number = number; }

private:
    int m_number = 0;
};

} // namespace accumulus
