#include "tests/temporary_folder.h"
#include "tests/ui/idx_files.h"
#include "tests/ui/window_fixture.h"

#include "ui/file_commands.h"
#include "ui/message_bar.h"
#include "ui/opened_files.h"
#include "ui/runs_panel.h"

#include <QAction>
#include <QFileDialog>
#include <QListView>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

QString path(const TemporaryFolder& folder, const char* name)
{
    return QString::fromStdString((folder.path() / name).string());
}

/// Chooses \a file in the dialog that \a ask opens.
void chooseIn(WindowFixture& f, const QString& file, const std::function<void(FileCommands&)>& ask)
{
    ask(f.window.files());
    auto* dialog = f.window.findChild<QFileDialog*>();
    REQUIRE(dialog);
    emit dialog->fileSelected(file);
    delete dialog;
}

constexpr const char* curves = "update,loss,grad_norm\n1,2,3\n2,1,2\n";

} // namespace

TEST_CASE("what is wrong with a file stays to be read, also if another one is fine", "[ui]")
{
    const TemporaryFolder folder;
    folder.write("unknown.json", R"({"format": "accumulus-experiment/1", "sed": 1})");
    folder.write("broken.json", R"({"format": )");
    folder.write("curves.csv", curves);
    WindowFixture f;
    f.window.openFile(path(folder, "unknown.json"));
    CHECK(f.window.messageBar().text().contains(QStringLiteral("\"sed\"")));
    CHECK(f.window.messageBar().isVisible());

    f.window.openFiles(
        {path(folder, "unknown.json"), path(folder, "broken.json"), path(folder, "curves.csv")});
    CHECK(f.window.messageBar().text().contains(QStringLiteral("unknown.json")));
    CHECK(f.window.messageBar().text().contains(QStringLiteral("broken.json")));
    CHECK(f.window.store().runs().size() == 2);

    f.window.openFile(path(folder, "curves.csv")); // something new is done
    CHECK(f.window.messageBar().text().isEmpty());
    CHECK_FALSE(f.window.messageBar().isVisible());
}

TEST_CASE("the same question from a dialog is answered in the same place", "[ui]")
{
    const TemporaryFolder folder;
    folder.write("unknown.json", R"({"format": "accumulus-experiment/1", "sed": 1})");
    WindowFixture f;
    chooseIn(f, path(folder, "unknown.json"),
             [](FileCommands& files) { files.chooseExperiment(); });
    CHECK(f.window.messageBar().text().contains(QStringLiteral("\"sed\"")));
}

TEST_CASE("data that are opened as curves are told where they are wanted", "[ui]")
{
    const TemporaryFolder folder;
    folder.write("data.csv", "age,price\n1,2\n2,3\n");
    folder.write("array.npy", std::string("\x93NUMPY\x01\0", 8));
    folder.write("damaged.csv", "update,loss,grad_norm\n1,x,3\n");
    WindowFixture f;
    for (const char* name : {"data.csv", "array.npy"}) {
        f.window.openFile(path(folder, name));
        CHECK(f.window.messageBar().text().contains(QStringLiteral("data to train on")));
        CHECK(f.window.messageBar().text().contains(path(folder, name)));
    }
    for (const char* name : {"damaged.csv", "missing.csv"}) {
        f.window.openFile(path(folder, name));
        CHECK_FALSE(f.window.messageBar().text().isEmpty());
        CHECK_FALSE(f.window.messageBar().text().contains(QStringLiteral("data to train on")));
    }
    CHECK(f.window.store().runs().size() == 1);
}

TEST_CASE("who starts with curves alone wants to look at them", "[ui]")
{
    const TemporaryFolder folder;
    folder.write("curves.csv", curves);
    folder.write("e.json", R"({"format": "accumulus-experiment/1"})");
    CHECK(readFilesAtStart({}).isToTrain());
    CHECK(readFilesAtStart({path(folder, "e.json")}).isToTrain());
    CHECK(readFilesAtStart({path(folder, "curves.csv"), path(folder, "e.json")}).isToTrain());
    const FilesAtStart alone =
        readFilesAtStart({path(folder, "curves.csv"), path(folder, "curves.csv")});
    CHECK_FALSE(alone.isToTrain());
    CHECK(alone.curves.size() == 2);
    CHECK_THROWS_AS(readFilesAtStart({path(folder, "e.json"), path(folder, "e.json")}),
                    ExperimentError);
}

TEST_CASE("what was saved is said with its place", "[ui]")
{
    const TemporaryFolder folder;
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 5;
    WindowFixture f(experiment);
    f.window.start();
    f.untilState(SessionState::Finished);
    chooseIn(f, path(folder, "runs.csv"),
             [](FileCommands& files) { files.chooseWhereToSaveVisibleRuns(); });
    CHECK(f.window.messageBar().text()
          == QStringLiteral("Saved runs.csv in %1.")
                 .arg(QString::fromStdString(folder.path().string())));
    CHECK(std::filesystem::exists(folder.path() / "runs.csv"));
    chooseIn(f, path(folder, "loss.png"), [&](FileCommands& files) {
        files.chooseWhereToSaveChart(f.window.charts().front(), QStringLiteral("png"));
    });
    CHECK(f.window.messageBar().text().startsWith(QStringLiteral("Saved loss.png")));
    CHECK(std::filesystem::file_size(folder.path() / "loss.png") > 1000);
    chooseIn(f, path(folder, "no/where.png"),
             [](FileCommands& files) { files.chooseWhereToSaveCharts(QStringLiteral("png")); });
    CHECK(f.window.messageBar().text().contains(QStringLiteral("where.png")));
    CHECK_FALSE(f.window.messageBar().text().contains(QStringLiteral("Saved")));
}

TEST_CASE("what the window read is never overwritten, under no name", "[ui]")
{
    const TemporaryFolder folder;
    std::string data = "a,b\n";
    for (int i = 0; i < 40; ++i)
        data += std::to_string(i) + "," + std::to_string(2 * i % 7) + "\n";
    folder.write("data.csv", data);
    folder.write("curves.csv", curves);
    const std::string opened = R"({"format": "accumulus-experiment/1", "model": "1",
        "data": {"source": "csv", "file": "data.csv"}, "stop": {"updates": 5}})";
    folder.write("e.json", opened);
    std::filesystem::create_symlink(folder.path() / "data.csv", folder.path() / "link.csv");
    std::filesystem::create_hard_link(folder.path() / "data.csv", folder.path() / "hard.csv");

    WindowFixture f;
    f.window.openFiles({path(folder, "curves.csv"), path(folder, "e.json")});
    f.untilState(SessionState::Finished);
    const auto saveRuns = [](FileCommands& files) { files.chooseWhereToSaveVisibleRuns(); };
    for (const char* name : {"data.csv", "link.csv", "hard.csv", "curves.csv"}) {
        CAPTURE(name);
        chooseIn(f, path(folder, name), saveRuns);
        CHECK(f.window.messageBar().text().contains(QStringLiteral("would be overwritten")));
    }
    chooseIn(f, path(folder, "e.json"),
             [](FileCommands& files) { files.chooseWhereToSaveExperiment(); });
    CHECK(f.window.messageBar().text().contains(QStringLiteral("would be overwritten")));
    CHECK(textOf(folder.path() / "data.csv") == data);
    CHECK(textOf(folder.path() / "curves.csv") == curves);
    CHECK(textOf(folder.path() / "e.json") == opened);

    // What it wrote itself it may write again.
    for (int i = 0; i < 2; ++i) {
        chooseIn(f, path(folder, "new.csv"), saveRuns);
        CHECK(f.window.messageBar().text().contains(QStringLiteral("Saved new.csv")));
    }
}

TEST_CASE("labels that were found beside their images are not overwritten either", "[ui]")
{
    const TemporaryFolder folder;
    const std::string labels =
        writeIdxFiles(folder, "train-images.idx3-ubyte", "train-labels.idx1-ubyte");
    folder.write("e.json", idxExperiment("train-images.idx3-ubyte"));
    WindowFixture f;
    f.window.openFile(path(folder, "e.json"));
    f.untilState(SessionState::Finished);
    chooseIn(f, path(folder, "train-labels.idx1-ubyte"),
             [](FileCommands& files) { files.chooseWhereToSaveExperiment(); });
    CHECK(f.window.messageBar().text().contains(QStringLiteral("would be overwritten")));
    CHECK(textOf(folder.path() / "train-labels.idx1-ubyte") == labels);
}

TEST_CASE("what was read stays safe when its run is gone", "[ui]")
{
    const TemporaryFolder folder;
    const std::string labels =
        writeIdxFiles(folder, "train-images.idx3-ubyte", "train-labels.idx1-ubyte");
    folder.write("a.json", idxExperiment("train-images.idx3-ubyte"));
    const std::string data = "a,b\n0,1\n1,3\n2,2\n3,5\n4,4\n5,6\n";
    folder.write("untrained.csv", data);
    folder.write("untrained.json", R"({"format": "accumulus-experiment/1", "model": "1",
        "data": {"source": "csv", "file": "untrained.csv"}})");
    folder.write("curves.csv", curves);
    folder.write("broken.json", R"({"format": )");

    WindowFixture f;
    f.window.openFile(path(folder, "curves.csv"));
    f.window.openFile(path(folder, "broken.json"));
    f.window.openFile(path(folder, "a.json"));
    f.untilState(SessionState::Finished);
    // A run without a curve makes room for the next one.
    f.window.openExperiment(readExperiment(folder.path() / "untrained.json"));
    f.untilState(SessionState::Paused);
    f.window.openExperiment(smallExperiment());
    auto* list = f.window.runsPanel().findChild<QListView*>();
    REQUIRE(list);
    list->selectAll(); // the live run stays
    f.window.runsPanel().removeAction()->trigger();
    REQUIRE(f.window.store().runs().size() == 1);

    for (const char* name : {"train-images.idx3-ubyte", "train-labels.idx1-ubyte", "a.json",
                             "untrained.csv", "curves.csv", "broken.json"}) {
        CAPTURE(name);
        const std::string before = textOf(folder.path() / name);
        chooseIn(f, path(folder, name),
                 [](FileCommands& files) { files.chooseWhereToSaveExperiment(); });
        CHECK(f.window.messageBar().text().contains(QStringLiteral("would be overwritten")));
        CHECK(textOf(folder.path() / name) == before);
    }
    CHECK(textOf(folder.path() / "train-labels.idx1-ubyte") == labels);
    // What was not there was not read.
    f.window.openFile(path(folder, "new.json"));
    f.window.openFile(path(folder, "")); // a folder
    for (int i = 0; i < 2; ++i) {
        chooseIn(f, path(folder, "new.json"),
                 [](FileCommands& files) { files.chooseWhereToSaveExperiment(); });
        CHECK(f.window.messageBar().text().contains(QStringLiteral("Saved new.json")));
    }
}
