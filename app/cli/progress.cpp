#include "app/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sstream>
#include <utility>

namespace accumulus {

namespace {

constexpr int barWidth = 20; // the whole line fits in 80 columns
constexpr auto drawInterval = std::chrono::milliseconds(100);

std::string position(const Trainer& trainer, double loss)
{
    std::ostringstream text;
    text.precision(4);
    text << "epoch " << static_cast<std::int64_t>(trainer.epoch()) << ", update "
         << trainer.updates();
    if (!std::isnan(loss)) // there was an update
        text << ", loss " << loss;
    return text.str();
}

} // namespace

Progress::Style Progress::styleFor(bool quiet)
{
    if (quiet)
        return Style::Quiet;
    return isatty(STDERR_FILENO) ? Style::Bar : Style::Lines;
}

Progress::Progress(Style style)
    : m_style(style)
{}

void Progress::show(const Trainer& trainer, double loss)
{
    if (m_style != Style::Quiet && isDue(trainer.progress().value_or(0.0)))
        draw(trainer.progress().value_or(0.0), position(trainer, loss));
}

void Progress::showShare(double share, const std::string& text)
{
    if (m_style != Style::Quiet && isDue(share))
        draw(share, text);
}

/// A bar ten times a second, a line every tenth.
bool Progress::isDue(double share)
{
    if (m_style == Style::Bar) {
        const auto now = Clock::now();
        if (now - m_lastDrawn < drawInterval)
            return false;
        m_lastDrawn = now;
        return true;
    }
    const int tenths = static_cast<int>(share * 10.0);
    return tenths > std::exchange(m_tenths, std::max(m_tenths, tenths));
}

void Progress::draw(double share, const std::string& text)
{
    if (m_style == Style::Bar)
        drawBar(share, text);
    else
        std::cerr << m_tenths * 10 << " %: " << text << '\n';
}

void Progress::showLoading(double share)
{
    if (m_style == Style::Bar)
        showShare(share, "loading");
}

void Progress::drawBar(double fraction, const std::string& text)
{
    const int filled = static_cast<int>(std::lround(fraction * barWidth));
    std::string bar;
    for (int i = 0; i < barWidth; ++i)
        bar += i < filled ? "█" : "░";
    const double elapsed = std::chrono::duration<double>(Clock::now() - m_started).count();
    const std::string left = fraction > 0.001
        ? ", " + durationText(elapsed * (1.0 - fraction) / fraction) + " left"
        : std::string();
    std::cerr << "\r\x1b[K" << bar << ' ' << static_cast<int>(fraction * 100.0) << " %  " << text
              << left << std::flush;
    m_barIsOpen = true;
}

void Progress::finish()
{
    if (m_barIsOpen)
        std::cerr << "\r\x1b[K" << std::flush;
    m_barIsOpen = false;
}

std::string durationText(double seconds)
{
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

} // namespace accumulus
