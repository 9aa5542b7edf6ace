#include "ui/frame_times.h"

#include <chrono>
#include <utility>

namespace accumulus {
namespace {

using Clock = std::chrono::steady_clock;

struct Ledger
{
    std::array<double, framePartCount> seconds{};
    FramePart current = FramePart::Other;
    Clock::time_point since = Clock::now();

    /// Books the time up to now; what follows is \a next. Returns what was before.
    FramePart change(FramePart next)
    {
        const auto now = Clock::now();
        seconds[static_cast<std::size_t>(current)] +=
            std::chrono::duration<double>(now - since).count();
        since = now;
        return std::exchange(current, next);
    }
};

Ledger& ledger()
{
    static Ledger instance;
    return instance;
}

} // namespace

FrameScope::FrameScope(FramePart part)
    : m_outer(ledger().change(part))
{}

FrameScope::~FrameScope()
{
    ledger().change(m_outer);
}

std::array<double, framePartCount> takeFrameTimes()
{
    ledger().change(ledger().current);
    return std::exchange(ledger().seconds, {});
}

} // namespace accumulus
