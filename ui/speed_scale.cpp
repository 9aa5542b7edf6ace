#include "ui/speed_scale.h"

#include "core/train/training_session.h"
#include "ui/plot/number_format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace accumulus {
namespace {

constexpr double fastestDecades = 6.0; // 10⁶ micro-batches a second, then unlimited
constexpr double watchableUpdates = 60.0;

struct SpeedText
{
    Q_DECLARE_TR_FUNCTIONS(Speed)
};

} // namespace

double speedAt(int position)
{
    if (position >= speedPositions)
        return TrainingSession::unlimitedSpeed;
    return std::pow(10.0, fastestDecades * std::max(position, 0) / speedPositions);
}

int speedPosition(double microBatchesPerSecond)
{
    if (std::isinf(microBatchesPerSecond))
        return speedPositions;
    const double share = std::log10(std::max(microBatchesPerSecond, 1.0)) / fastestDecades;
    return std::min(static_cast<int>(std::lround(share * speedPositions)), speedPositions - 1);
}

QString speedText(double microBatchesPerSecond, double microBatchesPerUpdate)
{
    if (std::isinf(microBatchesPerSecond))
        return SpeedText::tr("unlimited");
    const double updates = microBatchesPerSecond / microBatchesPerUpdate;
    return updates >= 1.0
        ? SpeedText::tr("%1 updates/s").arg(formatNumber(updates, 2))
        : SpeedText::tr("%1 micro-batches/s").arg(formatNumber(microBatchesPerSecond, 2));
}

double watchableSpeed(int accumulationSteps)
{
    return watchableUpdates * accumulationSteps;
}

} // namespace accumulus
