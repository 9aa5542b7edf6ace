#include "tests/temporary_folder.h"
#include "tests/ui/window_fixture.h"

#include "ui/controls/control_row.h"
#include "ui/controls/new_run_notice.h"
#include "ui/core_sentence.h"
#include "ui/message_bar.h"
#include "ui/run_list_model.h"
#include "ui/runs_panel.h"
#include "ui/status_line.h"

#include <QRegularExpression>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// A sentence in Chinese, not one in English behind words that say so.
bool isChinese(const QString& text)
{
    return text.contains(QRegularExpression(QStringLiteral("\\p{Han}")))
        && !text.contains(QStringLiteral("英文说明"));
}

QString runMessage(const WindowFixture& f)
{
    const RunListModel& model = *f.window.runsPanel().model();
    return model.index(model.rowCount() - 1).data(RunListModel::MessageRole).toString();
}

} // namespace

TEST_CASE("sentences of the core stay to the letter in English", "[ui][translation]")
{
    for (const QString& sentence :
         {QStringLiteral("diverged at update 12: the loss became inf"),
          QStringLiteral("a %1 that nobody knows, with 100 %"), QStringLiteral("%1 is empty")})
        CHECK(coreSentence(sentence) == sentence);
    CHECK(coreSentence(QString()).isEmpty());
    CHECK(coreSentence(std::string_view("\x1b[31m")) == QStringLiteral("\\x1b[31m"));
}

TEST_CASE("a sentence that is not translated says that it is English", "[ui][translation]")
{
    WindowFixture f;
    f.window.setLanguage(QStringLiteral("zh_CN"));
    const QString text = coreSentence(QStringLiteral("the moon %1 is full"));
    CHECK(text.endsWith(QStringLiteral(": the moon %1 is full")));
    // what a file is called is no placeholder
    CHECK(coreSentence(QStringLiteral("/a/%2.csv is empty")) == QStringLiteral("/a/%2.csv 是空的"));
    f.window.setLanguage(QStringLiteral("en"));
}

TEST_CASE("why a run diverged is said in the window's language, wherever it stands",
          "[ui][translation]")
{
    WindowFixture f(divergingExperiment());
    f.window.start();
    f.untilState(SessionState::Diverged);
    CHECK(runMessage(f).startsWith(QStringLiteral("diverged at update")));
    f.window.setLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::processEvents();
    CHECK(isChinese(runMessage(f)));
    CHECK(isChinese(f.window.statusLine().text()));
    CHECK_FALSE(f.window.statusLine().text().contains(QStringLiteral("the loss")));
    f.window.setLanguage(QStringLiteral("en"));
}

TEST_CASE("what the running training refuses is said in the window's language, also one chosen "
          "later",
          "[ui][translation]")
{
    Experiment experiment = smallExperiment();
    experiment.compute.memoryMb = 0.06;
    WindowFixture f(experiment);
    f.window.start();
    f.untilUpdate(10);
    const ControlRow* row = f.window.controls().row(QStringLiteral("micro_batch_size"));
    f.window.controls().number(QStringLiteral("micro_batch_size"))->spinBox()->setValue(512);
    f.until([&] { return row->textUnder().contains(QStringLiteral("budget of 0.06 MB")); },
            "waiting for the refusal");
    f.window.setLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::processEvents();
    CHECK(isChinese(row->textUnder()));
    CHECK(row->textUnder().contains(QStringLiteral("0.06 MB 的内存预算不够")));
    CHECK_FALSE(row->textUnder().contains(QStringLiteral("too small")));
    f.window.setLanguage(QStringLiteral("en"));
    QCoreApplication::processEvents();
    CHECK(row->textUnder().contains(QStringLiteral("budget of 0.06 MB")));
}

TEST_CASE("the first mistakes with a file of one's own are explained in the window's language",
          "[ui][translation]")
{
    const TemporaryFolder folder;
    std::string text = "a,kind\n";
    for (int i = 0; i < 40; ++i)
        text += std::to_string(i) + (i % 2 == 0 ? ",cat\n" : ",dog\n");
    Experiment experiment = smallExperiment(); // mse
    experiment.data.source = "csv";
    experiment.data.file = folder.write("mine.csv", text).string();
    WindowFixture f;
    f.window.setLanguage(QStringLiteral("zh_CN"));
    f.window.openExperiment(experiment);
    f.untilState(SessionState::Failed);
    CHECK(runMessage(f).contains(QStringLiteral("文字是类别")));
    CHECK_FALSE(runMessage(f).contains(QStringLiteral("not a number")));
    experiment.loss = "cross_entropy"; // and one output
    f.window.openExperiment(experiment);
    f.untilState(SessionState::Failed);
    CHECK(isChinese(runMessage(f)));
    CHECK_FALSE(runMessage(f).contains(QStringLiteral("needs")));
    f.window.setLanguage(QStringLiteral("en"));
}

TEST_CASE("what a run finds out and why a file cannot be read is said in the window's language",
          "[ui][translation]")
{
    const TemporaryFolder folder;
    Experiment experiment = smallExperiment();
    experiment.hyperparameters.accumulationSteps = 256; // an epoch has 12
    WindowFixture f(experiment);
    f.window.setLanguage(QStringLiteral("zh_CN"));
    f.window.start();
    f.until([&] { return f.window.messageBar().text().contains(QStringLiteral("256")); },
            "waiting for the note");
    CHECK(isChinese(f.window.messageBar().text()));
    CHECK_FALSE(f.window.messageBar().text().contains(QStringLiteral("micro-batches")));
    f.window.openFile(QStringLiteral("/nowhere/r.csv"));
    CHECK(isChinese(f.window.messageBar().text()));

    experiment.data.source = "csv";
    experiment.data.file = "/nowhere/data.csv";
    f.window.openExperiment(experiment);
    f.untilState(SessionState::Failed);
    f.window.refresh();
    CHECK(isChinese(runMessage(f)));
    CHECK(isChinese(f.window.controls().notice()->text()));
    f.window.setLanguage(QStringLiteral("en"));
    QCoreApplication::processEvents();
    CHECK(f.window.controls().notice()->text().contains(QStringLiteral("cannot be opened")));
}
