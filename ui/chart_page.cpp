#include "ui/chart_page.h"

#include "ui/plot/chart_model.h"
#include "ui/run_store.h"
#include "ui/theme.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

#include <map>

namespace accumulus {

namespace {

constexpr qreal svgScale = 2.0; ///< how much finer than its pixels a drawing's curves are

void addPageCurves(PlotPage& page, const ChartModel& pageModel)
{
    std::map<int, int> patternOfRun;
    for (const ChartCurve* curve : pageModel.curves())
        patternOfRun.try_emplace(curve->runId, static_cast<int>(patternOfRun.size()));
    // All faded curves first, so that none veils a smoothed one.
    for (const CurveKind kind : {CurveKind::Raw, CurveKind::Smoothed, CurveKind::Evaluation}) {
        for (const ChartCurve* curve : pageModel.curves()) {
            if (curve->kind != kind)
                continue;
            PageCurve line;
            line.color = Theme::runColorFor(curve->colorIndex, false);
            line.width = kind == CurveKind::Raw ? rawCurveWidth : smoothedCurveWidth;
            line.opacity = kind == CurveKind::Raw ? 0.25 : 1.0;
            line.patternIndex = kind == CurveKind::Raw ? 0 : patternOfRun[curve->runId];
            line.dotted = kind == CurveKind::Evaluation;
            line.points = curve->points;
            line.dots = curve->dots;
            page.curves.push_back(std::move(line));
        }
    }
}

} // namespace

PlotPage chartPage(const ChartSpec& spec, const ChartModel& model, const RunStore& store,
                   QSize size, qreal devicePixelRatio)
{
    PlotPage page;
    page.title = chartText(spec.title);
    page.subtitle = chartText(spec.unit);
    page.xTitle = xAxisTitle(model.options().xAxis);
    page.yTitle = page.title;
    int pattern = 0;
    for (const auto& run : store.runs()) {
        if (run->visible && !run->history.isEmpty()) {
            page.legend.push_back(
                {run->name, Theme::runColorFor(run->colorIndex, false), pattern++});
        }
    }
    // A copy, because it makes the points for another size.
    ChartModel pageModel = model;
    const QSizeF plotSize = plotRectOnPage(page, size).size() * devicePixelRatio;
    pageModel.update(store, {qRound(plotSize.width()), qRound(plotSize.height())});
    page.x = pageModel.xRange();
    page.y = pageModel.yRange();
    page.scale = pageModel.scale();
    addPageCurves(page, pageModel);
    for (const ChartMarker& marker : pageModel.markers()) {
        page.markers.push_back(
            {marker.x, marker.label, Theme::runColorFor(marker.colorIndex, false)});
    }
    for (const ChartOverflow& overflow : pageModel.overflows()) {
        page.overflows.push_back(
            {Theme::runColorFor(overflow.colorIndex, false), overflow.above, overflow.below});
    }
    return page;
}

QImage chartImage(const ChartSpec& spec, const ChartModel& model, const RunStore& store, QSize size,
                  qreal devicePixelRatio)
{
    QImage image((QSizeF(size) * devicePixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    QPainter painter(&image);
    paintPage(painter, chartPage(spec, model, store, size, devicePixelRatio), size);
    return image;
}

QByteArray chartSvg(const ChartSpec& spec, const ChartModel& model, const RunStore& store,
                    QSize size, int resolution)
{
    QByteArray drawing;
    QBuffer buffer(&drawing);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setResolution(resolution);
    generator.setTitle(chartText(spec.title));
    QPainter painter(&generator);
    paintPage(painter, chartPage(spec, model, store, size, svgScale), size);
    painter.end();
    return drawing;
}

} // namespace accumulus
