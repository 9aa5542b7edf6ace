#include "tests/temporary_folder.h"
#include "tests/ui/window_fixture.h"

#include "ui/controls/control_row.h"
#include "ui/controls/new_run_notice.h"
#include "ui/controls/read_outs.h"
#include "ui/runs_panel.h"

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include <memory>
#include <random>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

void choose(ControlsPanel& controls, const char* row, const QString& value)
{
    REQUIRE(controls.row(QLatin1String(row)));
    auto* box = controls.row(QLatin1String(row))->findChild<QComboBox*>();
    REQUIRE(box);
    box->setCurrentIndex(box->findData(value));
    emit box->activated(box->currentIndex());
}

} // namespace

TEST_CASE("hasty hands on all controls leave a window that trains what it shows", "[ui]")
{
    WindowFixture f;
    f.window.start();
    f.untilUpdate(3);
    ControlsPanel& controls = f.window.controls();
    std::mt19937 random(7);
    const auto upTo = [&random](int most) { return static_cast<int>(random() % unsigned(most)); };
    const auto number = [&](const char* row, double value) {
        controls.number(QLatin1String(row))->spinBox()->setValue(value);
    };
    const std::vector<std::function<void()>> deeds{
        [&] { number("accumulation_steps", 1 + upTo(256)); },
        [&] { number("micro_batch_size", 1 + upTo(512)); },
        [&] { number("learning_rate", 1e-4 * (1 + upTo(10))); },
        [&] {
            auto* text = controls.row(QStringLiteral("model"))->findChild<QLineEdit*>();
            text->setText(upTo(2) == 0 ? QStringLiteral("3 tanh, 1") : QStringLiteral("3 rleu"));
        },
        [&] {
            choose(controls, "source",
                   upTo(2) == 0 ? QStringLiteral("wine") : QStringLiteral("diabetes"));
        },
        [&] { choose(controls, "name", QStringLiteral("sgd")); },
        [&] { controls.notice()->undoButton()->click(); },
        [&] { controls.notice()->startButton()->click(); },
        [&] { f.window.reset(); },
        [&] { f.window.transport().startAction()->trigger(); },
        [&] { f.window.transport().pauseAction()->trigger(); },
        [&] { f.window.transport().stepAction()->trigger(); },
        [&] { f.window.runsPanel().removeAction()->trigger(); },
        [&] {
            f.window.setLanguage(upTo(2) == 0 ? QStringLiteral("zh_CN") : QStringLiteral("en"));
        },
    };
    for (int i = 0; i < 400; ++i) {
        deeds[static_cast<std::size_t>(upTo(static_cast<int>(deeds.size())))]();
        if (i % 3 == 0)
            QCoreApplication::processEvents();
    }
    f.window.setLanguage(QStringLiteral("en"));
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.accumulationSteps = 3;
    f.window.openExperiment(experiment);
    f.window.start();
    f.untilUpdate(5);
    number("accumulation_steps", 7);
    f.until([&] { return f.live().status.settings.accumulationSteps == 7; },
            "waiting for the settings");
    CHECK(controls.readOuts()->samplesPerUpdate() == QStringLiteral("224"));
    CHECK(f.live().status.state == SessionState::Training);
}

TEST_CASE("a window can be closed while it loads and while it trains", "[ui]")
{
    Experiment experiment = smallExperiment();
    experiment.data = {.source = "linear_regression", .samples = 200'000, .features = 20};
    experiment.model = "1";
    {
        WindowFixture f(experiment);
        REQUIRE(f.live().status.state == SessionState::Loading);
        f.window.close();
    }
    WindowFixture f;
    f.window.start();
    f.untilUpdate(2);
    f.window.close();
    f.untilState(SessionState::Paused);
}

TEST_CASE("a budget into which nothing fits fails with its figure, and a larger one trains", "[ui]")
{
    Experiment experiment = smallExperiment();
    experiment.compute.memoryMb = 1e-4;
    WindowFixture f(experiment);
    f.window.start();
    f.untilState(SessionState::Failed);
    f.window.refresh();
    CHECK(f.window.controls().notice()->text().contains(
        QStringLiteral("memory budget of 0.0001 MB")));
    experiment.compute.memoryMb = 0.0;
    f.window.openExperiment(experiment);
    f.window.start();
    f.untilUpdate(3);
}
