#include "core/record/metric.h"

namespace accumulus {

const std::array<MetricInfo, metricCount>& metrics()
{
    using R = const UpdateRecord&;
    static const std::array<MetricInfo, metricCount> table{{
        {"loss", [](R r) { return r.loss; }},
        {"grad_norm", [](R r) { return r.gradNorm; }},
        {"clip_coefficient", [](R r) { return r.clipCoefficient; }},
        {"learning_rate", [](R r) { return r.learningRate; }},
        {"validation_loss", [](R r) { return r.validationLoss; }},
        {"validation_accuracy", [](R r) { return r.validationAccuracy; }},
    }};
    return table;
}

const std::array<XAxisInfo, xAxisCount>& xAxes()
{
    using R = const UpdateRecord&;
    static const std::array<XAxisInfo, xAxisCount> table{{
        {"update", [](R r) { return static_cast<double>(r.update); }},
        {"micro_batches", [](R r) { return static_cast<double>(r.microBatches); }},
        {"samples", [](R r) { return static_cast<double>(r.samples); }},
        {"epoch", [](R r) { return r.epoch; }},
        {"seconds", [](R r) { return r.seconds; }},
    }};
    return table;
}

} // namespace accumulus
