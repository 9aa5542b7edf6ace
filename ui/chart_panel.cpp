#include "ui/chart_panel.h"

#include "ui/plot/chart_model.h"
#include "ui/plot/number_format.h"
#include "ui/plot/plot_page.h"
#include "ui/plot/plot_view.h"
#include "ui/run_store.h"
#include "ui/theme.h"

#include <QActionGroup>
#include <QApplication>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMetaMethod>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

namespace accumulus {

namespace {

constexpr double rawWidth = 1.0;
constexpr double smoothedWidth = 1.5;
constexpr double evaluationWidth = 1.0;
constexpr double crosshairReach = 12.0; ///< pixels beyond a curve's end where it is still read out
const QSize imageSize(960, 480);
constexpr qreal imageScale = 2.0;

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

QString translated(const char* text)
{
    return QCoreApplication::translate("ChartSpec", text);
}

/// Updates, micro-batches and samples are counted: all their digits are true.
QString formatX(double x, XAxis axis)
{
    const bool isCount =
        axis == XAxis::Updates || axis == XAxis::MicroBatches || axis == XAxis::Samples;
    return isCount ? formatCount(std::llround(x)) : formatNumber(x);
}

/// Of a row that stands for one update its value, of one that stands for several their mean and
/// extremes.
QString formatBucket(const Bucket& bucket)
{
    if (bucket.count <= 1) {
        return formatNumber(bucket.mean);
    }
    return formatNumber(bucket.mean) % QStringLiteral(" (") % formatNumber(bucket.min, 3)
        % QStringLiteral("…") % formatNumber(bucket.max, 3) % QLatin1Char(')');
}

QString notWritten(const QString& path, const QSaveFile& file)
{
    return ChartPanel::tr("%1 could not be written: %2").arg(path, file.errorString());
}

QToolButton* makeHeaderButton(QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

const std::vector<ChartSpec>& chartSpecs()
{
    static const std::vector<ChartSpec> specs{
        {"loss", QT_TRANSLATE_NOOP("ChartSpec", "Loss"),
         QT_TRANSLATE_NOOP("ChartSpec", "raw · smoothed · validation"), Metric::Loss,
         Metric::ValidationLoss, YScale::Log},
        {"grad_norm", QT_TRANSLATE_NOOP("ChartSpec", "Gradient norm"),
         QT_TRANSLATE_NOOP("ChartSpec", "mean gradient of the window, before clipping"),
         Metric::GradNorm, std::nullopt, YScale::Log},
    };
    return specs;
}

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
    void retranslate();
    void showScale();
    void refreshPlot();
    void pushCurves();
    void pushDecorations();
    void showReadOut();
    void saveImage();
    void saveSvg();
    void fillMenu();

    QString emptyMessage() const;
    PlotReadOut readOutFor(const ReadOut& values) const;
    PlotPage makePage(QSize size, qreal devicePixelRatio) const;
    void addPageCurves(PlotPage& page, const ChartModel& pageModel) const;
    QString chooseFile(const QString& suffix, const QString& filter) const;

    ChartPanel& panel;
    ChartSpec spec;
    const RunStore& store;
    ChartModel model;
    std::optional<double> cursor; ///< x under the mouse

    QLabel* title = nullptr;
    QLabel* unit = nullptr;
    QToolButton* followButton = nullptr;
    QToolButton* scaleButton = nullptr;
    QAction* linearAction = nullptr;
    QAction* logAction = nullptr;
    QToolButton* menuButton = nullptr;
    QMenu* menu = nullptr;
    PlotView* plot = nullptr;
};

void ChartPanel::Private::build()
{
    panel.setAutoFillBackground(true);
    panel.setBackgroundRole(QPalette::Base);

    title = new QLabel(&panel);
    unit = new QLabel(&panel);
    unit->setForegroundRole(QPalette::PlaceholderText);
    // A narrow window cuts the explanation, not the tools.
    unit->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    followButton = makeHeaderButton(&panel);
    scaleButton = makeHeaderButton(&panel);
    scaleButton->setPopupMode(QToolButton::InstantPopup);
    auto* scaleMenu = new QMenu(scaleButton);
    auto* scales = new QActionGroup(scaleMenu);
    linearAction = scales->addAction(scaleMenu->addAction(QString()));
    logAction = scales->addAction(scaleMenu->addAction(QString()));
    linearAction->setCheckable(true);
    logAction->setCheckable(true);
    scaleButton->setMenu(scaleMenu);
    menuButton = makeHeaderButton(&panel);
    menuButton->setText(QStringLiteral("⋯"));
    menu = new QMenu(menuButton);
    plot = new PlotView(&panel);

    auto* header = new QHBoxLayout;
    header->setSpacing(Theme::spacingRelated);
    header->addWidget(title);
    header->addWidget(unit, 1);
    header->addWidget(followButton);
    header->addWidget(scaleButton);
    header->addWidget(menuButton);
    auto* layout = new QVBoxLayout(&panel);
    layout->setContentsMargins(Theme::pageMargin, Theme::spacingInside, Theme::spacingRelated,
                               Theme::spacingRelated);
    layout->setSpacing(Theme::spacingInside);
    layout->addLayout(header);
    layout->addWidget(plot, 1);
}

void ChartPanel::Private::retranslate()
{
    title->setText(translated(spec.title));
    title->setFont(Theme::titleFont());
    unit->setText(translated(spec.unit));
    unit->setToolTip(spec.evaluation
                         ? ChartPanel::tr("Faded: every update. Solid: the same, smoothed. Dotted: "
                                          "the held-out validation data, once per epoch.")
                         : ChartPanel::tr("Faded: every update. Solid: the same, smoothed."));
    followButton->setText(ChartPanel::tr("Follow"));
    followButton->setToolTip(
        ChartPanel::tr("Show everything and follow the run again (double click)"));
    linearAction->setText(ChartPanel::tr("linear"));
    logAction->setText(ChartPanel::tr("log"));
    scaleButton->setToolTip(ChartPanel::tr("Scale of the y axis"));
    menuButton->setToolTip(ChartPanel::tr("Save or follow"));
    menuButton->setAccessibleName(ChartPanel::tr("Chart menu"));
    plot->setAccessibleName(translated(spec.title));
    showScale();
}

void ChartPanel::Private::showScale()
{
    const QAction* current = model.scale() == YScale::Log ? logAction : linearAction;
    logAction->setChecked(model.scale() == YScale::Log);
    linearAction->setChecked(model.scale() == YScale::Linear);
    scaleButton->setText(current->text());
}

void ChartPanel::Private::fillMenu()
{
    menu->clear();
    menu->addAction(ChartPanel::tr("Save as PNG…"), &panel, [this] { saveImage(); });
    menu->addAction(ChartPanel::tr("Save as SVG…"), &panel, [this] { saveSvg(); });
    if (panel.isSignalConnected(QMetaMethod::fromSignal(&ChartPanel::exportRequested))) {
        menu->addAction(ChartPanel::tr("Save the runs as CSV…"), &panel,
                        &ChartPanel::exportRequested);
    }
    menu->addSeparator();
    QAction* followAction = menu->addAction(ChartPanel::tr("Follow"), &panel, &ChartPanel::follow);
    followAction->setEnabled(!model.isFollowing());
}

QString ChartPanel::Private::emptyMessage() const
{
    for (const auto& run : store.runs()) {
        if (!run->visible && !run->history.isEmpty()) {
            return ChartPanel::tr("All runs are hidden. Tick one in the list of runs to see it.");
        }
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
            style.width = rawWidth;
            style.faded = true;
            break;
        case CurveKind::Smoothed:
            style.width = smoothedWidth;
            break;
        case CurveKind::Evaluation:
            style.width = evaluationWidth;
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
    model.update(store, {qRound(size.width()), qRound(size.height())});
    plot->setXTitle(translated(xAxisText(model.options().xAxis).title));
    plot->setRanges(model.xRange(), model.yRange(), model.scale());
    pushCurves();
    pushDecorations();
    plot->setMessage(model.isEmpty() ? emptyMessage() : QString());
    followButton->setVisible(!model.isFollowing());
    showReadOut();
}

PlotReadOut ChartPanel::Private::readOutFor(const ReadOut& values) const
{
    const XAxis axis = model.options().xAxis;
    PlotReadOut readOut;
    readOut.x = values.x;
    readOut.title = translated(xAxisText(axis).position).arg(formatX(values.x, axis));
    readOut.columns = {ChartPanel::tr("raw"), ChartPanel::tr("smoothed")};
    if (spec.evaluation) {
        readOut.columns << ChartPanel::tr("validation");
    }
    bool xDiffers = false;
    std::int64_t updatesInRow = 1;
    for (const ReadOutRow& row : values.rows) {
        xDiffers = xDiffers || row.x != values.x;
        updatesInRow = std::max(updatesInRow, row.value.count);
    }
    if (xDiffers) {
        readOut.columns << ChartPanel::tr("at");
    }
    for (const ReadOutRow& row : values.rows) {
        QStringList cells{formatBucket(row.value), formatNumber(row.smoothed)};
        if (spec.evaluation) {
            cells << (row.evaluation ? formatNumber(*row.evaluation) : QStringLiteral("–"));
        }
        if (xDiffers) {
            cells << formatX(row.x, axis);
        }
        readOut.rows.push_back(
            {Theme::runColor(row.colorIndex), row.name, cells, QPointF(row.x, row.position)});
    }
    for (const QString& marker : values.markers) {
        readOut.notes << marker;
    }
    if (updatesInRow > 1) {
        readOut.notes << ChartPanel::tr("mean (smallest…largest) of %1 updates")
                             .arg(formatCount(updatesInRow));
    }
    return readOut;
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
    plot->setReadOut(values.rows.empty() ? std::nullopt
                                         : std::optional<PlotReadOut>(readOutFor(values)));
}

void ChartPanel::Private::addPageCurves(PlotPage& page, const ChartModel& pageModel) const
{
    std::map<int, int> patternOfRun;
    for (const ChartCurve* curve : pageModel.curves()) {
        patternOfRun.try_emplace(curve->runId, static_cast<int>(patternOfRun.size()));
    }
    // All faded curves first, so that none veils a smoothed one.
    for (const CurveKind kind : {CurveKind::Raw, CurveKind::Smoothed, CurveKind::Evaluation}) {
        for (const ChartCurve* curve : pageModel.curves()) {
            if (curve->kind != kind) {
                continue;
            }
            PageCurve line;
            line.color = Theme::runColorFor(curve->colorIndex, false);
            line.width = kind == CurveKind::Raw ? rawWidth : smoothedWidth;
            line.opacity = kind == CurveKind::Raw ? 0.25 : 1.0;
            line.patternIndex = kind == CurveKind::Raw ? 0 : patternOfRun[curve->runId];
            line.dotted = kind == CurveKind::Evaluation;
            line.points = curve->points;
            line.dots = curve->dots;
            page.curves.push_back(std::move(line));
        }
    }
}

PlotPage ChartPanel::Private::makePage(QSize size, qreal devicePixelRatio) const
{
    const XAxis axis = model.options().xAxis;
    PlotPage page;
    page.title = translated(spec.title);
    page.subtitle = translated(spec.unit);
    page.xTitle = translated(xAxisText(axis).title);
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

QString ChartPanel::Private::chooseFile(const QString& suffix, const QString& filter) const
{
    QFileDialog dialog(&panel, ChartPanel::tr("Save chart"), QString(), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(suffix);
    dialog.selectFile(QString::fromLatin1(spec.key) % QLatin1Char('.') % suffix);
    return dialog.exec() == QDialog::Accepted ? dialog.selectedFiles().value(0) : QString();
}

void ChartPanel::Private::saveImage()
{
    const QString path = chooseFile(QStringLiteral("png"), ChartPanel::tr("PNG images (*.png)"));
    if (path.isEmpty()) {
        return;
    }
    QSaveFile file(path);
    const bool isSaved = file.open(QIODevice::WriteOnly)
        && panel.renderImage(imageSize, imageScale).save(&file, "PNG") && file.commit();
    if (!isSaved) {
        QMessageBox::warning(&panel, ChartPanel::tr("Save chart"), notWritten(path, file));
    }
}

void ChartPanel::Private::saveSvg()
{
    const QString path = chooseFile(QStringLiteral("svg"), ChartPanel::tr("SVG drawings (*.svg)"));
    if (path.isEmpty()) {
        return;
    }
    try {
        panel.renderSvg(path, imageSize);
    } catch (const std::exception& error) {
        QMessageBox::warning(&panel, ChartPanel::tr("Save chart"), QString::fromUtf8(error.what()));
    }
}

ChartPanel::ChartPanel(const ChartSpec& spec, const RunStore& store, QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(*this, spec, store))
{
    d->build();
    d->retranslate();
    d->followButton->hide();
    connect(d->linearAction, &QAction::triggered, this, [this] { setScale(YScale::Linear); });
    connect(d->logAction, &QAction::triggered, this, [this] { setScale(YScale::Log); });
    connect(d->followButton, &QToolButton::clicked, this, &ChartPanel::follow);
    // Not QToolButton::setMenu(), which would put an arrow beside the dots.
    connect(d->menuButton, &QToolButton::clicked, this, [this] {
        d->fillMenu();
        d->menu->popup(d->menuButton->mapToGlobal(QPoint(0, d->menuButton->height())));
    });

    connect(d->plot, &PlotView::zoomRequested, this,
            [this](Qt::Orientation axis, double center, double factor) {
                if (axis == Qt::Horizontal) {
                    d->model.zoomX(center, factor);
                } else {
                    d->model.zoomY(center, factor);
                }
                d->refreshPlot();
                emit viewChanged();
            });
    connect(d->plot, &PlotView::panRequested, this, [this](double dx, double dy) {
        d->model.pan(dx, dy);
        d->refreshPlot();
        emit viewChanged();
    });
    connect(d->plot, &PlotView::followRequested, this, &ChartPanel::follow);
    connect(d->plot, &PlotView::resized, this, &ChartPanel::refresh);
    connect(d->plot, &PlotView::cursorMoved, this, [this](double x) {
        d->cursor = x;
        d->showReadOut();
    });
    connect(d->plot, &PlotView::cursorLeft, this, [this] {
        d->cursor.reset();
        d->showReadOut();
    });
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
    if (scale == d->model.scale()) {
        return;
    }
    d->model.setScale(scale);
    d->showScale();
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
    if (isVisible()) {
        d->refreshPlot();
    }
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
    QImage image((QSizeF(size) * devicePixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    QPainter painter(&image);
    paintPage(painter, d->makePage(size, devicePixelRatio), size);
    return image;
}

void ChartPanel::renderSvg(const QString& path, QSize size) const
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(), size));
        generator.setResolution(logicalDpiX());
        generator.setTitle(translated(d->spec.title));
        QPainter painter(&generator);
        paintPage(painter, d->makePage(size, imageScale), size);
        painter.end();
        if (file.commit()) {
            return;
        }
    }
    throw std::runtime_error(notWritten(path, file).toStdString());
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
