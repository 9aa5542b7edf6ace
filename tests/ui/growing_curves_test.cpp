#include "tests/support.h"

#include "ui/plot/chart_model.h"
#include "ui/plot/curve_layers.h"
#include "ui/run_store.h"

#include <QImage>
#include <QPainter>

#include <cmath>
#include <map>

using namespace accumulus;

namespace {

constexpr PlotSize plotSize{800, 300};

UpdateRecord madeUp(std::int64_t update)
{
    const auto t = static_cast<double>(update);
    const bool isEvaluated = update % 50 == 0;
    return {.update = update,
            .accumulationSteps = 4,
            .microBatchSize = 32,
            .loss = 1.5 + std::exp(-t / 400.0) + std::sin(12.9898 * t) * std::cos(78.233 * t),
            .gradNorm = 1.0,
            .validationLoss = isEvaluated ? 1.6 + 0.5 * std::sin(t) : std::nan("")};
}

/// Adds \a count updates to \a run.
void grow(Run& run, int count)
{
    SessionReport report;
    report.status.state = SessionState::Training;
    const std::int64_t last =
        run.history.isEmpty() ? 0 : run.history.record(run.history.rowCount() - 1).update;
    for (std::int64_t update = last + 1; update <= last + count; ++update)
        report.updates.push_back(madeUp(update));
    addRecords(run, report);
}

/// A chart of \a runs runs of 2000 updates whose x axis has room for more.
struct Chart
{
    explicit Chart(int runs)
    {
        for (int i = 0; i < runs; ++i) {
            store.addLive(Experiment());
            grow(*store.live(), 2000);
        }
        model.setXView(XRange{0.0, 20'000.0});
        model.update(store, plotSize);
    }

    std::map<int, std::uint64_t> versions(CurveKind kind) const
    {
        std::map<int, std::uint64_t> result;
        for (const ChartCurve* curve : model.curves()) {
            if (curve->kind == kind)
                result[curve->runId] = curve->version;
        }
        return result;
    }

    std::map<int, bool> growing() const
    {
        std::map<int, bool> result;
        for (const ChartCurve* curve : model.curves())
            result[curve->runId] = curve->growing;
        return result;
    }

    RunStore store;
    ChartModel model{chartSpecs()[0]};
};

} // namespace

TEST_CASE("curves of an ended run are not made again while another run grows", "[ui][chart]")
{
    Chart chart(3);
    const int live = chart.store.live()->id;
    const auto before = chart.versions(CurveKind::Raw);
    for (int frame = 0; frame < 5; ++frame) {
        grow(*chart.store.live(), 100);
        chart.model.update(chart.store, plotSize);
    }
    for (const auto& [id, version] : chart.versions(CurveKind::Raw))
        CHECK((version == before.at(id)) == (id != live));
}

TEST_CASE("several runs can grow at once, and one that stops becomes steady", "[ui][chart]")
{
    Chart chart(3);
    Run& first = *chart.store.find(1);
    Run& second = *chart.store.find(2);
    for (int frame = 0; frame < 10; ++frame) { // in turns, as reports come in
        grow(frame % 2 == 0 ? first : second, 10);
        chart.model.update(chart.store, plotSize);
    }
    CHECK(chart.growing() == std::map<int, bool>{{1, true}, {2, true}, {3, false}});
    for (int frame = 0; frame < 100; ++frame) {
        grow(second, 1);
        chart.model.update(chart.store, plotSize);
    }
    CHECK(chart.growing() == std::map<int, bool>{{1, false}, {2, true}, {3, false}});
}

TEST_CASE("a curve that grew by and by is the one that is made at once", "[ui][chart]")
{
    Chart chart(1);
    for (int frame = 0; frame < 60; ++frame) {
        grow(*chart.store.live(), 200);
        chart.model.update(chart.store, plotSize);
    }
    ChartModel fresh(chartSpecs()[0]);
    fresh.setXView(XRange{0.0, 20'000.0});
    fresh.update(chart.store, plotSize);
    REQUIRE(fresh.yRange().min == chart.model.yRange().min);
    REQUIRE(fresh.yRange().max == chart.model.yRange().max);
    const auto expected = fresh.curves();
    const auto grown = chart.model.curves();
    REQUIRE(grown.size() == expected.size());
    for (std::size_t i = 0; i < grown.size(); ++i) {
        CAPTURE(i);
        CHECK(grown[i]->points.size() > 10);
        CHECK(grown[i]->points == expected[i]->points);
        CHECK(grown[i]->dots == expected[i]->dots);
    }
}

TEST_CASE("a growing curve draws only its tail, and no other curve", "[ui][chart]")
{
    QImage paper(200, 100, QImage::Format_ARGB32_Premultiplied);
    CurveLayers layers;
    layers.setFrame({QRectF(0.0, 0.0, 200.0, 100.0), {0.0, 200.0}, {0.0, 1.0}});
    const auto paintAll = [&] {
        QPainter painter(&paper);
        for (int id = 0; id < CurveLayers::LayerCount; ++id)
            layers.paint(painter, static_cast<CurveLayers::LayerId>(id), 1.0);
    };
    std::vector<CurvePoint> points;
    for (int x = 0; x < 100; ++x)
        points.push_back({x * 1.0, 0.5 + 0.4 * std::sin(x)});
    layers.setCurve(1, {.color = Qt::red}, points, {}, 1);
    layers.setCurve(2, {.color = Qt::blue, .growing = true}, points, {}, 1);
    paintAll();

    points.push_back({100.0, 0.5});
    layers.setCurve(1, {.color = Qt::red}, points, {}, 1); // the same version: nothing is new
    layers.setCurve(2, {.color = Qt::blue, .growing = true}, points, {}, 2);
    CHECK_FALSE(layers.isStale(CurveLayers::Steady));
    CHECK_FALSE(layers.isStale(CurveLayers::Settled));
    CHECK(layers.isStale(CurveLayers::Tail));
    CHECK(layers.points(1).size() == 100);
    CHECK(layers.points(2).size() == 101);
}
