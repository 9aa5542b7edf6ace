#pragma once

#include "core/onednn/engine.h"

#include <array>
#include <cstddef>
#include <vector>

namespace accumulus::onednn {

/// Where the values of a convolution's kernel lie in a layout that oneDNN chose: the sum of what
/// each of the four indices adds, because its layouts are blocks of dimensions.
class KernelOffsets
{
public:
    KernelOffsets() = default;

    /// \a packed: of dimensions [outputs, inputs, height, width].
    explicit KernelOffsets(const dnnl::memory::desc& packed);

    bool isEmpty() const { return m_offsets.front().empty(); }

    /// Calls \a visit(stored, packed) for the offsets of each value in the arena, where kernels are
    /// [height, width, inputs, outputs], and in oneDNN's layout. On at most \a threads threads.
    template <typename Visit>
    void forEach(int threads, const Visit& visit) const;

private:
    std::array<std::vector<std::size_t>, 4> m_offsets; ///< of each index of a dimension
};

/// Brings a kernel from the arena to a layout that oneDNN chose, or adds its gradient, in such a
/// layout, to the arena's. By oneDNN's reorder, or by a loop of our own with those of its versions
/// (3.7 to 3.8.0) whose reorder puts some values in wrong places and leaves padding as it was: in
/// bf16 kernels of an odd number of inputs, in f32 those for the input gradient of 1×1 windows over
/// 33 or 34 channels, among others (its issue 3280).
class KernelPacking
{
public:
    enum class Direction { ToPacked, AddToStored };
    enum class Way {
        Reorder,
        Loop,
        Best ///< with the version that is loaded
    };

    KernelPacking() = default;

    /// \a stored: in the arena, float32. \a packed: in \a precision; where values are added to the
    /// arena, float32.
    KernelPacking(Engine& engine, Direction direction, const dnnl::memory& stored,
                  const BoundPrimitive::Argument& packed, Precision precision, Way way = Way::Best);

    void run() const;

private:
    void runLoop() const;

    Direction m_direction = Direction::ToPacked;
    Precision m_precision = Precision::F32;
    BoundPrimitive m_reorder;
    KernelOffsets m_offsets; ///< empty: it is the reorder that runs
    int m_threads = 1;
    float* m_stored = nullptr;
    BoundPrimitive::Argument m_packed{};
};

} // namespace accumulus::onednn
