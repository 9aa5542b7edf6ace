#include "tests/ui/window_fixture.h"

#include "ui/controls/control_row.h"
#include "ui/message_bar.h"
#include "ui/run_news.h"
#include "ui/window_strip.h"

#include <QComboBox>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// An epoch has 12 of the 256 micro-batches of a window.
Experiment longWindows()
{
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.accumulationSteps = 256;
    return experiment;
}

void untilTold(WindowFixture& f, const char* words)
{
    f.until([&] { return f.window.messageBar().text().contains(QString::fromUtf8(words)); }, words);
}

void choosePreset(WindowFixture& f, const char* preset)
{
    auto* box = f.window.controls().row(QStringLiteral("preset"))->findChild<QComboBox*>();
    REQUIRE(box);
    box->setCurrentIndex(box->findData(QString::fromUtf8(preset)));
    emit box->activated(box->currentIndex());
}

} // namespace

TEST_CASE("what a run finds out is said once", "[ui][news]")
{
    WindowFixture f(longWindows());
    f.window.start();
    untilTold(f, "only 12 of the 256");
    f.window.messageBar().clear();
    f.untilUpdate(f.live().status.update + 5);
    CHECK(f.window.messageBar().text().isEmpty());
    f.window.reset(); // another run
    untilTold(f, "only 12 of the 256");
}

TEST_CASE("what is said of a run's windows holds for its settings of now", "[ui][news]")
{
    const bool isPaused = GENERATE(false, true);
    CAPTURE(isPaused);
    WindowFixture f(longWindows());
    MessageBar& bar = f.window.messageBar();
    if (!isPaused) {
        f.window.start();
        f.untilUpdate(3);
    }
    untilTold(f, "each update gets its 354 samples");
    choosePreset(f, "tutorial");
    untilTold(f, "no update can happen");
    CHECK_FALSE(bar.text().contains(QStringLiteral("each update")));
    CHECK_FALSE(windowText(f.live().status).contains(QStringLiteral("→")));
    CHECK(windowText(f.live().status).contains(QStringLiteral("no update ever comes")));

    f.window.setLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::processEvents();
    CHECK_FALSE(bar.text().contains(QStringLiteral("no update")));
    CHECK(bar.text().contains(QStringLiteral("256")));
    f.window.setLanguage(QStringLiteral("en"));
    QCoreApplication::processEvents();
    CHECK(bar.text().startsWith(QStringLiteral("no update can happen")));

    NumberSlider* steps = f.window.controls().number(QStringLiteral("accumulation_steps"));
    steps->spinBox()->setValue(4);
    f.until([&] { return bar.text().isEmpty(); }, "waiting for the news to go");
    CHECK(windowText(f.live().status).contains(QStringLiteral("→")));
    CHECK_FALSE(bar.isVisible());
}

TEST_CASE("the number in a piece of news follows, but what was closed stays closed", "[ui][news]")
{
    WindowFixture f(longWindows());
    MessageBar& bar = f.window.messageBar();
    NumberSlider* steps = f.window.controls().number(QStringLiteral("accumulation_steps"));
    untilTold(f, "only 12 of the 256");
    steps->spinBox()->setValue(100);
    untilTold(f, "only 12 of the 100");
    CHECK_FALSE(bar.text().contains(QStringLiteral("256")));
    bar.clear();
    steps->spinBox()->setValue(50);
    f.until([&] { return f.live().status.settings.accumulationSteps == 50; },
            "waiting for the settings");
    f.window.refresh();
    CHECK(bar.text().isEmpty());
    choosePreset(f, "tutorial"); // that is news
    untilTold(f, "no update can happen");
}

TEST_CASE("a note goes with the settings that it is about, and no sooner", "[ui][news]")
{
    Experiment experiment = longWindows();
    experiment.hyperparameters.semantics.partialWindow = PartialWindow::CarryOver;
    experiment.stop.epochs = 3;
    WindowFixture f(experiment);
    f.untilState(SessionState::Paused);
    f.window.session().step();
    untilTold(f, "no update will be made");

    Run& run = f.live(); // as it would report
    RunNews news;
    const auto sentences = [&] {
        news.update(run);
        QStringList list;
        for (const NewsItem& item : news.items())
            list << item.sentence.left(12);
        return list.join(u'|').toStdString();
    };
    run.status.notes.push_back("the schedule cosine had ended before update 9: from here on the "
                               "learning rate stays at 0; set schedule.length to the length of "
                               "the whole run");
    run.status.notes.push_back("compute.precision is bf16, but …");
    CHECK(sentences() == "no update wi|the schedule|compute.prec");
    Hyperparameters& settings = run.status.settings;
    settings.accumulationSteps = 12;
    CHECK(sentences() == "the schedule|compute.prec");
    settings.optimizer.learningRate *= 2.0;
    CHECK(sentences() == "compute.prec");
    settings.accumulationSteps = 256;
    settings.semantics.partialWindow = PartialWindow::Drop;
    CHECK(sentences() == "no update ca|compute.prec");
}
