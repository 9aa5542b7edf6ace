#pragma once

#include "core/train/trainer.h"

#include <chrono>
#include <string>

namespace accumulus {

/// A line of progress.
struct ProgressLine
{
    std::string text;
    int columns = 0; ///< that it takes
};

/// Bar, percentage, \a text and \a left (the time left, or ""), in fewer than \a columns: of a
/// narrow terminal first the time goes, then the bar, then the end of the text.
ProgressLine progressLine(double share, const std::string& text, const std::string& left,
                          int columns);

/// Of the terminal that standard error is; 80 if it does not say.
int terminalColumns();

/// Tells how far a training run is, on standard error: a bar with the time left on a terminal that
/// can overwrite a line, a line for every tenth elsewhere. There are no colours and no other
/// control sequences, so NO_COLOR holds by itself.
class Progress
{
public:
    enum class Style { Bar, Lines, Quiet };

    /// Bar if standard error is a terminal, else Lines.
    static Style styleFor(bool quiet);

    explicit Progress(Style style);

    /// Call after every update; draws when it is time to.
    void show(const Trainer& trainer, double loss);

    /// The same while data is loaded; \a share of it is read.
    void showLoading(double share);

    /// The same of work that is not a run: \a share of it is done.
    void showShare(double share, const std::string& text);

    /// Ends the bar's line.
    void finish();

private:
    bool isDue(double share);
    void draw(double share, const std::string& text);
    void drawBar(double fraction, const std::string& text);
    void overwriteLine(const ProgressLine& line);

    using Clock = std::chrono::steady_clock;

    Style m_style;
    Clock::time_point m_started = Clock::now();
    Clock::time_point m_lastDrawn;
    int m_tenths = 0;
    int m_columnsDrawn = 0;
};

/// "48 s", "3 min 20 s", "2 h 5 min".
std::string durationText(double seconds);

} // namespace accumulus
