#include "tests/temporary_folder.h"
#include "tests/ui/window_fixture.h"

#include "ui/controls/control_row.h"
#include "ui/controls/intake_note.h"

#include <QComboBox>
#include <QRegularExpression>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

Experiment onFile(const std::filesystem::path& file)
{
    Experiment experiment = smallExperiment();
    experiment.data.source = "csv";
    experiment.data.file = file.string();
    return experiment;
}

} // namespace

TEST_CASE("what was read stands under the data's name, until other data are chosen", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    const IntakeNote& note = *f.window.controls().intakeNote();
    f.until([&] { return !note.text().isEmpty(); }, "waiting for what was read");
    CHECK(note.text()
          == QStringLiteral("442 rows · 10 features → progression\n"
                            "354 train, 88 validate"));
    auto* source = f.window.controls().row(QStringLiteral("source"))->findChild<QComboBox*>();
    REQUIRE(source);
    source->setCurrentIndex(source->findData(QStringLiteral("digits")));
    emit source->activated(source->currentIndex());
    CHECK(note.text().isEmpty()); // nobody has read them yet
}

TEST_CASE("of a user's file it says how it was read, with all that was skipped", "[ui]")
{
    const TemporaryFolder folder;
    std::string text = "sep=;\nx;size\n\n";
    for (int i = 0; i < 40; ++i)
        text += std::to_string(i) + ",5;" + std::to_string(i * 7 % 10) + ",25\n";
    WindowFixture f(onFile(folder.write("mine.csv", text)));
    const IntakeNote& note = *f.window.controls().intakeNote();
    f.until([&] { return !note.text().isEmpty(); }, "waiting for what was read");
    CHECK(note.text().toStdString()
          == "40 rows · 1 feature → size\n32 train, 8 validate\n"
             "header row · separator: semicolon · decimal comma · UTF-8\n"
             "the line sep= was obeyed · blank lines skipped: 1");
    f.window.setLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::processEvents();
    CHECK(note.text().contains(QRegularExpression(QStringLiteral("\\p{Han}"))));
    CHECK_FALSE(note.text().contains(QStringLiteral("row")));
}

TEST_CASE("a long list of classes is cut short under the data's name, not in its tool tip", "[ui]")
{
    DataIntake intake{.source = "csv", .file = "mine.csv", .rows = 500, .features = 3};
    for (int i = 0; i < 50; ++i)
        intake.classNames.push_back("<b>class</b> number " + std::to_string(i));
    IntakeNote note;
    note.resize(200, 100);
    note.setIntake(std::make_shared<const DataIntake>(intake));
    CHECK(note.text().contains(QStringLiteral("50 classes: <b>class</b>")));
    CHECK(note.text().contains(QStringLiteral("…")));
    CHECK_FALSE(note.text().contains(QStringLiteral("number 49")));
    CHECK(note.toolTip().contains(QStringLiteral("&lt;b&gt;class&lt;/b&gt; number 49")));
    note.setIntake(nullptr);
    CHECK(note.isHidden());
}

TEST_CASE("what makes a run with these data pointless stands under them", "[ui]")
{
    IntakeNote note;
    note.resize(260, 100);
    const auto shows = [&note](const DataIntake& intake, const char* text) {
        note.setIntake(std::make_shared<const DataIntake>(intake));
        return note.text().contains(QString::fromUtf8(text));
    };
    DataIntake intake{.source = "csv", .file = "mine.csv", .rows = 50, .features = 1};
    intake.trainingRows = 40;
    intake.separator = ',';
    CHECK_FALSE(shows(intake, "nothing"));
    intake.hasConstantTarget = true;
    CHECK(shows(intake, "nothing to learn"));
    intake.rows = intake.trainingRows = 1;
    CHECK(shows(intake, "nothing to accumulate"));
    CHECK(note.text().startsWith(QStringLiteral("1 row · 1 feature")));
    intake.perhapsThousands = "1.513";
    CHECK(shows(intake, "1.513 was read as a fraction"));
    intake.isHeaderUncertain = true;
    CHECK(intakeLines(intake).join(u' ').contains(QStringLiteral("taken as data")));
    intake.hasHeader = intake.hasRowNames = intake.hasDecimalPoint = true;
    const QString lines = intakeLines(intake).join(u' ');
    CHECK(lines.contains(QStringLiteral("taken as header")));
    CHECK(lines.contains(QStringLiteral("names of rows skipped")));
    CHECK(lines.contains(QStringLiteral("decimal point")));
}
