#pragma once

#include "core/record/curve.h"
#include "ui/chart_spec.h"

#include <cstdint>
#include <optional>

namespace accumulus {

/// The smallest and the largest value of a metric in a part of the x axis, added to as rows come
/// in: no row is looked at twice while the part stays the same.
class ValueExtent
{
public:
    /// Of a history that has rows; none without a value. On a log axis only values > 0 count.
    std::optional<ValueRange> update(const History& history, Metric metric, XAxis axis,
                                     XRange range, YScale scale);

private:
    /// What was looked at.
    struct Known
    {
        std::uint64_t generation = 0;
        XAxis axis = XAxis::Updates;
        XRange range;
        YScale scale = YScale::Linear;
        double scannedTo = 0.0; ///< x up to which rows were looked at; the row there may still grow
        std::optional<ValueRange> values;
    };
    std::optional<Known> m_known;
};

/// Makes \a all contain \a more, too.
void unite(std::optional<ValueRange>& all, const std::optional<ValueRange>& more);

} // namespace accumulus
