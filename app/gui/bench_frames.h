#pragma once

#include "core/record/history.h"
#include "ui/frame_times.h"

#include <QSize>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>

namespace accumulus {

/// What a frame of the window costs: time, by part, and memory.

constexpr std::chrono::milliseconds benchFrameInterval{16}; ///< for 60 frames a second; users: 33

/// What the window shows. The live runs are real sessions of the workload `seed` as fast as they
/// go, whose curves go on where \a updates made-up ones end; the others have ended.
struct FrameCase
{
    int charts = 2;
    int runs = 1;
    int liveRuns = 1;
    std::int64_t updates = 1000; ///< of each run, before the measurement
};

constexpr std::array<const char*, framePartCount> framePartNames{
    "other", "reports", "history", "points", "geometry", "curves", "painting"};

struct FrameCosts
{
    double framesPerSecond = 0.0; ///< with a timer of benchFrameInterval
    double meanMs = 0.0;          ///< from the timer's tick to the end of painting
    double threadMs = 0.0;        ///< that the window's thread worked for it; 0 where not known
    double pannedMs = 0.0;        ///< of a frame after panning, which draws every curve anew
    double slowMs = 0.0;          ///< 99 of 100 are faster
    std::array<double, framePartCount> partMs{}; ///< means, by FramePart
    double historyMiB = 0.0;                     ///< of all runs
    double residentMiB = 0.0;                    ///< of the process; 0 where it is not known
};

class FrameBench
{
public:
    explicit FrameBench(QSize windowSize);

    FrameCosts measure(const FrameCase& frameCase);

private:
    const History& past(std::int64_t updates);

    QSize m_windowSize;
    std::map<std::int64_t, History> m_pasts; ///< made once and copied
};

} // namespace accumulus
