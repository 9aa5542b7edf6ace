#include "core/onednn/product_input.h"

#include "core/bf16.h"

namespace accumulus::onednn {

ProductInput::ProductInput(Engine& engine, Precision precision, const float* values,
                           std::size_t count)
    : m_values(values)
    , m_count(count)
    , m_threads(engine.threads())
{
    if (precision == Precision::Bf16)
        m_copy = engine.buffer(MemoryCategory::Workspace, count * sizeof(BFloat16));
}

void ProductInput::refresh()
{
    if (m_copy)
        toBf16(m_values, reinterpret_cast<BFloat16*>(m_copy->data()), m_count, m_threads);
}

const void* ProductInput::data() const
{
    return m_copy ? static_cast<const void*>(m_copy->data()) : m_values;
}

} // namespace accumulus::onednn
