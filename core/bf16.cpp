#include "core/bf16.h"

#include "core/parallel_for.h"
#include "core/vectorised.h"

namespace accumulus {

namespace {

ACCUMULUS_VECTORISED void convert(const float* from, BFloat16* to, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        to[i] = toBf16(from[i]);
}

} // namespace

void toBf16(const float* from, BFloat16* to, std::size_t count, int threads)
{
    parallelFor(threads, count, valuesOfThread, [=](std::size_t begin, std::size_t end) {
        convert(from + begin, to + begin, end - begin);
    });
}

} // namespace accumulus
