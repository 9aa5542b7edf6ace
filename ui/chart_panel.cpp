#include "ui/chart_panel.h"

#include "ui/chart_header.h"
#include "ui/chart_page.h"
#include "ui/chart_read_out.h"
#include "ui/frame_times.h"
#include "ui/plot/chart_model.h"
#include "ui/plot/plot_view.h"
#include "ui/run_store.h"
#include "ui/theme.h"

#include <QEvent>
#include <QImage>
#include <QMenu>
#include <QMetaMethod>
#include <QVBoxLayout>

namespace accumulus {

namespace {

constexpr double crosshairReach = 12.0; ///< pixels beyond a curve's end where it is still read out

} // namespace

class ChartPanel::Private
{
public:
    Private(ChartPanel& owner, const ChartSpec& chartSpec, const RunStore& runStore)
        : panel(owner)
        , spec(chartSpec)
        , store(runStore)
        , model(chartSpec)
    {}

    void build();
    void connectPlot();
    void retranslate();
    void refreshPlot();
    void pushCurves();
    void pushDecorations();
    void showReadOut();
    void openMenu(QPoint position);
    QString emptyMessage() const;

    ChartPanel& panel;
    ChartSpec spec;
    const RunStore& store;
    ChartModel model;
    std::optional<double> cursor; ///< x under the mouse

    ChartHeader* header = nullptr;
    PlotView* plot = nullptr;
    QMenu* menu = nullptr;
};

void ChartPanel::Private::build()
{
    panel.setAutoFillBackground(true);
    panel.setBackgroundRole(QPalette::Base);

    header = new ChartHeader(spec, &panel);
    plot = new PlotView(&panel);
    menu = new QMenu(&panel);
    auto* layout = new QVBoxLayout(&panel);
    layout->setContentsMargins(Theme::pageMargin, Theme::spacingInside, Theme::spacingRelated,
                               Theme::spacingRelated);
    layout->setSpacing(Theme::spacingInside);
    layout->addWidget(header);
    layout->addWidget(plot, 1);
}

void ChartPanel::Private::connectPlot()
{
    QObject::connect(plot, &PlotView::zoomRequested, &panel,
                     [this](Qt::Orientation axis, double center, double factor) {
                         if (axis == Qt::Horizontal) {
                             model.zoomX(center, factor);
                         } else {
                             model.zoomY(center, factor);
                         }
                         refreshPlot();
                         emit panel.viewChanged();
                     });
    QObject::connect(plot, &PlotView::panRequested, &panel, [this](double dx, double dy) {
        model.pan(dx, dy);
        refreshPlot();
        emit panel.viewChanged();
    });
    QObject::connect(plot, &PlotView::followRequested, &panel, &ChartPanel::follow);
    QObject::connect(plot, &PlotView::resized, &panel, &ChartPanel::refresh);
    QObject::connect(plot, &PlotView::cursorMoved, &panel, [this](double x) {
        cursor = x;
        showReadOut();
    });
    QObject::connect(plot, &PlotView::cursorLeft, &panel, [this] {
        cursor.reset();
        showReadOut();
    });
}

void ChartPanel::Private::retranslate()
{
    header->retranslate();
    plot->setAccessibleName(chartText(spec.title));
}

void ChartPanel::Private::openMenu(QPoint position)
{
    menu->clear();
    menu->addAction(ChartPanel::tr("Save as PNG…"), &panel,
                    [this] { emit panel.imageRequested(QStringLiteral("png")); });
    menu->addAction(ChartPanel::tr("Save as SVG…"), &panel,
                    [this] { emit panel.imageRequested(QStringLiteral("svg")); });
    if (panel.isSignalConnected(QMetaMethod::fromSignal(&ChartPanel::exportRequested))) {
        menu->addAction(ChartPanel::tr("Save the runs as CSV…"), &panel,
                        &ChartPanel::exportRequested);
    }
    menu->addSeparator();
    QAction* followAction = menu->addAction(ChartPanel::tr("Follow"), &panel, &ChartPanel::follow);
    followAction->setEnabled(!model.isFollowing());
    menu->popup(position);
}

QString ChartPanel::Private::emptyMessage() const
{
    for (const auto& run : store.runs()) {
        if (!run->visible && !run->history.isEmpty())
            return ChartPanel::tr("All runs are hidden. Tick one in the list of runs to see it.");
    }
    return ChartPanel::tr("Press Start to train: every update adds a point here.");
}

void ChartPanel::Private::pushCurves()
{
    std::vector<int> ids;
    for (const ChartCurve* curve : model.curves()) {
        const int id = curve->runId * 4 + static_cast<int>(curve->kind);
        PlotStyle style;
        style.color = Theme::runColor(curve->colorIndex);
        style.growing = curve->growing;
        switch (curve->kind) {
        case CurveKind::Raw:
            style.width = rawCurveWidth;
            style.faded = true;
            break;
        case CurveKind::Smoothed:
            style.width = smoothedCurveWidth;
            break;
        case CurveKind::Evaluation:
            style.width = evaluationCurveWidth;
            style.line = PlotLine::Dotted;
            break;
        }
        plot->setCurve(id, style, curve->points, curve->dots, curve->version);
        ids.push_back(id);
    }
    plot->keepCurves(ids);
}

void ChartPanel::Private::pushDecorations()
{
    std::vector<PlotMarker> markers;
    for (const ChartMarker& marker : model.markers()) {
        markers.push_back({marker.x, marker.label, Theme::runColor(marker.colorIndex)});
    }
    plot->setMarkers(std::move(markers));
    std::vector<PlotOverflow> overflows;
    for (const ChartOverflow& overflow : model.overflows()) {
        overflows.push_back({Theme::runColor(overflow.colorIndex), overflow.above, overflow.below});
    }
    plot->setOverflows(std::move(overflows));
}

void ChartPanel::Private::refreshPlot()
{
    const QSizeF size = plot->frame().rect.size() * plot->devicePixelRatioF();
    {
        const FrameScope scope(FramePart::Points);
        model.update(store, {qRound(size.width()), qRound(size.height())});
    }
    plot->setXTitle(xAxisTitle(model.options().xAxis));
    plot->setRanges(model.xRange(), model.yRange(), model.scale());
    pushCurves();
    pushDecorations();
    plot->setMessage(model.isEmpty() ? emptyMessage() : QString());
    header->setFollowing(model.isFollowing());
    showReadOut();
}

void ChartPanel::Private::showReadOut()
{
    if (!cursor || model.isEmpty()) {
        plot->setReadOut(std::nullopt);
        return;
    }
    const PlotFrame frame = plot->frame();
    const double reach = crosshairReach * (frame.x.last - frame.x.first) / frame.rect.width();
    const ReadOut values = model.readOut(store, *cursor, reach);
    if (values.rows.empty()) {
        plot->setReadOut(std::nullopt);
    } else {
        plot->setReadOut(readOutTable(values, spec, model.options().xAxis));
    }
}

ChartPanel::ChartPanel(const ChartSpec& spec, const RunStore& store, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(*this, spec, store))
{
    d->build();
    d->retranslate();
    d->connectPlot();
    connect(d->header, &ChartHeader::scaleChosen, this, &ChartPanel::setScale);
    connect(d->header, &ChartHeader::followRequested, this, &ChartPanel::follow);
    connect(d->header, &ChartHeader::menuRequested, this,
            [this](QPoint position) { d->openMenu(position); });
    // The empty state has to say what is true now even while no timer runs.
    connect(&store, &RunStore::runsChanged, this, &ChartPanel::refresh);
}

ChartPanel::~ChartPanel() = default;

const ChartSpec& ChartPanel::spec() const
{
    return d->spec;
}

void ChartPanel::setOptions(const ChartOptions& options)
{
    d->model.setOptions(options);
    refresh();
}

void ChartPanel::setScale(YScale scale)
{
    if (scale == d->model.scale())
        return;
    d->model.setScale(scale);
    d->header->setScale(scale);
    refresh();
    emit scaleChanged(scale);
}

YScale ChartPanel::scale() const
{
    return d->model.scale();
}

void ChartPanel::follow()
{
    d->model.follow();
    refresh();
    emit viewChanged();
}

std::optional<XRange> ChartPanel::xView() const
{
    return d->model.xView();
}

void ChartPanel::setXView(std::optional<XRange> range)
{
    d->model.setXView(range);
    refresh();
}

void ChartPanel::refresh()
{
    if (isVisible())
        d->refreshPlot();
}

std::vector<CurvePoint> ChartPanel::drawnPoints(int runId, CurveKind kind) const
{
    return d->plot->points(runId * 4 + static_cast<int>(kind));
}

const ChartModel& ChartPanel::model() const
{
    return d->model;
}

QImage ChartPanel::renderImage(QSize size, qreal devicePixelRatio) const
{
    return chartImage(d->spec, d->model, d->store, size, devicePixelRatio);
}

QByteArray ChartPanel::renderSvg(QSize size) const
{
    return chartSvg(d->spec, d->model, d->store, size, logicalDpiX());
}

void ChartPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void ChartPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        d->retranslate();
        refresh();
    } else if (event->type() == QEvent::PaletteChange) {
        refresh();
    }
}

} // namespace accumulus
