#include "app/cli/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string_view>
#include <utility>

namespace accumulus {

namespace {

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
    const char* terminal = std::getenv("TERM");
    const bool isDumb = terminal && std::string_view(terminal) == "dumb";
    return isatty(STDERR_FILENO) && !isDumb ? Style::Bar : Style::Lines;
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
    const double elapsed = std::chrono::duration<double>(Clock::now() - m_started).count();
    const std::string left = fraction > 0.001
        ? durationText(elapsed * (1.0 - fraction) / fraction) + " left"
        : std::string();
    overwriteLine(progressLine(fraction, text, left, terminalColumns()));
}

/// Over what is there, without control sequences: a carriage return is all that it takes.
void Progress::overwriteLine(const ProgressLine& line)
{
    const int blanks = std::max(0, m_columnsDrawn - line.columns);
    const std::string text =
        '\r' + line.text + std::string(static_cast<std::size_t>(blanks), ' ') + '\r' + line.text;
    // Not through std::cerr, which shows control characters instead of doing them. Who does not
    // read progress is not waited for.
    [[maybe_unused]] const ssize_t ignored = write(STDERR_FILENO, text.data(), text.size());
    m_columnsDrawn = line.columns;
}

void Progress::finish()
{
    if (m_columnsDrawn > 0) {
        overwriteLine({});
        [[maybe_unused]] const ssize_t ignored = write(STDERR_FILENO, "\r", 1);
    }
    m_columnsDrawn = 0;
}

ProgressLine progressLine(double share, const std::string& text, const std::string& left,
                          int columns)
{
    constexpr int longestBar = 20;
    const std::string percent = std::to_string(static_cast<int>(share * 100.0)) + " %";
    const int room = columns - 1; // a full line would wrap on some terminals
    std::string words = percent + "  " + text + (left.empty() ? "" : ", " + left);
    if (std::ssize(words) > room)
        words = percent + "  " + text;
    words = words.substr(0, static_cast<std::size_t>(std::max(room, 0)));
    const int bar = std::clamp(room - static_cast<int>(words.size()) - 1, 0, longestBar);
    if (bar < 3)
        return {words, static_cast<int>(words.size())};
    const int filled = static_cast<int>(std::lround(share * bar));
    ProgressLine line;
    for (int i = 0; i < bar; ++i)
        line.text += i < filled ? "█" : "░";
    line.text += ' ' + words;
    line.columns = bar + 1 + static_cast<int>(words.size());
    return line;
}

int terminalColumns()
{
    winsize size = {};
    constexpr int usual = 80;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
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
