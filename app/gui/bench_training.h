#pragma once

#include "core/train/experiment.h"

#include <QSize>

namespace accumulus {

/// What training notices of the window, and how soon it obeys it.

/// A workload of `accumulus-cli bench`.
struct Workload
{
    const char* name;
    Experiment (*make)();
};
extern const Workload seedWorkload; ///< the tutorial's size: 8→10→1, b 32, N 4, Adam
extern const Workload wideWorkload; ///< 784→1024→1024→10, cross_entropy, b 128, N 4, Adam

/// Time per micro-batch of a session alone, drained as often as the window does, and in the window;
/// medians of turns, because machines drift: the ratio is that of neighbours.
struct SlowDown
{
    double aloneUs = 0.0;
    double inWindowUs = 0.0;
    double ratio = 0.0;
    double lowestRatio = 0.0;
    double highestRatio = 0.0;
};
SlowDown measureSlowDown(const Workload& workload, QSize windowSize);

/// From a move of the slider of accumulation_steps while `seed` trains until the history has a
/// record that was made with the new value.
struct Latency
{
    double medianMs = 0.0;
    double longestMs = 0.0;
    int count = 0;
};
Latency measureSlider(QSize windowSize);

} // namespace accumulus
