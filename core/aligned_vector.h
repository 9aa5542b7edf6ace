#pragma once

#include "core/memory_account.h"

#include <cstddef>
#include <new>
#include <type_traits>
#include <vector>

namespace accumulus {

/// Allocates on cache-line boundaries, which is also the widest vector register, and counts the
/// bytes where the thread's MemoryScope said when the allocator was made, so that a vector that
/// grows later keeps counting there:
///
///     AlignedVector<float> m_weights{MemoryCategory::Parameters};   // of the scope's account
///     AlignedVector<float> mask(size);                              // as the scope says
///
/// A vector that is moved takes its counting along; a copy counts where it is made.
template <typename T>
class CacheLineAllocator
{
public:
    using value_type = T;
    using is_always_equal = std::false_type;
    using propagate_on_container_copy_assignment = std::false_type;
    using propagate_on_container_move_assignment = std::true_type;
    using propagate_on_container_swap = std::true_type;
    static constexpr std::align_val_t alignment{64};

    CacheLineAllocator() noexcept
        : m_target(MemoryScope::current())
    {}
    /// Another category of the account that counts now. Implicit, for vectors as members.
    CacheLineAllocator(MemoryCategory category) noexcept
        : m_target{MemoryScope::current().account, category}
    {}
    template <typename U>
    CacheLineAllocator(const CacheLineAllocator<U>& other) noexcept
        : m_target(other.target())
    {}

    CacheLineAllocator select_on_container_copy_construction() const { return {}; }

    /// Throws MemoryBudgetError, or std::bad_alloc.
    T* allocate(std::size_t count)
    {
        countIn(count * sizeof(T));
        try {
            return static_cast<T*>(::operator new(count * sizeof(T), alignment));
        } catch (...) {
            countOut(count * sizeof(T));
            throw;
        }
    }
    void deallocate(T* data, std::size_t count) noexcept
    {
        countOut(count * sizeof(T)); // before: GCC 12 else warns that a dead pointer is used
        ::operator delete(data, alignment);
    }

    const MemoryTarget& target() const { return m_target; }

    bool operator==(const CacheLineAllocator&) const = default;

private:
    void countIn(std::size_t bytes)
    {
        if (m_target.account)
            m_target.account->add(m_target.category, bytes);
    }
    void countOut(std::size_t bytes) noexcept
    {
        if (m_target.account)
            m_target.account->remove(m_target.category, bytes);
    }

    MemoryTarget m_target;
};

template <typename T>
using AlignedVector = std::vector<T, CacheLineAllocator<T>>;

} // namespace accumulus
