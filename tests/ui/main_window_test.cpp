#include "tests/temporary_folder.h"
#include "tests/ui/window_fixture.h"

#include "core/record/run_csv.h"
#include "ui/controls/control_group.h"
#include "ui/controls/control_row.h"
#include "ui/controls/new_run_notice.h"
#include "ui/controls/read_outs.h"
#include "ui/export.h"
#include "ui/file_commands.h"
#include "ui/message_bar.h"
#include "ui/plot/chart_model.h"
#include "ui/run_list_model.h"
#include "ui/runs_panel.h"
#include "ui/status_line.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QImage>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>

#include <cmath>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

QString path(const TemporaryFolder& folder, const char* name)
{
    return QString::fromStdString((folder.path() / name).string());
}

} // namespace

TEST_CASE("sliders reach the trainer and the record echoes them", "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(5);

    NumberSlider* steps = f.window.controls().number(QStringLiteral("accumulation_steps"));
    NumberSlider* size = f.window.controls().number(QStringLiteral("micro_batch_size"));
    NumberSlider* rate = f.window.controls().number(QStringLiteral("learning_rate"));
    REQUIRE((steps && size && rate));
    steps->spinBox()->setValue(16);
    size->spinBox()->setValue(8);
    rate->spinBox()->setValue(0.02);
    f.until(
        [&] {
            const History& history = f.live().history;
            const UpdateRecord& last = history.record(history.rowCount() - 1);
            return last.accumulationSteps == 16 && last.microBatchSize == 8
                && last.learningRate == 0.02;
        },
        "waiting for the records to echo the sliders");
    f.until([&] { return !steps->isPending() && !rate->isPending(); },
            "waiting for the echo to show");
    CHECK(f.live().status.settings.accumulationSteps == 16);
    CHECK(f.live().experiment.hyperparameters.accumulationSteps == 4); // what it started with

    QStringList labels;
    for (const RunEvent& event : f.live().events)
        labels << event.label;
    CHECK(labels.join(QLatin1Char(' ')).contains(QStringLiteral("N 4→16")));
    f.window.refresh();
    CHECK_FALSE(f.window.charts().front()->model().markers().empty());
}

TEST_CASE("a slider that waits for the window to close is shown as pending", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    f.window.session().step();
    f.until([&] { return f.live().status.microBatches == 1; }, "waiting for a micro-batch");
    NumberSlider* steps = f.window.controls().number(QStringLiteral("accumulation_steps"));
    steps->spinBox()->setValue(2);
    f.until([&] { return f.live().status.settingsPending; }, "waiting for the session");
    CHECK(steps->isPending());
    for (int i = 2; i <= 5; ++i) {
        f.window.session().step();
        f.until([&] { return f.live().status.microBatches == i; }, "waiting for a micro-batch");
    }
    f.until([&] { return !steps->isPending(); }, "waiting for the echo");
    CHECK(f.live().status.settings.accumulationSteps == 2);
}

TEST_CASE("start, pause and step do what they say", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    TransportBar& bar = f.window.transport();
    bar.stepAction()->trigger();
    f.until([&] { return f.live().status.microBatches == 1; }, "waiting for one micro-batch");
    QTest::qWait(60);
    CHECK(f.live().status.microBatches == 1);
    bar.startAction()->trigger();
    f.untilUpdate(3);
    bar.pauseAction()->trigger();
    f.untilState(SessionState::Paused);
    const auto before = f.live().status.microBatches;
    QTest::qWait(100);
    CHECK(f.live().status.microBatches == before);
}

TEST_CASE("the space bar, the right arrow and Ctrl+R drive the run", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    f.window.activateWindow();
    f.window.setFocus();
    QTest::keyClick(&f.window, Qt::Key_Right);
    f.until([&] { return f.live().status.microBatches == 1; }, "waiting for the arrow key");
    QTest::keyClick(&f.window, Qt::Key_Space);
    f.until([&] { return f.live().status.update >= 3; }, "waiting for the space bar");
    QTest::keyClick(&f.window, Qt::Key_Space);
    f.untilState(SessionState::Paused);
    QTest::keyClick(&f.window, Qt::Key_R, Qt::ControlModifier);
    f.until([&] { return f.window.store().runs().size() == 2; }, "waiting for Ctrl+R");
}

TEST_CASE("reset keeps the finished run beside the new one, each with a name and a colour", "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(10);
    const int first = f.live().id;
    f.window.controls().number(QStringLiteral("accumulation_steps"))->spinBox()->setValue(16);
    f.window.reset();
    f.untilUpdate(3);
    REQUIRE(f.window.store().runs().size() == 2);
    const Run* kept = f.window.store().find(first);
    REQUIRE(kept);
    CHECK(kept->history.total(Metric::Loss).count >= 10);
    CHECK(kept->colorIndex != f.live().colorIndex);
    CHECK(kept->name.contains(QStringLiteral("N=4")));
    CHECK(f.live().name.contains(QStringLiteral("N=16")));
    CHECK(f.live().experiment.hyperparameters.accumulationSteps == 16);

    f.window.refresh();
    for (const ChartPanel* chart : f.window.charts()) {
        CHECK_FALSE(chart->drawnPoints(first, CurveKind::Smoothed).empty());
        CHECK_FALSE(chart->drawnPoints(f.live().id, CurveKind::Smoothed).empty());
    }
    f.window.store().setVisible(first, false);
    f.window.refresh();
    CHECK(f.window.charts().front()->drawnPoints(first, CurveKind::Smoothed).empty());
    f.window.store().remove(first);
    CHECK(f.window.store().runs().size() == 1);
}

TEST_CASE("charts hold the points of the records", "[ui]")
{
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 30;
    WindowFixture f(experiment);
    f.window.start();
    f.untilState(SessionState::Finished);
    ChartPanel* loss = f.window.charts()[0];
    ChartPanel* norm = f.window.charts()[1];
    loss->setScale(YScale::Linear);
    norm->setScale(YScale::Log);
    f.window.refresh();
    const History& history = f.live().history;
    const auto points = loss->drawnPoints(f.live().id, CurveKind::Raw);
    REQUIRE(points.size() >= 2);
    for (const CurvePoint& point : points) {
        const auto row = nearestRow(history, Metric::Loss, XAxis::Updates, point.x);
        REQUIRE(row);
        // read back from what is drawn, whose coordinates are pixels
        CHECK_THAT(point.y, WithinRel(history.values(Metric::Loss)[*row].mean, 1e-9));
    }
    for (const CurvePoint& point : norm->drawnPoints(f.live().id, CurveKind::Raw)) {
        const auto row = nearestRow(history, Metric::GradNorm, XAxis::Updates, point.x);
        CHECK_THAT(point.y,
                   WithinAbs(std::log10(history.values(Metric::GradNorm)[*row].mean), 1e-9));
    }
    const auto evaluations = loss->drawnPoints(f.live().id, CurveKind::Evaluation);
    CHECK(evaluations.size() == 10); // 30 updates are ten epochs
    CHECK(norm->drawnPoints(f.live().id, CurveKind::Evaluation).empty());

    f.window.transport().xAxisBox()->setCurrentIndex(static_cast<int>(XAxis::Samples));
    f.window.refresh();
    CHECK(loss->drawnPoints(f.live().id, CurveKind::Raw).back().x == Approx(10.0 * 354.0));
    CHECK(norm->drawnPoints(f.live().id, CurveKind::Raw).back().x == Approx(10.0 * 354.0));
}

TEST_CASE("what needs a new run says so, offers it and can be undone", "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(3);
    ControlsPanel& controls = f.window.controls();
    CHECK_FALSE(controls.notice()->isVisible());
    auto* source = controls.row(QStringLiteral("source"))->findChild<QComboBox*>();
    REQUIRE(source);
    const int digits = source->findData(QStringLiteral("digits"));
    REQUIRE(digits >= 0);
    source->setCurrentIndex(digits);
    emit source->activated(digits);
    CHECK(controls.notice()->isVisible());
    CHECK(controls.experiment().model == "64 relu, 10"); // the model that suits the data
    CHECK(controls.experiment().loss == "cross_entropy");
    controls.notice()->undoButton()->click();
    CHECK(controls.experiment().data.source == "diabetes");
    CHECK_FALSE(controls.notice()->isVisible());

    source->setCurrentIndex(digits);
    emit source->activated(digits);
    controls.notice()->startButton()->click();
    f.until(
        [&] { return f.live().experiment.data.source == "digits" && f.live().status.update > 3; },
        "waiting for the new run");
    CHECK(f.live().status.hasClasses);
}

TEST_CASE("a model text that cannot be read is explained under its field and starts nothing",
          "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(3);
    auto* text = f.window.controls().row(QStringLiteral("model"))->findChild<QLineEdit*>();
    REQUIRE(text);
    text->setFocus();
    text->selectAll();
    QTest::keyClicks(text, QStringLiteral("10 rleu, 1"));
    QTest::keyClick(text, Qt::Key_Return);
    CHECK(f.window.controls().notice()->isVisible());
    CHECK_FALSE(f.window.controls().notice()->startButton()->isEnabled());
    CHECK(f.live().status.state == SessionState::Training);
}

TEST_CASE("a setting that the running training refuses goes back, with the reason under it", "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(3);
    ControlsPanel& controls = f.window.controls();
    ControlRow* steps = controls.row(QStringLiteral("accumulation_steps"));
    NumberSlider* number = controls.number(QStringLiteral("accumulation_steps"));
    REQUIRE((steps && number));
    CHECK(steps->textUnder().isEmpty());
    number->spinBox()->setValue(64);
    controls.refuse(QStringLiteral("that would be 3 MB of the 2 MB that there are"));
    CHECK(steps->textUnder() == QStringLiteral("that would be 3 MB of the 2 MB that there are"));
    CHECK(number->value() == 4.0);
    CHECK(controls.experiment().hyperparameters.accumulationSteps == 4);
    f.untilUpdate(f.live().status.update + 3); // it goes on
    number->spinBox()->setValue(8);
    CHECK(steps->textUnder().isEmpty());
}

TEST_CASE("a preset with a switch set otherwise says so, and sets it back when chosen again",
          "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    ControlsPanel& controls = f.window.controls();
    auto* preset = controls.row(QStringLiteral("preset"))->findChild<QComboBox*>();
    auto* reduction = controls.row(QStringLiteral("reduction"))->findChild<QComboBox*>();
    REQUIRE((preset && reduction));
    const ControlRow& semantics = *controls.row(QStringLiteral("preset"));
    CHECK(semantics.textUnder().isEmpty());
    reduction->setCurrentIndex(reduction->findData(QStringLiteral("sum")));
    emit reduction->activated(reduction->currentIndex());
    CHECK(preset->currentText() == QStringLiteral("correct"));
    CHECK(semantics.textUnder() == QStringLiteral("changed: sum"));

    emit preset->activated(preset->currentIndex());
    CHECK(semantics.textUnder().isEmpty());
    CHECK(controls.experiment().hyperparameters.semantics == Semantics());
}

TEST_CASE("the read-outs say what N and b come to", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    const ReadOuts& readOuts = *f.window.controls().readOuts();
    CHECK(readOuts.samplesPerUpdate().contains(QStringLiteral("128")));
    CHECK(readOuts.updatesPerEpoch().startsWith(QLatin1Char('3')));
    f.window.controls().number(QStringLiteral("accumulation_steps"))->spinBox()->setValue(5);
    CHECK(readOuts.samplesPerUpdate().contains(QStringLiteral("160")));
    CHECK(
        readOuts.updatesPerEpoch().contains(QStringLiteral("partial"))); // 5, 5 and 2 micro-batches
    CHECK(readOuts.microBatchesPerEpoch() == QStringLiteral("12"));
    f.window.controls().number(QStringLiteral("accumulation_steps"))->spinBox()->setValue(256);
    CHECK(readOuts.samplesPerUpdate() == QStringLiteral("354")); // all that an epoch has
    CHECK(readOuts.sentence().contains(QStringLiteral("only 12 of the 256")));
}

TEST_CASE("the read-outs of the window's own data are those counted by hand", "[ui]")
{
    WindowFixture f{Experiment()}; // 53,920 diamonds, a fifth held out: 43,136 = 1,348 × 32
    f.untilState(SessionState::Paused);
    ControlsPanel& controls = f.window.controls();
    const ReadOuts& readOuts = *controls.readOuts();
    struct Case
    {
        int steps;
        int size;
        const char* samples;
        const char* updates;
        const char* microBatches;
        const char* sentence;
    };
    for (const Case& is : {
             Case{4, 32, "128", "337", "1,348", "as full as the others"},
             Case{1, 32, "32", "1,348", "1,348", "as full as the others"},
             Case{5, 32, "160", "269 + 1 partial", "1,348", "3 of 5 micro-batches, 96 samples"},
             Case{1, 512, "512", "85", "85", "gets 128 samples"}, // 43,136 − 84 × 512
             Case{4, 512, "2,048", "21 + 1 partial", "85", "1 of 4 micro-batches, 128 samples"},
             Case{85, 512, "43,136", "1", "85", "An epoch is one window"},
             Case{256, 512, "43,136", "1 partial", "85", "only 85 of the 256"},
         }) {
        CAPTURE(is.steps, is.size);
        controls.number(QStringLiteral("accumulation_steps"))->spinBox()->setValue(is.steps);
        controls.number(QStringLiteral("micro_batch_size"))->spinBox()->setValue(is.size);
        f.until([&] { return f.live().status.settings == controls.experiment().hyperparameters; },
                "waiting for the live run");
        CHECK(readOuts.samplesPerUpdate().toStdString() == is.samples);
        CHECK(readOuts.updatesPerEpoch().toStdString() == is.updates);
        CHECK(readOuts.microBatchesPerEpoch().toStdString() == is.microBatches);
        CHECK_THAT(readOuts.sentence().toStdString(), ContainsSubstring(is.sentence));
    }
    // What an update then really got.
    f.window.transport().setSpeed(TrainingSession::unlimitedSpeed);
    f.window.start();
    f.untilUpdate(2);
    const History& history = f.live().history;
    CHECK(history.record(0).samples == 43'136);
    CHECK(history.record(1).samples == 2 * 43'136);
    CHECK(history.record(1).microBatches == 2 * 85);
}

TEST_CASE("exported files hold what the runs hold", "[ui]")
{
    const TemporaryFolder folder;
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 20;
    WindowFixture f(experiment);
    f.window.start();
    f.untilState(SessionState::Finished);
    f.window.refresh();

    exportRuns({&f.live()}, path(folder, "one.csv"));
    const auto runs = readRuns(folder.path() / "one.csv");
    REQUIRE(runs.size() == 1);
    REQUIRE(runs[0].history.rowCount() == 20);
    for (std::size_t row = 0; row < 20; ++row)
        CHECK(runs[0].history.record(row).loss == f.live().history.record(row).loss);

    exportExperiment(f.window.controls().experiment(), path(folder, "e.json"));
    CHECK(readExperiment(folder.path() / "e.json") == experiment);

    exportCharts(f.window.charts(), path(folder, "charts.png"));
    const QImage image(path(folder, "charts.png"));
    REQUIRE_FALSE(image.isNull());
    CHECK(image.width() >= 1000);
    int coloured = 0; // pixels that are neither grey nor white: the curves
    for (int y = 0; y < image.height(); y += 2) {
        for (int x = 0; x < image.width(); x += 2)
            coloured += image.pixelColor(x, y).saturation() > 100 ? 1 : 0;
    }
    CHECK(coloured > 200);
    exportCharts(f.window.charts(), path(folder, "charts.svg"));
    CHECK_THAT(textOf(folder.path() / "charts.svg"),
               ContainsSubstring("<svg") && ContainsSubstring("</svg>"));
    CHECK_THROWS_AS(exportRuns({&f.live()}, QStringLiteral("/nowhere/one.csv")),
                    std::runtime_error);
}

TEST_CASE("files are opened as what they are, and a bad one is explained without losing anything",
          "[ui]")
{
    const TemporaryFolder folder;
    WindowFixture f;
    f.window.start();
    f.untilUpdate(3);
    folder.write("e.json", R"({"format": "accumulus-experiment/1", "model": "5 tanh, 1"})");
    folder.write("bad.json", R"({"format": "accumulus-experiment/1", "sed": 1})");
    folder.write("r.csv", "update,loss,grad_norm\n1,2,3\n2,1,2\n");

    f.window.openFile(path(folder, "bad.json"));
    CHECK(f.live().experiment.model == "10 relu, 1");
    f.window.openFile(path(folder, "e.json"));
    f.until([&] { return f.live().experiment.model == "5 tanh, 1"; }, "waiting for the experiment");
    CHECK(f.window.controls().experiment().model == "5 tanh, 1");
    const std::size_t runs = f.window.store().runs().size();
    f.window.openFile(path(folder, "r.csv"));
    REQUIRE(f.window.store().runs().size() == runs + 1);
    f.window.openFile(path(folder, "missing.csv"));
    CHECK(f.window.store().runs().size() == runs + 1);
    CHECK(f.live().experiment.model == "5 tanh, 1"); // curves of a file are never the live run
}

TEST_CASE("a run that diverges says so and keeps its curve", "[ui]")
{
    WindowFixture f(divergingExperiment());
    f.window.start();
    f.untilState(SessionState::Diverged);
    f.window.refresh();
    CHECK_FALSE(f.live().history.isEmpty());
    const RunListModel& model = *f.window.runsPanel().model();
    const QModelIndex index = model.index(model.rowCount() - 1);
    CHECK(model.data(index, RunListModel::TroubleRole).toBool());
    CHECK_FALSE(model.data(index, RunListModel::MessageRole).toString().isEmpty());
    CHECK_FALSE(f.window.statusLine().text().isEmpty());
}

TEST_CASE("a data file that is not there fails the run with a sentence, not the window", "[ui]")
{
    Experiment experiment;
    experiment.data.source = "csv";
    experiment.data.file = "/nowhere/data.csv";
    WindowFixture f(experiment);
    f.untilState(SessionState::Failed);
    CHECK(f.live().status.message.find("/nowhere/data.csv") != std::string::npos);
    f.window.openExperiment(smallExperiment());
    f.window.start();
    f.untilUpdate(3);
}

TEST_CASE("the speed slider reaches from one micro-batch a second to unlimited", "[ui]")
{
    WindowFixture f;
    TransportBar& bar = f.window.transport();
    CHECK_THAT(bar.speed(), WithinRel(240.0, 0.1)); // 60 updates a second at N = 4
    bar.speedSlider()->setValue(bar.speedSlider()->minimum());
    CHECK(bar.speed() == 1.0);
    bar.speedSlider()->setValue(bar.speedSlider()->maximum());
    CHECK(bar.speed() == TrainingSession::unlimitedSpeed);
    f.window.start();
    f.untilUpdate(2000);
}

TEST_CASE("a setting that does not fit into the memory goes back, and the run goes on", "[ui]")
{
    Experiment experiment = smallExperiment();
    experiment.compute.memoryMb = 0.06;
    WindowFixture f(experiment);
    f.window.start();
    f.untilUpdate(10);
    const ControlRow* row = f.window.controls().row(QStringLiteral("micro_batch_size"));
    NumberSlider* size = f.window.controls().number(QStringLiteral("micro_batch_size"));
    for (int time = 0; time < 2; ++time) { // the second refusal is shown like the first
        size->spinBox()->setValue(512);
        CHECK(row->textUnder().isEmpty());
        f.until([&] { return row->textUnder().contains(QStringLiteral("budget of 0.06 MB")); },
                "waiting for the refusal");
        CHECK(size->value() == 32);
        CHECK_FALSE(size->isPending());
        f.untilUpdate(f.live().status.update + 10);
        CHECK(f.live().status.state == SessionState::Training);
        CHECK(size->value() == 32);
    }
    size->spinBox()->setValue(16);
    CHECK(row->textUnder().isEmpty());
    f.until([&] { return f.live().status.settings.microBatchSize == 16; },
            "waiting for the settings");
    CHECK(size->value() == 16);
}

TEST_CASE("a schedule that needs an end is explained where it was chosen, until it has one", "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(10);
    ControlsPanel& controls = f.window.controls();
    const ControlRow* schedule = nullptr;
    for (const ControlRow* row : controls.group(ControlGroup::Optimizer)->rows()) {
        if (std::string(row->spec().key) == "schedule.name")
            schedule = row;
    }
    REQUIRE(schedule);
    auto* box = schedule->findChild<QComboBox*>();
    box->setCurrentIndex(box->findData(QStringLiteral("cosine")));
    emit box->activated(box->currentIndex());
    CHECK(schedule->textUnder().contains(QStringLiteral("schedule.length")));
    CHECK(controls.notice()->isVisible());
    CHECK(controls.notice()->text().contains(QStringLiteral("why stands under it")));
    const int run = f.live().id;
    f.window.reset(); // such a run cannot begin
    CHECK(f.live().id == run);
    CHECK(f.window.messageBar().text().contains(QStringLiteral("schedule.length")));
    f.untilUpdate(f.live().status.update + 5);
    CHECK(f.live().status.settings.schedule.name == "constant");

    controls.number(QStringLiteral("length"))->spinBox()->setValue(100'000);
    CHECK(schedule->textUnder().isEmpty());
    CHECK_FALSE(controls.notice()->isVisible());
    f.until([&] { return f.live().status.settings.schedule.name == "cosine"; },
            "waiting for the settings");

    controls.number(QStringLiteral("length"))->spinBox()->setValue(0);
    CHECK(controls.row(QStringLiteral("length"))
              ->textUnder()
              .contains(QStringLiteral("schedule.length")));
    controls.notice()->undoButton()->click();
    CHECK(controls.experiment().hyperparameters == f.live().status.settings);
    CHECK_FALSE(controls.notice()->isVisible());
}
