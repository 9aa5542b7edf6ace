#include "tests/ui/window_fixture.h"

#include "ui/controls/control_row.h"

#include <QLineEdit>
#include <QSlider>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

/// Types \a text in place of what is there.
void type(QWidget* field, const QString& text)
{
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, text);
}

void enter(QWidget* field, const char* text)
{
    type(field, QString::fromUtf8(text));
    QTest::keyClick(field, Qt::Key_Return);
}

} // namespace

TEST_CASE("a typed number that cannot be taken goes back, with the reason under it", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    f.window.activateWindow();
    ControlsPanel& controls = f.window.controls();
    const ControlRow* row = controls.row(QStringLiteral("accumulation_steps"));
    NumberSlider* steps = controls.number(QStringLiteral("accumulation_steps"));
    REQUIRE((row && steps));
    QDoubleSpinBox* field = steps->spinBox();
    const QString range = QStringLiteral(" is no whole number from 1 to 65536.");
    for (const char* typed : {"70000", "3.5", "0", "-2", "1e9", "2e"}) {
        CAPTURE(typed);
        enter(field, typed);
        CHECK(steps->value() == 4.0);
        CHECK(field->text() == QStringLiteral("4"));
        CHECK(row->textUnder() == QString::fromUtf8(typed) + range);
        CHECK_FALSE(field->hasFocus());
    }
    SECTION("until a good one is entered")
    {
        enter(field, "1e3");
        CHECK(steps->value() == 1000.0);
        CHECK(row->textUnder().isEmpty());
    }
    SECTION("also if it is the one that was there")
    {
        enter(field, "4");
        CHECK(row->textUnder().isEmpty());
    }
    SECTION("or the slider is moved")
    {
        steps->slider()->setValue(steps->slider()->value() + 200);
        CHECK(row->textUnder().isEmpty());
    }
    SECTION("or another experiment is opened")
    {
        f.window.openExperiment(smallExperiment());
        CHECK(row->textUnder().isEmpty());
    }
    SECTION("in the language of the window, and through changes elsewhere")
    {
        f.window.setLanguage(QStringLiteral("zh_CN"));
        QCoreApplication::processEvents();
        CHECK(row->textUnder().startsWith(QStringLiteral("2e")));
        CHECK_FALSE(row->textUnder().contains(QStringLiteral("whole number")));
        f.window.setLanguage(QStringLiteral("en"));
        QCoreApplication::processEvents();
        controls.number(QStringLiteral("micro_batch_size"))->spinBox()->setValue(16);
        CHECK(row->textUnder() == QStringLiteral("2e") + range);
    }
}

TEST_CASE("a number that is left without Return is judged too, one that is given up is not", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    f.window.activateWindow();
    const ControlRow* row = f.window.controls().row(QStringLiteral("learning_rate"));
    NumberSlider* rate = f.window.controls().number(QStringLiteral("learning_rate"));
    REQUIRE((row && rate));
    const double before = rate->value();
    type(rate->spinBox(), QStringLiteral("5000"));
    QTest::keyClick(rate->spinBox(), Qt::Key_Escape);
    CHECK(row->textUnder().isEmpty());
    type(rate->spinBox(), QStringLiteral("5000"));
    rate->spinBox()->clearFocus();
    CHECK(rate->value() == before);
    CHECK(row->textUnder() == QStringLiteral("5000 is no number from 0 to 1000."));
    type(rate->spinBox(), QStringLiteral("0,25"));
    rate->spinBox()->clearFocus();
    CHECK(rate->value() == 0.25);
    CHECK(row->textUnder().isEmpty());
}
