#pragma once

#include <string_view>
#include <vector>

namespace accumulus {

/// In what a layer's products are computed: the inputs of matrix products and convolutions.
/// Weights, gradients and sums are f32 in either case.
enum class Precision { F32, Bf16 };

struct PrecisionRow
{
    std::string_view name; ///< "bf16"
    std::string_view summary;
};

const std::vector<PrecisionRow>& precisions(); ///< indexed by Precision

std::string_view nameOf(Precision precision); ///< "bf16"

/// Whether this processor has instructions for it (bf16: avx512_bf16 or amx_bf16). What it has not
/// would be slower than f32, so f32 is used instead.
bool isSupported(Precision precision);

} // namespace accumulus
