#pragma once

#include "core/record/records.h"

#include <array>
#include <string_view>

namespace accumulus {

/// The values of an UpdateRecord that are kept as curves. A new one is a member of the record, a
/// line here, one in metrics() and a column in run_csv.cpp.
enum class Metric {
    Loss,
    GradNorm,
    ClipCoefficient,
    LearningRate,
    ValidationLoss,
    ValidationAccuracy,
};
inline constexpr int metricCount = 6;

/// What can stand on the x axis of a curve.
enum class XAxis { Updates, MicroBatches, Samples, Epochs, Seconds };
inline constexpr int xAxisCount = 5;

struct MetricInfo
{
    std::string_view name;                ///< the column in files
    double (*value)(const UpdateRecord&); ///< NaN where not evaluated
};

struct XAxisInfo
{
    std::string_view name; ///< the column in files
    double (*value)(const UpdateRecord&);
};

const std::array<MetricInfo, metricCount>& metrics(); ///< indexed by Metric
const std::array<XAxisInfo, xAxisCount>& xAxes();     ///< indexed by XAxis

} // namespace accumulus
