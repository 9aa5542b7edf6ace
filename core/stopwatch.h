#pragma once

#include <chrono>

namespace accumulus {

/// Adds up the time between start() and stop().
class Stopwatch
{
public:
    void start()
    {
        if (!m_running)
            m_started = Clock::now();
        m_running = true;
    }

    void stop()
    {
        m_total = elapsed();
        m_running = false;
    }

    /// Goes on from \a seconds, running or not.
    void setSeconds(double seconds)
    {
        m_total =
            std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
        m_started = Clock::now();
    }

    double seconds() const { return std::chrono::duration<double>(elapsed()).count(); }

private:
    using Clock = std::chrono::steady_clock;

    Clock::duration elapsed() const
    {
        return m_running ? m_total + (Clock::now() - m_started) : m_total;
    }

    bool m_running = false;
    Clock::time_point m_started;
    Clock::duration m_total{};
};

} // namespace accumulus
