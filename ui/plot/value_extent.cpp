#include "ui/plot/value_extent.h"

#include "ui/plot/axis_ranges.h"

#include <algorithm>

namespace accumulus {

void unite(std::optional<ValueRange>& all, const std::optional<ValueRange>& more)
{
    if (!more)
        return;
    all = all ? ValueRange{std::min(all->min, more->min), std::max(all->max, more->max)} : *more;
}

std::optional<ValueRange> ValueExtent::update(const History& history, Metric metric, XAxis axis,
                                              XRange range, YScale scale)
{
    const bool continues = m_known && m_known->generation == history.generation()
        && m_known->axis == axis && m_known->scale == scale && isSameRange(m_known->range, range);
    if (!continues) {
        m_known = Known{history.generation(), axis, range, scale, range.first, std::nullopt};
    }
    const double last = std::min(range.last, history.x(axis).back());
    if (last >= m_known->scannedTo) {
        unite(m_known->values,
              valueRange(history, metric, axis, {m_known->scannedTo, last}, scale == YScale::Log));
        m_known->scannedTo = last;
    }
    return m_known->values;
}

} // namespace accumulus
