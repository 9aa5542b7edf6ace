#include "tests/temporary_folder.h"
#include "tests/ui/window_fixture.h"

#include "ui/controls/control_row.h"
#include "ui/controls/text_row.h"
#include "ui/message_bar.h"
#include "ui/run_list_model.h"
#include "ui/runs_panel.h"
#include "ui/shown_text.h"
#include "ui/status_line.h"
#include "ui/widget_helpers.h"

#include <QAction>
#include <QLabel>
#include <QPushButton>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

// What a stranger may write into a file: tags that Qt would obey, and what moves text about.
const QString tags = QStringLiteral("<b>x</b><img src='file:///etc/x.png'>");
const char* const hostile = "<b>x</b><img src='file:///etc/x.png'>\x1b[31m\xE2\x80\xAE";
const QString shown = tags + QStringLiteral("\\x1b[31m\\u202e");

QString path(const TemporaryFolder& folder, const std::string& name)
{
    return QString::fromStdString((folder.path() / name).string());
}

/// All that a window says, in labels and in tool tips.
QStringList toolTips(const QWidget& window)
{
    QStringList tips;
    for (const QWidget* widget : window.findChildren<QWidget*>())
        tips << widget->toolTip();
    for (const QAction* action : window.findChildren<QAction*>())
        tips << action->toolTip();
    return tips;
}

} // namespace

TEST_CASE("text of others is shown to the letter, without what acts on the text around it", "[ui]")
{
    CHECK(shownText(std::string_view(hostile)) == shown);
    CHECK(shownText(QString::fromUtf8(hostile)) == shown);
    CHECK(wrappedToolTip(shown).contains(QStringLiteral("&lt;b&gt;x")));
    CHECK_FALSE(wrappedToolTip(shown).contains(tags));
}

TEST_CASE("no label of the window takes a text for HTML", "[ui]")
{
    WindowFixture f;
    const auto labels = f.window.findChildren<QLabel*>();
    CHECK(labels.size() > 20);
    for (const QLabel* label : labels) {
        CAPTURE(label->objectName().toStdString(), label->text().toStdString());
        CHECK(label->textFormat() == Qt::PlainText);
    }
}

TEST_CASE("keys and values of a bad experiment are quoted to the letter", "[ui]")
{
    const TemporaryFolder folder;
    folder.write("bad.json",
                 "{\"format\": \"accumulus-experiment/1\", "
                 "\"<b>x</b><img src='file:///etc/x.png'>\\u001b[31m\\u202e\": 1}");
    WindowFixture f;
    f.window.openFile(path(folder, "bad.json"));
    CHECK(f.window.messageBar().text().contains(shown));
    for (const QString& tip : toolTips(f.window))
        CHECK_FALSE(tip.contains(tags));
}

TEST_CASE("names of runs in a file are shown to the letter, in the list and in its tool tips",
          "[ui]")
{
    const TemporaryFolder folder;
    folder.write("runs.csv",
                 "run,update,loss,grad_norm\n" + std::string(hostile) + ",1,2,3\n"
                     + std::string(hostile) + ",2,1,2\n");
    WindowFixture f;
    f.window.openFile(path(folder, "runs.csv"));
    const RunListModel& model = *f.window.runsPanel().model();
    const QModelIndex row = model.index(0);
    CHECK(row.data(Qt::DisplayRole).toString() == shown);
    CHECK(row.data(Qt::AccessibleTextRole).toString().contains(shown));
    CHECK_FALSE(row.data(Qt::ToolTipRole).toString().contains(tags));
    CHECK(row.data(Qt::ToolTipRole).toString().contains(shown.toHtmlEscaped()));
}

TEST_CASE("the name of a data file is shown to the letter wherever it stands", "[ui]")
{
    const TemporaryFolder folder;
    const std::string name = "<b>x<b> & y\xE2\x80\xAE.csv";
    const QString shownName = QStringLiteral("<b>x<b> & y\\u202e.csv");
    folder.write(name, "a,b\n1,x\n2,y\n");
    Experiment experiment = smallExperiment();
    experiment.data.source = "csv";
    experiment.data.file = (folder.path() / name).string();
    WindowFixture f(experiment);
    f.untilState(SessionState::Failed); // text where numbers are wanted
    f.window.refresh();
    f.window.statusLine().showNow();
    CHECK(f.window.statusLine().text().contains(shownName));
    const RunListModel& model = *f.window.runsPanel().model();
    CHECK(model.index(0).data(RunListModel::MessageRole).toString().contains(shownName));
    for (const QString& tip : toolTips(f.window))
        CHECK_FALSE(tip.contains(QStringLiteral("<b>x")));

    auto* file = qobject_cast<FileRow*>(f.window.controls().row(QStringLiteral("file")));
    REQUIRE(file);
    const auto* button = file->findChild<QPushButton*>();
    REQUIRE(button);
    CHECK(button->toolTip().contains(shownName.toHtmlEscaped()));
    CHECK_FALSE(button->text().contains(QChar(0x202e)));
    file->setFile(QStringLiteral("/a & b.csv"));
    CHECK(button->text() == QStringLiteral("a && b.csv")); // no letter is underlined
}
