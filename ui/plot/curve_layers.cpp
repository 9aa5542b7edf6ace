#include "ui/plot/curve_layers.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace accumulus {

namespace {

/// A tail longer than this is settled: then the steady layer is drawn once more.
constexpr std::size_t longestTail = 160;
/// The last points of a curve still move while its last pixel column fills.
constexpr std::size_t unsettledPoints = 16;

/// Pixels from the lower left corner of the plot, beginning with point \a first.
QList<QPointF> toLayer(const std::vector<CurvePoint>& points, std::size_t first,
                       const PlotFrame& frame)
{
    QList<QPointF> result;
    result.reserve(static_cast<qsizetype>(points.size()));
    for (std::size_t i = first; i < points.size(); ++i) {
        result.append({frame.toPixelX(points[i].x) - frame.rect.left(),
                       frame.rect.bottom() - frame.toPixelY(points[i].y)});
    }
    return result;
}

} // namespace

CurveLayers::CurveLayers()
{
    for (int id = 0; id < LayerCount; ++id)
        m_layers.push_back(std::make_unique<CurveLayer>(id < Steady));
}

CurveLayers::~CurveLayers() = default;

void CurveLayers::setFrame(const PlotFrame& frame)
{
    m_frame = frame;
    ++m_frameVersion;
    for (const auto& layer : m_layers)
        layer->setSize(frame.rect.size());
}

QRectF CurveLayers::setCurve(int id, const PlotStyle& style, const std::vector<CurvePoint>& points,
                             const std::vector<CurvePoint>& dots, std::uint64_t version)
{
    Curve& curve = m_curves[id];
    const bool isSameLook = curve.style == style && curve.frameVersion == m_frameVersion;
    if (isSameLook && curve.version == version) {
        return {};
    }
    if (curve.style.faded != style.faded || curve.style.growing != style.growing) {
        for (const auto& layer : m_layers)
            layer->remove(id);
    }
    const bool onlyGrew = isSameLook && style.growing && points.size() >= curve.settled.size()
        && points.size() - curve.settled.size() <= longestTail && dots.size() >= curve.settledDots
        && std::equal(curve.settled.begin(), curve.settled.end(), points.begin());
    curve.style = style;
    curve.version = version;
    curve.frameVersion = m_frameVersion;
    QRectF changed;
    if (!onlyGrew) {
        settle(id, curve, points, dots);
        changed = m_frame.rect;
    }
    if (style.growing)
        changed = changed.united(drawTail(id, curve, points, dots));
    return changed;
}

bool CurveLayers::keepCurves(const std::vector<int>& ids)
{
    const std::size_t before = m_curves.size();
    for (auto curve = m_curves.begin(); curve != m_curves.end();) {
        if (std::find(ids.begin(), ids.end(), curve->first) != ids.end()) {
            ++curve;
            continue;
        }
        for (const auto& layer : m_layers)
            layer->remove(curve->first);
        curve = m_curves.erase(curve);
    }
    return m_curves.size() != before;
}

CurveLayers::LayerId CurveLayers::settledLayer(const PlotStyle& style)
{
    if (style.faded)
        return style.growing ? SettledFaded : SteadyFaded;
    return style.growing ? Settled : Steady;
}

void CurveLayers::settle(int id, Curve& curve, const std::vector<CurvePoint>& points,
                         const std::vector<CurvePoint>& dots)
{
    const std::size_t unsettled = curve.style.growing ? unsettledPoints : 0;
    const std::size_t count = points.size() - std::min(points.size(), unsettled);
    curve.settled.assign(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(count));
    curve.settledDots = 0;
    while (count > 0 && curve.settledDots < dots.size()
           && (!curve.style.growing || dots[curve.settledDots].x < curve.settled.back().x)) {
        ++curve.settledDots;
    }
    m_layers[settledLayer(curve.style)]->set(
        id, curve.style, toLayer(curve.settled, 0, m_frame),
        toLayer({dots.begin(), dots.begin() + static_cast<std::ptrdiff_t>(curve.settledDots)}, 0,
                m_frame));
}

QRectF CurveLayers::drawTail(int id, const Curve& curve, const std::vector<CurvePoint>& points,
                             const std::vector<CurvePoint>& dots)
{
    const std::size_t join = curve.settled.empty() ? 0 : curve.settled.size() - 1;
    const QRectF changed = m_layers[curve.style.faded ? TailFaded : Tail]->set(
        id, curve.style, toLayer(points, join, m_frame), toLayer(dots, curve.settledDots, m_frame));
    return changed.translated(m_frame.rect.topLeft()).intersected(m_frame.rect);
}

std::vector<CurvePoint> CurveLayers::points(int id) const
{
    std::vector<CurvePoint> result;
    for (const auto& layer : m_layers) {
        QList<QPointF> part = layer->points(id);
        if (!result.empty() && !part.isEmpty())
            part.removeFirst(); // where the tail joins
        for (const QPointF& point : std::as_const(part)) {
            result.push_back({m_frame.fromPixelX(m_frame.rect.left() + point.x()),
                              m_frame.fromPixelY(m_frame.rect.bottom() - point.y())});
        }
    }
    return result;
}

bool CurveLayers::isStale(LayerId id) const
{
    return m_layers[id]->isStale();
}

void CurveLayers::paint(QPainter& painter, LayerId id, qreal devicePixelRatio)
{
    if (!m_layers[id]->isEmpty())
        painter.drawImage(m_frame.rect.topLeft(), m_layers[id]->picture(devicePixelRatio));
}

} // namespace accumulus
