#pragma once

#include <QString>

namespace accumulus {

/// The speed slider: micro-batches per second, logarithmic from 1; the rightmost position is
/// unlimited.
inline constexpr int speedPositions = 600;

double speedAt(int position); ///< TrainingSession::unlimitedSpeed at the end
int speedPosition(double microBatchesPerSecond);

/// "60 updates/s", "2 micro-batches/s" when updates come less than once a second, "unlimited".
QString speedText(double microBatchesPerSecond, double microBatchesPerUpdate);

/// Fast enough to see something happen, slow enough to follow it: 60 updates a second.
double watchableSpeed(int accumulationSteps);

} // namespace accumulus
