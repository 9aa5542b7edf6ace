#pragma once

#include <array>

namespace accumulus {

/// Where the time of a frame goes, for `accumulus --bench-ui`: every part of the window that costs
/// something names itself with a FrameScope. Always measured: a scope reads the clock twice, and a
/// frame has some dozens of them (together about 2 µs). For the window's thread only.

enum class FramePart {
    Other,    ///< panels, status line, the way to the screen
    Reports,  ///< taking them from the sessions
    History,  ///< adding their records
    Points,   ///< extents, smoothing, decimation
    Geometry, ///< handing points to Qt Charts
    Curves,   ///< Qt Charts drawing them
    Painting, ///< putting a chart together from its pictures
};
constexpr int framePartCount = 7;

/// Time from here to the end of the block goes to \a part, without that of scopes inside it.
class FrameScope
{
public:
    explicit FrameScope(FramePart part);
    ~FrameScope();

    FrameScope(const FrameScope&) = delete;
    FrameScope& operator=(const FrameScope&) = delete;

private:
    FramePart m_outer;
};

/// Seconds since the last call, by FramePart.
std::array<double, framePartCount> takeFrameTimes();

} // namespace accumulus
