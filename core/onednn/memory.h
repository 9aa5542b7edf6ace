#pragma once

#include "core/onednn/engine.h"

#include <utility>
#include <vector>

namespace accumulus::onednn {

// What every factory of primitives needs. Only for the files of this folder.

constexpr auto f32 = dnnl::memory::data_type::f32;

constexpr dnnl::memory::data_type dataType(Precision precision)
{
    return precision == Precision::F32 ? f32 : dnnl::memory::data_type::bf16;
}

inline dnnl::primitive_attr userScratchpad()
{
    dnnl::primitive_attr attributes;
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
}

/// oneDNN's memory takes non-const pointers for inputs as well; it only reads them.
inline dnnl::memory wrap(Engine& engine, const dnnl::memory::desc& description, const void* data)
{
    return dnnl::memory(description, engine.engine(), const_cast<void*>(data));
}

template <typename PrimitiveDescriptor>
void addScratchpad(Engine& engine, const PrimitiveDescriptor& descriptor,
                   std::vector<BoundPrimitive::Argument>& arguments)
{
    const dnnl::memory::desc description = descriptor.scratchpad_desc();
    if (description.get_size() == 0)
        return;
    Engine::Buffer buffer = engine.scratchpad(description.get_size());
    const dnnl::memory scratchpad(description, engine.engine(), buffer->data());
    arguments.push_back({DNNL_ARG_SCRATCHPAD, scratchpad, std::move(buffer)});
}

/// A primitive of \a descriptor with its arguments and a scratchpad. Of a planning engine only the
/// scratchpad is counted: making a primitive takes much longer than its descriptor.
template <typename Primitive, typename PrimitiveDescriptor>
BoundPrimitive bind(Engine& engine, const PrimitiveDescriptor& descriptor,
                    std::vector<BoundPrimitive::Argument> arguments)
{
    addScratchpad(engine, descriptor, arguments);
    if (engine.isPlanning())
        return {};
    return {engine, Primitive(descriptor), std::move(arguments), descriptor.impl_info_str()};
}

} // namespace accumulus::onednn
