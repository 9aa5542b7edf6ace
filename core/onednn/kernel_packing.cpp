#include "core/onednn/kernel_packing.h"

#include "core/bf16.h"
#include "core/onednn/memory.h"
#include "core/parallel_for.h"

namespace accumulus::onednn {

namespace {

using dnnl::memory;

/// A layout in blocks: \a strides of the blocks, which are cut by \a blocks, outermost first, of
/// the dimensions \a indices.
struct Blocks
{
    memory::dims sizes;
    memory::dims strides;
    memory::dims blocks;
    memory::dims indices;
};

Blocks blocksOf(const memory::desc& description)
{
#if DNNL_VERSION_MAJOR >= 3
    return {description.get_dims(), description.get_strides(), description.get_inner_blks(),
            description.get_inner_idxs()};
#else
    const dnnl_memory_desc_t& d = description.data;
    const dnnl_blocking_desc_t& b = d.format_desc.blocking;
    return {{d.dims, d.dims + d.ndims},
            {b.strides, b.strides + d.ndims},
            {b.inner_blks, b.inner_blks + b.inner_nblks},
            {b.inner_idxs, b.inner_idxs + b.inner_nblks}};
#endif
}

/// What index \a at of \a dimension adds to the offset of a value.
std::size_t offsetOf(const Blocks& layout, std::size_t dimension, memory::dim at)
{
    memory::dim offset = 0;
    memory::dim stride = 1; // inside of a block
    for (std::size_t i = layout.blocks.size(); i-- > 0;) {
        if (layout.indices[i] == static_cast<memory::dim>(dimension)) {
            offset += at % layout.blocks[i] * stride;
            at /= layout.blocks[i];
        }
        stride *= layout.blocks[i];
    }
    return static_cast<std::size_t>(offset + at * layout.strides[dimension]);
}

bool reordersWrongly()
{
    const dnnl_version_t& version = *dnnl_version();
    return version.major == 3 && (version.minor == 7 || (version.minor == 8 && version.patch == 0));
}

bool usesLoop(KernelPacking::Way way)
{
    return way == KernelPacking::Way::Loop
        || (way == KernelPacking::Way::Best && reordersWrongly());
}

BoundPrimitive makeReorder(Engine& engine, const BoundPrimitive::Argument& from,
                           const BoundPrimitive::Argument& to, bool accumulate)
{
    dnnl::primitive_attr attributes = userScratchpad();
    if (accumulate) {
        dnnl::post_ops addToDestination;
        addToDestination.append_sum(1.0f);
        attributes.set_post_ops(addToDestination);
    }
    const dnnl::reorder::primitive_desc descriptor(
        engine.engine(), from.memory.get_desc(), engine.engine(), to.memory.get_desc(), attributes);
    return bind<dnnl::reorder>(
        engine, descriptor,
        {{DNNL_ARG_FROM, from.memory, from.buffer}, {DNNL_ARG_TO, to.memory, to.buffer}});
}

} // namespace

KernelOffsets::KernelOffsets(const memory::desc& packed)
{
    const Blocks layout = blocksOf(packed);
    for (std::size_t dimension = 0; dimension < m_offsets.size(); ++dimension) {
        for (memory::dim at = 0; at < layout.sizes[dimension]; ++at)
            m_offsets[dimension].push_back(offsetOf(layout, dimension, at));
    }
}

template <typename Visit>
void KernelOffsets::forEach(int threads, const Visit& visit) const
{
    const auto& outputs = m_offsets[0]; // no structured binding: Clang 14 lets no lambda use one
    const auto& inputs = m_offsets[1];
    const auto& height = m_offsets[2];
    const auto& width = m_offsets[3];
    const std::size_t rows = height.size() * width.size() * inputs.size();
    parallelFor(threads, rows, valuesOfThread / (outputs.size() + 1) + 1,
                [&](std::size_t begin, std::size_t end) {
                    for (std::size_t row = begin; row < end; ++row) {
                        const std::size_t pixel = row / inputs.size();
                        const std::size_t offset = inputs[row % inputs.size()]
                            + height[pixel / width.size()] + width[pixel % width.size()];
                        for (std::size_t i = 0; i < outputs.size(); ++i)
                            visit(row * outputs.size() + i, offset + outputs[i]);
                    }
                });
}

KernelPacking::KernelPacking(Engine& engine, Direction direction, const memory& stored,
                             const BoundPrimitive::Argument& packed, Precision precision, Way way)
    : m_direction(direction)
    , m_precision(precision)
    , m_threads(engine.threads())
    , m_packed(packed)
{
    const bool adds = direction == Direction::AddToStored;
    if (usesLoop(way)) {
        m_offsets = KernelOffsets(packed.memory.get_desc());
        m_stored = static_cast<float*>(stored.get_data_handle());
        return;
    }
    const BoundPrimitive::Argument plain{DNNL_ARG_FROM, stored};
    m_reorder = makeReorder(engine, adds ? packed : plain, adds ? plain : packed, adds);
}

void KernelPacking::run() const
{
    if (m_offsets.isEmpty())
        m_reorder.run();
    else
        runLoop();
}

/// Padding of the packed layout stays as it was made, 0.
void KernelPacking::runLoop() const
{
    float* const stored = m_stored;
    if (m_precision == Precision::Bf16) {
        auto* const packed = static_cast<BFloat16*>(m_packed.memory.get_data_handle());
        m_offsets.forEach(m_threads, [=](std::size_t from, std::size_t to) {
            packed[to] = toBf16(stored[from]);
        });
        return;
    }
    auto* const packed = static_cast<float*>(m_packed.memory.get_data_handle());
    if (m_direction == Direction::ToPacked)
        m_offsets.forEach(m_threads,
                          [=](std::size_t from, std::size_t to) { packed[to] = stored[from]; });
    else
        m_offsets.forEach(m_threads,
                          [=](std::size_t to, std::size_t from) { stored[to] += packed[from]; });
}

} // namespace accumulus::onednn
