#include "core/parallel_for.h"

#include <algorithm>

// GCC's OpenMP, whose pool oneDNN's primitives use: its threads are awake between two of them, and
// a second pool would take their cores away. Without it (Clang would bring in another runtime; the
// thread sanitizer does not know GCC's) the caller does everything.
#ifdef _OPENMP
#include <omp.h>
#endif

namespace accumulus::detail {

void parallelFor(int threads, std::size_t count, std::size_t grain, RangeBody body,
                 const void* context)
{
#ifdef _OPENMP
    const std::size_t grains = (count + grain - 1) / grain;
    // Always as many threads as the primitives have, some without work if need be: for a smaller
    // team the pool ends threads, only to begin them again for the next primitive.
#pragma omp parallel num_threads(threads)
    {
        const auto worker = static_cast<std::size_t>(omp_get_thread_num());
        const auto team = static_cast<std::size_t>(omp_get_num_threads());
        const std::size_t begin = grains * worker / team * grain;
        const std::size_t end = std::min(grains * (worker + 1) / team * grain, count);
        if (begin < end)
            body(context, begin, end);
    }
#else
    (void)threads;
    (void)grain;
    body(context, 0, count);
#endif
}

} // namespace accumulus::detail
