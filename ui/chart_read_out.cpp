#include "ui/chart_read_out.h"

#include "ui/plot/chart_model.h"
#include "ui/plot/number_format.h"
#include "ui/theme.h"

#include <QCoreApplication>

#include <algorithm>

namespace accumulus {

namespace {

struct ChartReadOut
{
    Q_DECLARE_TR_FUNCTIONS(ChartReadOut)
};

/// Of a row that stands for one update its value, of one that stands for several their mean and
/// extremes.
QString formatBucket(const Bucket& bucket)
{
    if (bucket.count <= 1)
        return formatNumber(bucket.mean);
    return formatNumber(bucket.mean) % QStringLiteral(" (") % formatNumber(bucket.min, 3)
        % QStringLiteral("…") % formatNumber(bucket.max, 3) % QLatin1Char(')');
}

} // namespace

PlotReadOut readOutTable(const ReadOut& values, const ChartSpec& spec, XAxis axis)
{
    PlotReadOut readOut;
    readOut.x = values.x;
    readOut.title = xAxisPosition(values.x, axis);
    readOut.columns = {ChartReadOut::tr("raw"), ChartReadOut::tr("smoothed")};
    if (spec.evaluation)
        readOut.columns << ChartReadOut::tr("validation");
    bool xDiffers = false;
    std::int64_t updatesInRow = 1;
    for (const ReadOutRow& row : values.rows) {
        xDiffers = xDiffers || row.x != values.x;
        updatesInRow = std::max(updatesInRow, row.value.count);
    }
    if (xDiffers)
        readOut.columns << ChartReadOut::tr("at");
    for (const ReadOutRow& row : values.rows) {
        QStringList cells{formatBucket(row.value), formatNumber(row.smoothed)};
        if (spec.evaluation)
            cells << (row.evaluation ? formatNumber(*row.evaluation) : QStringLiteral("–"));
        if (xDiffers)
            cells << formatX(row.x, axis);
        readOut.rows.push_back(
            {Theme::runColor(row.colorIndex), row.name, cells, QPointF(row.x, row.position)});
    }
    for (const QString& marker : values.markers)
        readOut.notes << marker;
    if (updatesInRow > 1) {
        readOut.notes << ChartReadOut::tr("mean (smallest…largest) of %1 updates")
                             .arg(formatCount(updatesInRow));
    }
    return readOut;
}

} // namespace accumulus
