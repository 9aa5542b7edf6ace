#pragma once

#include <cstddef>
#include <memory>

namespace accumulus {

/// Values of a simple loop that one thread should have at least: a second thread costs about 1 µs,
/// in which one works through 10 000.
inline constexpr std::size_t valuesOfThread = 1 << 14;

namespace detail {

using RangeBody = void (*)(const void* context, std::size_t begin, std::size_t end);

void parallelFor(int threads, std::size_t count, std::size_t grain, RangeBody body,
                 const void* context);

} // namespace detail

/// Calls \a body(begin, end) for ranges that together make [0, \a count), on at most \a threads
/// threads of the pool that oneDNN's primitives run on, and returns when all are done. Ranges begin
/// at multiples of \a grain, and what would give no thread more than one grain is done by the
/// caller alone.
///
/// What \a body does must not depend on how the ranges are cut, so that results are the same
/// whatever the number of threads. It must not throw.
template <typename Body>
void parallelFor(int threads, std::size_t count, std::size_t grain, const Body& body)
{
    if (threads <= 1 || count <= grain) {
        body(std::size_t{0}, count);
        return;
    }
    detail::parallelFor(
        threads, count, grain,
        [](const void* context, std::size_t begin, std::size_t end) {
            (*static_cast<const Body*>(context))(begin, end);
        },
        std::addressof(body));
}

} // namespace accumulus
