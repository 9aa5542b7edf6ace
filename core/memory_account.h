#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace accumulus {

/// What a buffer of a run is for.
enum class MemoryCategory {
    Parameters,
    Gradients,
    OptimizerState,
    Activations,
    Workspace,
    Data,
    Probes,
};

inline constexpr std::size_t memoryCategoryCount = 7;

struct MemoryCategoryInfo
{
    std::string_view name; ///< "optimizer_state"
    std::string_view summary;
};

const std::vector<MemoryCategoryInfo>& memoryCategories(); ///< indexed by MemoryCategory

/// Bytes in use, by category.
struct MemoryUse
{
    std::array<std::size_t, memoryCategoryCount> bytes{}; ///< indexed by MemoryCategory

    std::size_t& operator[](MemoryCategory category)
    {
        return bytes[static_cast<std::size_t>(category)];
    }
    std::size_t operator[](MemoryCategory category) const
    {
        return bytes[static_cast<std::size_t>(category)];
    }

    std::size_t total() const;

    /// What a budget is about: everything but the data set, which accumulating does not make
    /// smaller. (A micro-batch's own input belongs to the activations.)
    std::size_t budgeted() const { return total() - (*this)[MemoryCategory::Data]; }

    bool operator==(const MemoryUse&) const = default;
};

/// A buffer would have gone over the budget; says what is in use, what was asked for, and what to
/// do.
class MemoryBudgetError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// Counts the bytes of a run's buffers as they come and go. It counts what AlignedVector asks for
/// and what is reserved by hand; not what the allocator adds, and not what is small whatever the
/// model and the micro-batch size (objects, names, records, oneDNN's compiled primitives).
///
/// Not for several threads at once. It must outlive all buffers that are counted in it.
class MemoryAccount
{
public:
    /// \a budget: see setBudget().
    explicit MemoryAccount(std::size_t budget = 0)
        : m_budget(budget)
    {}
    MemoryAccount(const MemoryAccount&) = delete;
    MemoryAccount& operator=(const MemoryAccount&) = delete;

    /// Throws MemoryBudgetError, and counts nothing, if that is more than the budget allows.
    void add(MemoryCategory category, std::size_t bytes);
    void remove(MemoryCategory category, std::size_t bytes);
    /// Takes a remove() back, which no budget can refuse.
    void restore(MemoryCategory category, std::size_t bytes) { m_current[category] += bytes; }

    const MemoryUse& current() const { return m_current; }
    std::size_t current(MemoryCategory category) const { return m_current[category]; }

    /// What was in use when MemoryUse::budgeted() was largest.
    const MemoryUse& peak() const { return m_peak; }
    /// The largest of this category alone, whenever that was.
    std::size_t peak(MemoryCategory category) const { return m_peaks[category]; }

    /// Limit of MemoryUse::budgeted() for what is added from here on; 0: none.
    void setBudget(std::size_t bytes) { m_budget = bytes; }
    std::size_t budget() const { return m_budget; }

private:
    MemoryUse m_current;
    MemoryUse m_peak;
    MemoryUse m_peaks;
    std::size_t m_budget;
};

/// Where a buffer is counted.
struct MemoryTarget
{
    MemoryAccount* account = nullptr; ///< null: nowhere
    MemoryCategory category = MemoryCategory::Workspace;

    bool operator==(const MemoryTarget&) const = default;
};

/// Says where the buffers are counted that this thread makes while the scope lives. Scopes nest;
/// without one nothing is counted.
class MemoryScope
{
public:
    MemoryScope(MemoryAccount* account, MemoryCategory category);
    /// Another category of the account that counts already.
    explicit MemoryScope(MemoryCategory category);
    ~MemoryScope();

    MemoryScope(const MemoryScope&) = delete;
    MemoryScope& operator=(const MemoryScope&) = delete;

    static const MemoryTarget& current(); ///< of this thread

private:
    MemoryTarget m_before;
};

/// Bytes that are counted while it lives, for memory that is not an AlignedVector.
class MemoryReservation
{
public:
    /// \a instead: bytes in use that are not counted meanwhile, because these would be in their
    /// place. Throws MemoryBudgetError.
    MemoryReservation(MemoryAccount& account, MemoryCategory category, std::size_t bytes,
                      std::size_t instead = 0);
    ~MemoryReservation();

    MemoryReservation(const MemoryReservation&) = delete;
    MemoryReservation& operator=(const MemoryReservation&) = delete;

private:
    MemoryAccount& m_account;
    MemoryCategory m_category;
    std::size_t m_bytes;
    std::size_t m_instead;
};

} // namespace accumulus
