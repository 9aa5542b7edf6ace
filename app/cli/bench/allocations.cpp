#include "app/cli/bench/allocations.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

std::atomic<bool> isCounting = false;
std::atomic<std::int64_t> allocations = 0;

} // namespace

// The other forms, of arrays and of nothrow, call these. Not so a sanitizer's, which has operators
// of its own and would see memory that is freed by the wrong one: under it nothing is counted.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

/// Aligned as far as \a alignment asks, which is a power of two.
void* allocate(std::size_t size, std::size_t alignment)
{
    if (isCounting.load(std::memory_order_relaxed)) // or all threads would wait for one counter
        allocations.fetch_add(1, std::memory_order_relaxed);
    const std::size_t least = size > 0 ? size : 1;
    void* memory = alignment <= alignof(std::max_align_t)
        ? std::malloc(least)
        : std::aligned_alloc(alignment, (least + alignment - 1) / alignment * alignment);
    if (!memory)
        throw std::bad_alloc();
    return memory;
}

} // namespace

void* operator new(std::size_t size)
{
    return allocate(size, alignof(std::max_align_t));
}

void* operator new(std::size_t size, std::align_val_t alignment)
{
    return allocate(size, static_cast<std::size_t>(alignment));
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::align_val_t) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}

#endif

namespace accumulus {

AllocationCount::AllocationCount()
{
    allocations = 0;
    isCounting = true;
}

AllocationCount::~AllocationCount()
{
    isCounting = false;
}

std::int64_t AllocationCount::value() const
{
    return allocations.load(std::memory_order_relaxed);
}

} // namespace accumulus
