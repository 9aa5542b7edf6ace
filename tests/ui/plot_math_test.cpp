#include "tests/support.h"

#include "ui/controls/window_plan.h"
#include "ui/number_scale.h"
#include "ui/plot/axis_ranges.h"
#include "ui/plot/axis_ticks.h"
#include "ui/plot/chart_model.h"
#include "ui/plot/curve_points.h"
#include "ui/plot/number_format.h"
#include "ui/rate_meter.h"
#include "ui/run_store.h"
#include "ui/speed_scale.h"
#include "ui/window_strip.h"

#include <QtGlobal>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace accumulus;

TEST_CASE("numbers are shown with four significant digits, grouped", "[ui][format]")
{
    const auto [value, text] = GENERATE(table<double, const char*>({
        {0.0, "0"},
        {0.48321234, "0.4832"},
        {12040.0, "12,040"},
        {1234.5678, "1,235"},
        {-3.0, "−3"},
        {0.001, "0.001"},
        {std::numeric_limits<double>::quiet_NaN(), "–"},
        {std::numeric_limits<double>::infinity(), "∞"},
    }));
    CHECK(formatNumber(value).toStdString() == text);
}

TEST_CASE("durations and counts read well", "[ui][format]")
{
    CHECK(formatCount(1204).toStdString() == "1,204");
    CHECK(formatDuration(48.0).toStdString() == "48 s");
    CHECK(formatDuration(200.0).toStdString() == "3 min 20 s");
    CHECK(formatCompact(1.2e6).toStdString() == "1.2M");
}

TEST_CASE("axes have four to six round labels inside their range", "[ui][axis]")
{
    const auto [min, max] = GENERATE(table<double, double>(
        {{0.0, 1.0}, {0.0, 600.0}, {-0.37, 2.91}, {1e6, 1.5e6}, {3.1e-9, 7.7e-9}}));
    CAPTURE(min, max);
    const auto ticks = linearTicks(min, max);
    CHECK(ticks.size() >= 3);
    CHECK(ticks.size() <= 6);
    for (const AxisTick& tick : ticks) {
        CHECK(tick.position >= min - 1e-12 * std::abs(max));
        CHECK(tick.position <= max + 1e-12 * std::abs(max));
        CHECK_FALSE(tick.label.isEmpty());
    }
}

TEST_CASE("log axes are labelled by decades, and inside one too", "[ui][axis]")
{
    const auto decades = logTicks(-3.0, 1.0);
    REQUIRE(decades.size() >= 3);
    for (const AxisTick& tick : decades)
        CHECK(tick.position == std::round(tick.position));
    CHECK(logTicks(std::log10(2.0), std::log10(9.0)).size() >= 2);
    CHECK(logTicks(std::log10(0.50), std::log10(0.55)).size() >= 2);
    for (const AxisTick& tick : logTicks(4.0, 8.0))
        CHECK(tick.label.size() <= 6); // what the margin has room for
    CHECK(logTicks(1.0, 1.0).empty());
    CHECK(logTicks(0.0, std::numeric_limits<double>::infinity()).empty());
}

TEST_CASE("sliders cover their range and come back to where they were", "[ui][scale]")
{
    const NumberScale steps{.mapping = NumberScale::Mapping::Logarithmic,
                            .sliderMinimum = 1,
                            .sliderMaximum = 256,
                            .minimum = 1,
                            .maximum = 65536,
                            .wholeNumbers = true};
    CHECK(valueAt(steps, 0) == 1.0);
    CHECK(valueAt(steps, sliderPositions) == 256.0);
    for (const double value : {1.0, 2.0, 3.0, 4.0, 16.0, 31.0, 100.0, 256.0})
        CHECK(valueAt(steps, positionOf(steps, value)) == value);
    CHECK(positionOf(steps, 65536.0) == sliderPositions);
    CHECK(bounded(steps, 1e9) == 65536.0);
    CHECK(bounded(steps, 2.4) == 2.0);
}

TEST_CASE("the speed scale ends at unlimited", "[ui][scale]")
{
    CHECK(speedAt(0) == 1.0);
    CHECK(speedAt(speedPositions) == TrainingSession::unlimitedSpeed);
    CHECK(speedPosition(TrainingSession::unlimitedSpeed) == speedPositions);
    CHECK_THAT(speedAt(speedPosition(240.0)), WithinRel(240.0, 0.05));
    CHECK(watchableSpeed(4) == 240.0);
}

TEST_CASE("the rate meter tells time spent training from time spent waiting", "[ui][rate]")
{
    RateMeter meter;
    SessionStatus status{.state = SessionState::Training};
    CHECK_FALSE(meter.samplesPerSecond());
    for (int i = 0; i <= 50; ++i) {
        status.microBatches = 100 * i;
        status.samples = 3200 * i;
        status.seconds = 0.001 * i; // 10 µs each
        status.progress = 0.01 * i;
        meter.add(0.1 * i, status);
    }
    CHECK_THAT(*meter.samplesPerSecond(), WithinRel(32'000.0, 1e-6));
    CHECK_THAT(*meter.microBatchesPerSecond(), WithinRel(1000.0, 1e-6));
    CHECK_THAT(*meter.secondsPerMicroBatch(), WithinRel(1e-5, 1e-6));
    CHECK_THAT(*meter.secondsLeft(), WithinRel(5.0, 1e-6));
}

TEST_CASE("a window plan counts full and partial windows", "[ui][plan]")
{
    const WindowPlan whole = windowPlan(354, 4, 32);
    CHECK(whole.effectiveBatchSize == 128);
    CHECK(whole.microBatchesPerEpoch == 12);
    CHECK(whole.fullWindows == 3);
    CHECK(whole.leftoverMicroBatches == 0);
    const WindowPlan partial = windowPlan(354, 5, 32);
    CHECK(partial.fullWindows == 2);
    CHECK(partial.leftoverMicroBatches == 2);
    CHECK(partial.leftoverSamples == 34);
    CHECK_FALSE(lastWindowText(partial, PartialWindow::Leak).isEmpty());
    CHECK(lastWindowIsTrouble(partial, PartialWindow::Leak));
    CHECK_FALSE(lastWindowIsTrouble(partial, PartialWindow::Flush));
    CHECK(lastWindowIsTrouble(windowPlan(354, 13, 32), PartialWindow::Leak)); // it never updates
    CHECK(microBatchesPerUpdate(whole, PartialWindow::Flush, 4) == 4.0);
    CHECK(microBatchesPerUpdate(partial, PartialWindow::Flush, 5) == 4.0); // 12 in three windows
    CHECK(microBatchesPerUpdate(partial, PartialWindow::Leak, 5) == 6.0);
    CHECK(std::isinf(microBatchesPerUpdate(windowPlan(354, 13, 32), PartialWindow::Leak, 13)));
}

TEST_CASE("the read-outs say what an update really gets, not what N times b would be", "[ui]")
{
    const auto samples = [](int rows, int steps, PartialWindow policy = PartialWindow::Flush) {
        return samplesPerUpdateText(windowPlan(rows, steps, 32), policy).toStdString();
    };
    CHECK(samples(43'136, 4) == "128");
    CHECK(samples(43'136, 256) == "8,192");
    CHECK(samples(354, 4) == "128");
    CHECK(samples(354, 12) == "354"); // one full window, whose last micro-batch has 2 samples
    CHECK(samples(354, 256) == "354");
    CHECK(samples(354, 8192) == "354");
    CHECK(samples(354, 256, PartialWindow::CarryOver) == "≈7,552");
    CHECK(samples(354, 256, PartialWindow::Leak) == "–");
    CHECK(samples(354, 256, PartialWindow::Drop) == "–");
    CHECK(samples(0, 256) == "8,192"); // the rows are not known

    const auto last = [](int rows, int steps, PartialWindow policy = PartialWindow::Flush) {
        return lastWindowText(windowPlan(rows, steps, 32), policy).toStdString();
    };
    CHECK_THAT(last(43'136, 4), ContainsSubstring("as full as the others"));
    CHECK(last(0, 4).empty());
    CHECK_THAT(last(354, 4), ContainsSubstring("gets 98 samples"));
    CHECK_THAT(last(354, 5), ContainsSubstring("2 of 5 micro-batches, 34 samples"));
    CHECK_THAT(last(354, 256), ContainsSubstring("only 12 of the 256") && ContainsSubstring("354"));
    CHECK_THAT(last(354, 256, PartialWindow::CarryOver), ContainsSubstring("takes 21.3 epochs"));
    CHECK_THAT(last(354, 256, PartialWindow::Leak), ContainsSubstring("no update ever happens"));
    CHECK(lastWindowIsTrouble(windowPlan(354, 256, 32), PartialWindow::Flush));
    CHECK_FALSE(lastWindowIsTrouble(windowPlan(354, 5, 32), PartialWindow::Flush));
}

TEST_CASE("many micro-batches share cells, few have one each", "[ui][strip]")
{
    CHECK(windowCells(4, 600.0).count == 4);
    CHECK(windowCells(4, 600.0).microBatchesPerCell == 1);
    const WindowCells many = windowCells(65536, 600.0);
    CHECK(many.microBatchesPerCell > 1);
    CHECK(many.count * many.cellWidth <= 620.0);
    SessionStatus status;
    status.settings.accumulationSteps = 4;
    status.settings.microBatchSize = 32;
    status.window = {{.samples = 32}, {.samples = 2}};
    const WindowCells cells = windowCells(4, 600.0);
    CHECK(cellFill(status, cells, 0) == 1.0);
    CHECK(cellFill(status, cells, 1) < 0.1); // the short last micro-batch of an epoch
    CHECK(cellFill(status, cells, 2) == 0.0);
}

TEST_CASE("the open window is as long as its epoch lets it be", "[ui][strip]")
{
    SessionStatus status;
    status.state = SessionState::Training;
    status.trainingRows = 354; // 12 micro-batches of 32, the last of 2
    status.settings.accumulationSteps = 5;
    status.settings.microBatchSize = 32;
    CHECK(windowLength(status) == 5);
    status.samples = 2 * 354 + 10 * 32; // two are left
    CHECK(windowLength(status) == 2);
    status.samples += 32;
    status.window = {{.samples = 32}};
    CHECK(windowLength(status) == 2);
    CHECK(windowText(status).startsWith(QStringLiteral("micro-batch 1 of 2")));
    status.settings.semantics.partialWindow = PartialWindow::CarryOver;
    CHECK(windowLength(status) == 5);
    status.settings.semantics.partialWindow = PartialWindow::FlushDividedByN;
    status.window.clear();
    status.samples = 354;
    status.settings.accumulationSteps = 256; // more than an epoch has
    CHECK(windowLength(status) == 12);
    status.trainingRows = 0; // not known yet
    CHECK(windowLength(status) == 256);
}

TEST_CASE("a tail that is split has windows of its own length", "[ui][strip]")
{
    SessionStatus status;
    status.state = SessionState::Training;
    status.trainingRows = 13; // 5, 5 and a tail of 3, which is cut into 2 and 1
    status.settings.accumulationSteps = 5;
    status.settings.microBatchSize = 1;
    status.settings.semantics.partialWindow = PartialWindow::SplitTail;
    CHECK(windowLength(status) == 5);
    status.samples = 10;
    CHECK(windowLength(status) == 2);
    status.samples = 11;
    status.window = {{.samples = 1}};
    CHECK(windowText(status) == QStringLiteral("micro-batch 1 of 2 → update 1"));
    status.samples = 12;
    status.window.clear();
    CHECK(windowLength(status) == 1);
}

TEST_CASE("a window that comes to no update names none", "[ui][strip]")
{
    SessionStatus status;
    status.state = SessionState::Training;
    status.trainingRows = 354; // 12 micro-batches
    status.update = 7;
    status.samples = 354 + 10 * 32;
    status.settings.accumulationSteps = 5;
    status.settings.microBatchSize = 32;
    const auto text = [&status](PartialWindow policy) {
        status.settings.semantics.partialWindow = policy;
        return windowText(status).toStdString();
    };
    CHECK(text(PartialWindow::Flush) == "micro-batch 0 of 2 → update 8");
    CHECK(text(PartialWindow::CarryOver) == "micro-batch 0 of 5 → update 8");
    CHECK(text(PartialWindow::Drop) == "micro-batch 0 of 5 · dropped at the end of the epoch");
    CHECK(text(PartialWindow::Leak) == "micro-batch 0 of 5 · leaks into the next epoch");
    CHECK(windowLength(status) == 2);
    status.samples = 2 * 354; // a new epoch
    CHECK(text(PartialWindow::Leak) == "micro-batch 0 of 5 → update 8");

    status.settings.accumulationSteps = 13; // an epoch never has so many
    CHECK(text(PartialWindow::Drop) == "micro-batch 0 of 13 · no update ever comes");
    CHECK(text(PartialWindow::Leak) == "micro-batch 0 of 13 · no update ever comes");
    CHECK(text(PartialWindow::CarryOver) == "micro-batch 0 of 13 → update 8");
    status.settings.stepsSchedule = "epoch 5: 2"; // but there will be fewer
    CHECK(text(PartialWindow::Leak) == "micro-batch 0 of 13 · leaks into the next epoch");
    status.trainingRows = 0; // not known yet
    CHECK(text(PartialWindow::Leak) == "micro-batch 0 of 13 → update 8");
}

TEST_CASE("ranges stay where they are while they serve", "[ui][chart]")
{
    const XRange first = followRange({0.0, 1.0}, 100.0, true, XAxis::Updates);
    CHECK(first.last > 100.0);
    const XRange later = followRange(first, 101.0, true, XAxis::Updates);
    CHECK(later.last == first.last);
    CHECK(followRange(first, 50.0, false, XAxis::Updates).last == 50.0);

    const ValueRange range = roomyRange(std::nullopt, {0.4, 2.7}, YScale::Linear);
    CHECK(range.min <= 0.4);
    CHECK(range.max >= 2.7);
    const ValueRange kept = roomyRange(range, {0.41, 2.6}, YScale::Linear);
    CHECK(kept.min == range.min);
    CHECK(kept.max == range.max);
}

TEST_CASE("a chart model shows spikes, counts what lies beyond and reads out true values",
          "[ui][chart]")
{
    RunStore store;
    store.addLive(Experiment());
    SessionReport report;
    report.status.state = SessionState::Training;
    for (int i = 1; i <= 200'000; ++i)
        report.updates.push_back({.update = i,
                                  .accumulationSteps = 4,
                                  .microBatchSize = 32,
                                  .loss = i == 123'457 ? 50.0 : 1.0 + 0.1 * std::sin(i),
                                  .gradNorm = 1.0});
    store.report(report);

    ChartModel model(chartSpecs()[0]);
    model.setScale(YScale::Linear);
    model.update(store, {800, 300});
    CHECK_FALSE(model.isEmpty());
    CHECK(model.yRange().max >= 50.0);
    bool spike = false;
    for (const ChartCurve* curve : model.curves()) {
        CHECK(curve->points.size() <= 4 * 810);
        if (curve->kind == CurveKind::Raw)
            spike = std::any_of(curve->points.begin(), curve->points.end(),
                                [](CurvePoint p) { return p.y == 50.0; });
    }
    CHECK(spike);

    // By then a row stands for four updates and lies at its last one.
    const ReadOut readOut = model.readOut(store, 123'460.0, 1000.0);
    REQUIRE(readOut.rows.size() == 1);
    CHECK(readOut.rows[0].value.max == 50.0);

    model.zoomY(1.0, 0.05);
    model.update(store, {800, 300});
    REQUIRE_FALSE(model.overflows().empty());
    CHECK(model.overflows()[0].above >= 1);
    model.follow();
    model.setScale(YScale::Log);
    model.update(store, {800, 300});
    CHECK_THAT(model.yRange().max, WithinAbs(std::log10(50.0), 0.7));
}

TEST_CASE("updating a chart model that has nothing new keeps its points", "[ui][chart]")
{
    RunStore store;
    store.addLive(Experiment());
    SessionReport report;
    for (int i = 1; i <= 1000; ++i)
        report.updates.push_back({.update = i, .loss = 1.0 / i, .gradNorm = 1.0});
    store.report(report);
    ChartModel model(chartSpecs()[0]);
    model.update(store, {800, 300});
    std::vector<std::uint64_t> before;
    for (const ChartCurve* curve : model.curves())
        before.push_back(curve->version);
    model.update(store, {800, 300});
    std::vector<std::uint64_t> after;
    for (const ChartCurve* curve : model.curves())
        after.push_back(curve->version);
    CHECK(before == after);
}
