#pragma once

#include "ui/plot/curve_layers.h"
#include "ui/plot/plot_decorations.h"
#include "ui/plot/plot_read_out.h"

#include <QPixmap>
#include <QWidget>

#include <cstdint>
#include <optional>
#include <vector>

namespace accumulus {

/// A plot: curves over a grid with labelled axes, markers and a crosshair. It draws what it is
/// given and reports what the mouse asks for; which range is shown and which points a curve has are
/// decided elsewhere (ChartModel).
class PlotView : public QWidget
{
    Q_OBJECT
public:
    explicit PlotView(QWidget* parent = nullptr);
    ~PlotView() override;

    /// What the axes show, before the curves of it are set. y in axis coordinates.
    void setRanges(XRange x, ValueRange y, YScale scale);
    void setXTitle(const QString& title);

    /// Adds or replaces a curve. Nothing happens if \a version, style and ranges are those of the
    /// last call.
    void setCurve(int id, const PlotStyle& style, const std::vector<CurvePoint>& points,
                  const std::vector<CurvePoint>& dots, std::uint64_t version);
    /// Removes all others.
    void keepCurves(const std::vector<int>& ids);

    void setMarkers(std::vector<PlotMarker> markers);
    void setOverflows(std::vector<PlotOverflow> overflows);
    void setReadOut(std::optional<PlotReadOut> readOut);
    void setMessage(const QString& message); ///< instead of curves; empty = none

    PlotFrame frame() const;

    /// The points that curve \a id is drawn through, in axis coordinates; for tests.
    std::vector<CurvePoint> points(int id) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// \a factor > 1: show more.
    void zoomRequested(Qt::Orientation axis, double center, double factor);
    /// By a distance in axis coordinates.
    void panRequested(double dx, double dy);
    void followRequested();
    void cursorMoved(double x);
    void cursorLeft();
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    PlotInk ink() const;
    QRectF plotRect() const;
    void updateBase(); ///< everything below the growing curves, as one picture
    void paintMessage(QPainter& painter) const;

    CurveLayers m_layers;
    XRange m_x{0.0, 1.0};
    ValueRange m_y{0.0, 1.0};
    YScale m_scale = YScale::Linear;
    QString m_xTitle;
    QString m_message;
    std::vector<PlotMarker> m_markers;
    std::vector<PlotOverflow> m_overflows;
    std::optional<PlotReadOut> m_readOut;
    QPixmap m_base;
    bool m_isBaseStale = true;
    std::optional<QPointF> m_dragFrom;
};

} // namespace accumulus
