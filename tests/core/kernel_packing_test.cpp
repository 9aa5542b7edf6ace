#include "tests/support.h"

#include "core/bf16.h"
#include "core/onednn/kernel_packing.h"

#include <algorithm>
#include <numeric>

using namespace accumulus;
using namespace accumulus::onednn;
using dnnl::memory;

namespace {

using Tag = memory::format_tag;
using Type = memory::data_type;
using Way = KernelPacking::Way;

/// A kernel in the arena and the same in a layout of oneDNN.
struct Kernel
{
    Kernel(Engine& engine, const memory::dims& shape, Tag tag, Type type)
        : stored({shape, Type::f32, Tag::hwio}, engine.engine())
        , packed{0, memory({shape, type, tag}, engine.engine())}
    {
        packedValues = packed.memory.get_desc().get_size() / (type == Type::f32 ? 4 : 2);
        std::fill_n(static_cast<char*>(packed.memory.get_data_handle()),
                    packed.memory.get_desc().get_size(), '\0');
        const std::size_t values = stored.get_desc().get_size() / sizeof(float);
        std::iota(floats(stored), floats(stored) + values, 1.0f);
    }

    static float* floats(const memory& values)
    {
        return static_cast<float*>(values.get_data_handle());
    }
    std::size_t count() const { return stored.get_desc().get_size() / sizeof(float); }

    memory stored;
    BoundPrimitive::Argument packed;
    std::size_t packedValues;
};

} // namespace

TEST_CASE("a kernel that is packed and added back is twice what it was, in any layout",
          "[nn][conv]")
{
    const auto shape = GENERATE(values<memory::dims>({
        {8, 3, 3, 3},
        {5, 33, 1, 1},
        {32, 16, 3, 3},
        {1, 1, 2, 2},
        {17, 34, 2, 1},
    }));
    const auto tag = GENERATE(Tag::OIhw16i16o, Tag::OIhw16o16i, Tag::Ohwi16o, Tag::OIhw8i16o2i,
                              Tag::oihw, Tag::hwio);
    const int threads = GENERATE(1, 2);
    Engine engine(threads);
    Kernel kernel(engine, shape, tag, Type::f32);
    const KernelPacking pack(engine, KernelPacking::Direction::ToPacked, kernel.stored,
                             kernel.packed, Precision::F32, Way::Loop);
    const KernelPacking add(engine, KernelPacking::Direction::AddToStored, kernel.stored,
                            kernel.packed, Precision::F32, Way::Loop);
    pack.run();
    // Every value once, and all else 0.
    std::vector<float> sorted(Kernel::floats(kernel.packed.memory),
                              Kernel::floats(kernel.packed.memory) + kernel.packedValues);
    std::sort(sorted.begin(), sorted.end());
    const std::size_t padding = kernel.packedValues - kernel.count();
    for (std::size_t i = 0; i < sorted.size(); ++i)
        REQUIRE(sorted[i] == (i < padding ? 0.0f : static_cast<float>(i - padding + 1)));
    add.run();
    for (std::size_t i = 0; i < kernel.count(); ++i)
        REQUIRE(Kernel::floats(kernel.stored)[i] == 2.0f * static_cast<float>(i + 1));
}

TEST_CASE("oneDNN reads from a packed kernel what was in the arena", "[nn][conv][bf16]")
{
    // Channels in full blocks are packed rightly by every version of oneDNN's reorder.
    const memory::dims shape{32, 16, 3, 2};
    const auto [tag, type] = GENERATE(table<Tag, Type>({
        {Tag::OIhw16i16o, Type::f32},
        {Tag::Ohwi16o, Type::f32},
        {Tag::OIhw8i16o2i, Type::bf16},
        {Tag::OIhw8o16i2o, Type::bf16},
    }));
    Engine engine(1);
    const Precision precision = type == Type::f32 ? Precision::F32 : Precision::Bf16;
    Kernel byLoop(engine, shape, tag, type);
    Kernel byReorder(engine, shape, tag, type);
    for (const auto& [kernel, way] :
         {std::pair(&byLoop, Way::Loop), std::pair(&byReorder, Way::Reorder)})
        KernelPacking(engine, KernelPacking::Direction::ToPacked, kernel->stored, kernel->packed,
                      precision, way)
            .run();
    const auto bytes = [](const Kernel& kernel) {
        const auto* begin = static_cast<const char*>(kernel.packed.memory.get_data_handle());
        return std::vector<char>(begin, begin + kernel.packed.memory.get_desc().get_size());
    };
    CHECK(bytes(byLoop) == bytes(byReorder));
}
