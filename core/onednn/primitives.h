#pragma once

#include "core/onednn/engine.h"

namespace accumulus::onednn {

/// Factories for the primitives that layers need, row-major with the scratchpad of the engine. Only
/// this folder knows oneDNN 2.x from 3.x.

enum class Transpose { No, Yes };

/// c = a·b, c = a·b + bias, or c += a·b. Sums and c are f32.
///
/// Weights stay row-major. In the layout that oneDNN would choose, products are 7–11 % faster (f32,
/// 128 rows; nothing at 32), but bringing 784×1024 weights there costs 18 % of a product in f32 and
/// 140 % in bf16, once an update: at N = 4 that is 1 % gained on a wide net in f32 and 4 % lost in
/// bf16 (measured with 2.6).
struct Matmul
{
    int rows = 0;                         ///< of a and c
    int inner = 0;                        ///< columns of a, rows of b
    int columns = 0;                      ///< of b and c
    Transpose transposeA = Transpose::No; ///< a is stored as [inner, rows]
    Transpose transposeB = Transpose::No; ///< b is stored as [columns, inner]
    Precision precision = Precision::F32; ///< of a and b
    const void* a = nullptr;
    const void* b = nullptr;
    const float* bias = nullptr; ///< [columns], or null
    float* c = nullptr;
    bool accumulate = false; ///< adds to what is in c, by a sum post-op: no extra pass over c
};

BoundPrimitive makeMatmul(Engine& engine, const Matmul& matmul);

enum class Eltwise { Tanh, Sigmoid, GeluErf };

/// y = f(x) for `count` values. x and y may be the same buffer.
BoundPrimitive makeEltwiseForward(Engine& engine, Eltwise function, int count, const float* x,
                                  float* y);

/// inputGradient = outputGradient · f′(x). tanh and sigmoid know f′ from y = f(x) and
/// take y here (`reference` is y), gelu takes x.
BoundPrimitive makeEltwiseBackward(Engine& engine, Eltwise function, int count,
                                   const float* reference, const float* outputGradient,
                                   float* inputGradient);

/// Whether makeEltwiseBackward() wants y rather than x.
bool backwardUsesOutput(Eltwise function);

} // namespace accumulus::onednn
