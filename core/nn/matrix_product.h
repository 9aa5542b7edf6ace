#pragma once

#include "core/onednn/primitives.h"

#include <string>

namespace accumulus {

/// A matrix product of a layer, bound to its buffers: oneDNN's primitive, or loops of our own where
/// it is so small that being called is most of what the primitive does. (32×8 times 8×10 takes
/// 0.35 µs there and 0.06 here; the two meet at about 1000 vector operations.) The choice depends
/// on the shape alone.
class MatrixProduct
{
public:
    MatrixProduct() = default;
    MatrixProduct(onednn::Engine& engine, const onednn::Matmul& matmul);

    void run() const;

    /// Of oneDNN, or "loops".
    std::string implementation() const;

private:
    onednn::Matmul m_matmul;
    bool m_isSmall = false;
    onednn::BoundPrimitive m_primitive;
};

} // namespace accumulus
