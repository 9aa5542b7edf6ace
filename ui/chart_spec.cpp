#include "ui/chart_spec.h"

#include "ui/plot/number_format.h"

#include <QCoreApplication>

#include <array>
#include <cmath>

namespace accumulus {

namespace {

struct XAxisText
{
    const char* title;    ///< of the axis
    const char* position; ///< of the crosshair
};

const XAxisText& xAxisText(XAxis axis)
{
    static constexpr std::array<XAxisText, xAxisCount> texts{{
        {QT_TRANSLATE_NOOP("ChartSpec", "updates"), QT_TRANSLATE_NOOP("ChartSpec", "update %1")},
        {QT_TRANSLATE_NOOP("ChartSpec", "micro-batches"),
         QT_TRANSLATE_NOOP("ChartSpec", "micro-batch %1")},
        {QT_TRANSLATE_NOOP("ChartSpec", "samples"), QT_TRANSLATE_NOOP("ChartSpec", "sample %1")},
        {QT_TRANSLATE_NOOP("ChartSpec", "epochs"), QT_TRANSLATE_NOOP("ChartSpec", "epoch %1")},
        {QT_TRANSLATE_NOOP("ChartSpec", "seconds of training"),
         QT_TRANSLATE_NOOP("ChartSpec", "%1 s of training")},
    }};
    return texts[static_cast<std::size_t>(axis)];
}

} // namespace

const std::vector<ChartSpec>& chartSpecs()
{
    static const std::vector<ChartSpec> specs{
        {"loss", QT_TRANSLATE_NOOP("ChartSpec", "Loss"),
         QT_TRANSLATE_NOOP("ChartSpec", "raw · smoothed · validation"), Metric::Loss,
         Metric::ValidationLoss, YScale::Log, nullptr},
        {"grad_norm", QT_TRANSLATE_NOOP("ChartSpec", "Gradient norm"),
         QT_TRANSLATE_NOOP("ChartSpec", "the update's gradient, before clipping"), Metric::GradNorm,
         std::nullopt, YScale::Log,
         QT_TRANSLATE_NOOP("ChartSpec",
                           "The gradient is the mean over the window, or the sum where reduction "
                           "is sum.")},
    };
    return specs;
}

QString chartText(const char* text)
{
    return QCoreApplication::translate("ChartSpec", text);
}

QString xAxisTitle(XAxis axis)
{
    return chartText(xAxisText(axis).title);
}

QString xAxisPosition(double x, XAxis axis)
{
    return chartText(xAxisText(axis).position).arg(formatX(x, axis));
}

QString formatX(double x, XAxis axis)
{
    // Updates, micro-batches and samples are counted: all their digits are true.
    const bool isCount =
        axis == XAxis::Updates || axis == XAxis::MicroBatches || axis == XAxis::Samples;
    return isCount ? formatCount(std::llround(x)) : formatNumber(x);
}

} // namespace accumulus
