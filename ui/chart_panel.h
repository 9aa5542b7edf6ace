#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace accumulus {

class ChartModel;
class RunStore;

enum class CurveKind;
/// One chart with its title row: log/linear, save as PNG and SVG, back to following. Draws all
/// visible runs of the store: raw faded, smoothed, evaluation, event markers; crosshair with true
/// values.
class ChartPanel : public QWidget
{
    Q_OBJECT
public:
    ChartPanel(const ChartSpec& spec, const RunStore& store, QWidget* parent = nullptr);
    ~ChartPanel() override;

    const ChartSpec& spec() const;

    void setOptions(const ChartOptions& options);
    void setScale(YScale scale);
    YScale scale() const;

    /// Draws what changed since the last call, if the panel is visible. The window's timer calls
    /// it.
    void refresh();

    /// Shows everything again after the user zoomed or panned.
    void follow();

    /// The part of the x axis that the user zoomed to; none while following. To zoom charts
    /// together.
    std::optional<XRange> xView() const;
    void setXView(std::optional<XRange> range);

    // For tests.
    const ChartModel& model() const; ///< what is to be drawn
    /// In axis coordinates.
    std::vector<CurvePoint> drawnPoints(int runId, CurveKind kind) const;

    /// The chart with title, axis titles and legend on a white page, for files.
    QImage renderImage(QSize size, qreal devicePixelRatio) const;
    QByteArray renderSvg(QSize size) const;

signals:
    void scaleChanged(accumulus::YScale scale);
    void imageRequested(const QString& suffix); ///< of this chart as a file: "png", "svg"
    void exportRequested(); ///< of the data; its menu entry is there if this is connected
    void viewChanged();     ///< the user zoomed, panned or went back to following

protected:
    void changeEvent(QEvent* event) override; // language, palette
    void showEvent(QShowEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace accumulus
