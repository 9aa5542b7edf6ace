#pragma once

#include "core/onednn/engine.h"

#include <cstddef>

namespace accumulus::onednn {

/// Values that a matrix product or convolution takes: the f32 buffer itself, or with
/// Precision::Bf16 a rounded copy of it, which refresh() brings up to date. What is taken twice
/// (a layer's input by its output and by the gradient of its kernel) is rounded once.
class ProductInput
{
public:
    ProductInput() = default;

    /// Of \a count \a values, which stay where they are.
    ProductInput(Engine& engine, Precision precision, const float* values, std::size_t count);

    /// Call when the values have changed.
    void refresh();

    const void* data() const;
    Precision precision() const { return m_copy ? Precision::Bf16 : Precision::F32; }

private:
    const float* m_values = nullptr;
    std::size_t m_count = 0;
    int m_threads = 1;
    Engine::Buffer m_copy; ///< null: none is needed
};

} // namespace accumulus::onednn
