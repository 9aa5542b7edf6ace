#include "tests/support.h"

#include "core/record/curve.h"
#include "core/record/history.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace accumulus;

namespace {

constexpr double notEvaluated = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

UpdateRecord record(std::int64_t update, double loss)
{
    return {.update = update,
            .microBatches = 4 * update,
            .samples = 128 * update,
            .epoch = static_cast<double>(update) / 3.0,
            .seconds = 1e-5 * static_cast<double>(update),
            .accumulationSteps = 4,
            .microBatchSize = 32,
            .windowSamples = 128,
            .loss = loss,
            .gradNorm = 2.0 * loss};
}

/// A calm curve with a spike at every multiple of 99,991.
double spiky(std::int64_t update)
{
    return update % 99'991 == 0 ? 1000.0 + static_cast<double>(update / 99'991)
                                : 1.0 + 0.1 * std::sin(static_cast<double>(update));
}

History historyOf(std::int64_t updates, std::size_t capacity = History::defaultCapacity)
{
    History history(capacity);
    for (std::int64_t update = 1; update <= updates; ++update)
        history.add(record(update, spiky(update)));
    return history;
}

} // namespace

TEST_CASE("a history keeps every spike of a million updates", "[record][history]")
{
    const History history = historyOf(1'000'000);
    CHECK(history.rowCount() <= History::defaultCapacity);
    CHECK(history.memoryBytes() < 64u << 20);
    CHECK(history.total(Metric::Loss).count == 1'000'000);
    CHECK(history.total(Metric::Loss).max == 1010.0);

    for (int spike = 1; spike <= 10; ++spike) {
        const auto row = nearestRow(history, Metric::Loss, XAxis::Updates, 99'991.0 * spike);
        REQUIRE(row);
        double highest = 0.0; // in its row or the one before or after
        for (std::size_t r = *row - 1; r <= *row + 1; ++r)
            highest = std::max(highest, history.values(Metric::Loss)[r].max);
        CHECK(highest == 1000.0 + spike);
    }
    std::int64_t updates = 0;
    std::int64_t counted = 0;
    for (std::size_t row = 0; row < history.rowCount(); ++row) {
        updates += history.updatesIn(row);
        counted += history.values(Metric::Loss)[row].count;
        REQUIRE(history.record(row).update == updates);
    }
    CHECK(updates == 1'000'000);
    CHECK(counted == 1'000'000);

    const auto points = decimate(history, Metric::Loss, XAxis::Updates, {0.0, 1e6}, 800);
    CHECK(points.size() <= 4 * 802);
    CHECK(std::count_if(points.begin(), points.end(), [](CurvePoint p) { return p.y > 1000.0; })
          == 10);
}

TEST_CASE("a history is exact until it is full", "[record][history]")
{
    const History history = historyOf(100, 128);
    REQUIRE(history.rowCount() == 100);
    CHECK(history.updatesPerRow() == 1);
    for (std::size_t row = 0; row < 100; ++row) {
        const auto update = static_cast<std::int64_t>(row) + 1;
        CHECK(history.values(Metric::Loss)[row].mean == spiky(update));
        CHECK(history.values(Metric::GradNorm)[row].last == 2.0 * spiky(update));
        CHECK(history.x(XAxis::Samples)[row] == 128.0 * static_cast<double>(update));
    }
}

TEST_CASE("merged rows carry min, max, mean, first, last and count", "[record][history]")
{
    History history(4);
    const double losses[] = {5.0, 1.0, 3.0, 2.0, 8.0, 8.0, 4.0};
    for (int i = 0; i < 7; ++i)
        history.add(record(i + 1, losses[i]));
    REQUIRE(history.updatesPerRow() == 2);
    REQUIRE(history.rowCount() == 4);
    const Bucket& first = history.values(Metric::Loss)[0];
    CHECK(first.min == 1.0);
    CHECK(first.max == 5.0);
    CHECK(first.mean == 3.0);
    CHECK(first.first == 5.0);
    CHECK(first.last == 1.0);
    CHECK(first.count == 2);
    CHECK(history.updatesIn(3) == 1); // the last row still grows
    CHECK(history.record(1).update == 4);
    CHECK(history.generation() == 1);
}

TEST_CASE("a history whose capacity becomes smaller merges its rows", "[record][history]")
{
    History history = historyOf(11);
    history.setCapacity(6);
    REQUIRE(history.rowCount() == 6);
    CHECK(history.updatesIn(0) == 2);
    CHECK(history.updatesIn(5) == 1); // the last had no neighbour
    CHECK(history.record(5).update == 11);
    CHECK(history.values(Metric::Loss)[5].mean == spiky(11));
    history.add(record(12, 7.0)); // it has one now
    CHECK(history.rowCount() == 6);
    CHECK(history.updatesIn(5) == 2);
    CHECK(history.values(Metric::Loss)[5].max == 7.0);
    history.add(record(13, 1.0));
    CHECK(history.rowCount() == 4);
    CHECK(history.total(Metric::Loss).count == 13);
    CHECK_THROWS(history.setCapacity(3));
}

TEST_CASE("values that were not evaluated are not counted, infinite ones are", "[record][history]")
{
    History history(4);
    for (int i = 1; i <= 4; ++i) {
        UpdateRecord r = record(i, i == 2 ? infinity : 1.0);
        r.validationLoss = i == 3 ? 0.5 : notEvaluated;
        history.add(r);
    }
    CHECK(history.total(Metric::ValidationLoss).count == 1);
    CHECK(history.total(Metric::ValidationLoss).last == 0.5);
    CHECK(history.total(Metric::Loss).max == infinity);
    CHECK(history.total(Metric::Loss).mean == infinity);
    const auto points = decimate(history, Metric::ValidationLoss, XAxis::Updates, {0.0, 5.0}, 100);
    REQUIRE(points.size() == 1);
    CHECK(points[0] == CurvePoint{3.0, 0.5});
    for (const CurvePoint& point : decimate(history, Metric::Loss, XAxis::Updates, {0.0, 5.0}, 100))
        CHECK(std::isfinite(point.y));
}

TEST_CASE("appending a merged history loses nothing", "[record][history]")
{
    History whole(64);
    History early(64);
    History late(16);
    for (int update = 1; update <= 1000; ++update) {
        whole.add(record(update, spiky(update)));
        (update <= 300 ? early : late).add(record(update, spiky(update)));
    }
    early.append(late);
    CHECK(early.rowCount() <= 64);
    const Bucket a = early.total(Metric::Loss);
    const Bucket b = whole.total(Metric::Loss);
    CHECK(a.count == b.count);
    CHECK(a.min == b.min);
    CHECK(a.max == b.max);
    CHECK_THAT(a.mean, WithinRel(b.mean, 1e-12));
    CHECK(early.record(early.rowCount() - 1).update == 1000);
    CHECK_FALSE(early.isExact());

    History shortOne(64); // has room for all rows, but those it was given stand for several updates
    shortOne.add(record(1, 1.0));
    CHECK(shortOne.isExact());
    History coarse(4);
    for (int update = 2; update <= 17; ++update)
        coarse.add(record(update, 1.0));
    shortOne.append(coarse);
    CHECK_FALSE(shortOne.isExact());
    early.clear();
    CHECK(early.isEmpty());
    CHECK(early.total(Metric::Loss).count == 0);
}

TEST_CASE("smoothing gives TensorBoard's numbers", "[record][curve]")
{
    History history;
    const double values[] = {2.0, 4.0, infinity, 1.0, 7.0};
    for (int i = 0; i < 5; ++i)
        history.add(record(i + 1, values[i]));
    SmoothedCurve curve;
    const auto& smoothed = curve.update(history, Metric::Loss, 0.6);
    // last ← 0.6·last + 0.4·x; y = last / (1 − 0.6ⁿ)
    REQUIRE(smoothed.size() == 5);
    CHECK_THAT(smoothed[0], WithinRel(2.0, 1e-12));
    CHECK_THAT(smoothed[1], WithinRel((0.6 * 0.8 + 1.6) / (1 - 0.36), 1e-12));
    CHECK(smoothed[2] == infinity);
    CHECK_THAT(smoothed[3], WithinRel((0.6 * 2.08 + 0.4) / (1 - 0.216), 1e-12));
    CHECK_THAT(smoothed[4], WithinRel((0.6 * 1.648 + 2.8) / (1 - 0.1296), 1e-12));
    CHECK(curve.update(history, Metric::Loss, 0.0)[1] == 4.0);
}

TEST_CASE("a smoothed curve grows with its history and never differs from one made afresh",
          "[record][curve]")
{
    History history(64);
    SmoothedCurve growing;
    for (int update = 1; update <= 500; ++update) {
        history.add(record(update, spiky(update)));
        if (update % 7 == 0)
            growing.update(history, Metric::Loss, 0.9);
    }
    SmoothedCurve fresh;
    const auto expected = fresh.update(history, Metric::Loss, 0.9);
    CHECK(growing.update(history, Metric::Loss, 0.9) == expected);
    CHECK(growing.update(history, Metric::Loss, 0.9).size() == history.rowCount());
}

TEST_CASE("smoothing hardly depends on how far rows have been merged", "[record][curve]")
{
    History exact;
    History merged(64);
    for (int update = 1; update <= 4000; ++update) {
        const double loss = 1.0 + std::exp(-update / 800.0);
        exact.add(record(update, loss));
        merged.add(record(update, loss));
    }
    SmoothedCurve a;
    SmoothedCurve b;
    CHECK_THAT(b.update(merged, Metric::Loss, 0.99).back(),
               WithinRel(a.update(exact, Metric::Loss, 0.99).back(), 1e-3));
}

TEST_CASE("a constant curve stays as it is under smoothing", "[record][curve]")
{
    History history;
    for (int i = 1; i <= 100; ++i)
        history.add(record(i, 0.1));
    SmoothedCurve curve;
    for (const double y : curve.update(history, Metric::Loss, 0.97))
        CHECK(y == 0.1);
}

TEST_CASE("decimation keeps extremes, order and the line to the edges", "[record][curve]")
{
    const History history = historyOf(50'000);
    const XRange range{10'000.5, 20'000.5};
    const auto points = decimate(history, Metric::Loss, XAxis::Updates, range, 200);
    CHECK(points.size() <= 4 * 203);
    CHECK(points.front().x == 10'000.0); // one row beyond each end
    CHECK(points.back().x == 20'001.0);
    const auto extremes = valueRange(history, Metric::Loss, XAxis::Updates, range);
    REQUIRE(extremes);
    double low = infinity;
    double high = -infinity;
    for (std::size_t i = 0; i < points.size(); ++i) {
        low = std::min(low, points[i].y);
        high = std::max(high, points[i].y);
        if (i > 0)
            REQUIRE(points[i].x >= points[i - 1].x);
    }
    CHECK(low <= extremes->min);
    CHECK(high >= extremes->max);
    CHECK(decimate(History(), Metric::Loss, XAxis::Updates, range, 200).empty());
}

TEST_CASE("few rows are drawn as they are, on every axis", "[record][curve]")
{
    const History history = historyOf(3);
    for (const XAxis axis :
         {XAxis::Updates, XAxis::MicroBatches, XAxis::Samples, XAxis::Epochs, XAxis::Seconds}) {
        const auto points = decimate(history, Metric::Loss, axis, {0.0, 1e9}, 100'000'000);
        REQUIRE(points.size() == 3);
        CHECK(points[1] == CurvePoint{history.x(axis)[1], spiky(2)});
    }
}

TEST_CASE("value ranges leave out what an axis cannot show", "[record][curve]")
{
    History history;
    for (const double loss : {-1.0, 0.0, 0.5, 3.0, infinity})
        history.add(record(static_cast<std::int64_t>(history.rowCount()) + 1, loss));
    const auto linear = valueRange(history, Metric::Loss, XAxis::Updates, {0.0, 10.0});
    const auto logarithmic = valueRange(history, Metric::Loss, XAxis::Updates, {0.0, 10.0}, true);
    CHECK(linear->min == -1.0);
    CHECK(linear->max == 3.0);
    CHECK(logarithmic->min == 0.5);
    CHECK_FALSE(valueRange(history, Metric::Loss, XAxis::Updates, {100.0, 200.0}));
}
