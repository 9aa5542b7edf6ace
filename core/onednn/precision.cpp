#include "core/onednn/precision.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace accumulus {

const std::vector<PrecisionRow>& precisions()
{
    static const std::vector<PrecisionRow> table{
        {"f32", "32 bits"},
        {"bf16", "inputs of products rounded to 16 bits, sums and weights in 32"},
    };
    return table;
}

std::string_view nameOf(Precision precision)
{
    return precisions()[static_cast<std::size_t>(precision)].name;
}

bool isSupported(Precision precision)
{
    if (precision == Precision::F32)
        return true;
    // Sets of instructions, as bits.
    const auto has = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
    const auto needed = static_cast<unsigned>(dnnl::cpu_isa::avx512_core_bf16);
    return (has & needed) == needed;
}

} // namespace accumulus
