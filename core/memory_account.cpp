#include "core/memory_account.h"

#include <algorithm>
#include <cassert>
#include <locale>
#include <numeric>
#include <sstream>

namespace accumulus {

namespace {

thread_local MemoryTarget target;

/// "12.3 MB".
std::string megabytes(std::size_t bytes)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(4);
    text << static_cast<double>(bytes) / 1e6 << " MB";
    return text.str();
}

std::string_view nameOf(MemoryCategory category)
{
    return memoryCategories()[static_cast<std::size_t>(category)].name;
}

/// "parameters 0.1 MB, gradients 0.1 MB".
std::string byCategory(const MemoryUse& use)
{
    std::string text;
    for (std::size_t i = 0; i < memoryCategoryCount; ++i) {
        const auto category = static_cast<MemoryCategory>(i);
        if (use[category] > 0 && category != MemoryCategory::Data)
            text += (text.empty() ? "" : ", ") + std::string(nameOf(category)) + ' '
                + megabytes(use[category]);
    }
    return text.empty() ? "nothing" : text;
}

[[noreturn]] void refuse(std::size_t budget, const MemoryUse& use, MemoryCategory category,
                         std::size_t bytes)
{
    throw MemoryBudgetError(
        "the memory budget of " + megabytes(budget) + " is too small: in use are " + byCategory(use)
        + ", and " + megabytes(bytes) + " more were asked for " + std::string(nameOf(category))
        + "; choose a smaller micro_batch_size and more accumulation_steps (`accumulus-cli plan` "
          "finds them), or a larger compute.memory_mb");
}

} // namespace

const std::vector<MemoryCategoryInfo>& memoryCategories()
{
    static const std::vector<MemoryCategoryInfo> table{
        {"parameters", "the weights, and what layers learn otherwise than by gradients"},
        {"gradients", "the accumulated gradients, and an accumulator of their own if there is one"},
        {"optimizer_state", "what the optimizer remembers from one update to the next"},
        {"activations",
         "a micro-batch's input, every layer's output with its gradient, and what layers keep for "
         "the backward pass: proportional to micro_batch_size"},
        {"workspace", "scratch memory, and weights in the layout of oneDNN"},
        {"data", "the data set, which no budget counts"},
        {"probes", "what diagnostics keep"},
    };
    return table;
}

std::size_t MemoryUse::total() const
{
    return std::accumulate(bytes.begin(), bytes.end(), std::size_t{0});
}

void MemoryAccount::add(MemoryCategory category, std::size_t bytes)
{
    const bool isBudgeted = category != MemoryCategory::Data;
    // Not as a sum, which could overflow.
    if (m_budget > 0 && isBudgeted && bytes > m_budget - std::min(m_budget, m_current.budgeted()))
        refuse(m_budget, m_current, category, bytes);
    m_current[category] += bytes;
    m_peaks[category] = std::max(m_peaks[category], m_current[category]);
    if (m_current.budgeted() >= m_peak.budgeted())
        m_peak = m_current;
}

void MemoryAccount::remove(MemoryCategory category, std::size_t bytes)
{
    assert(m_current[category] >= bytes);
    m_current[category] -= bytes;
}

MemoryScope::MemoryScope(MemoryAccount* account, MemoryCategory category)
    : m_before(target)
{
    target = {account, category};
}

MemoryScope::MemoryScope(MemoryCategory category)
    : MemoryScope(target.account, category)
{}

MemoryScope::~MemoryScope()
{
    target = m_before;
}

const MemoryTarget& MemoryScope::current()
{
    return target;
}

MemoryReservation::MemoryReservation(MemoryAccount& account, MemoryCategory category,
                                     std::size_t bytes, std::size_t instead)
    : m_account(account)
    , m_category(category)
    , m_bytes(bytes)
    , m_instead(instead)
{
    m_account.remove(category, instead);
    try {
        m_account.add(category, bytes);
    } catch (...) {
        m_account.restore(category, instead);
        throw;
    }
}

MemoryReservation::~MemoryReservation()
{
    m_account.remove(m_category, m_bytes);
    m_account.restore(m_category, m_instead);
}

} // namespace accumulus
