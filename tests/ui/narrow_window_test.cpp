#include "tests/temporary_folder.h"
#include "tests/ui/window_fixture.h"

#include "ui/controls/new_run_notice.h"
#include "ui/disclosure_button.h"
#include "ui/fitted_label.h"
#include "ui/message_bar.h"
#include "ui/run_list_model.h"
#include "ui/runs_panel.h"

#include <QListView>
#include <QScrollArea>
#include <QToolButton>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

void showAt(WindowFixture& f, QSize size, const QString& language)
{
    f.window.setLanguage(language);
    f.window.resize(size);
    QTest::qWait(50); // layouts follow by events
    REQUIRE(f.window.size() == size);
}

/// The right edges of what can be seen of the controls, behind their panel's edge.
QStringList cutControls(const ControlsPanel& controls)
{
    const auto* area = controls.findChild<QScrollArea*>();
    QStringList cut;
    for (const QWidget* widget : area->widget()->findChildren<QWidget*>()) {
        const QPoint right(widget->width(), 0);
        if (widget->isVisible()
            && widget->mapTo(area->widget(), right).x() > area->viewport()->width())
            cut << widget->objectName() + u'/' + QLatin1String(widget->metaObject()->className());
    }
    return cut;
}

int rowHeight(const RunsPanel& panel, int row)
{
    return panel.view()->sizeHintForIndex(panel.model()->index(row)).height();
}

} // namespace

TEST_CASE("at 800×600 everything is there, in both languages", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    for (auto* more : f.window.controls().findChildren<DisclosureButton*>())
        more->click();
    for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh_CN")}) {
        CAPTURE(language.toStdString());
        for (const QSize size : {QSize(1280, 800), QSize(999, 600), QSize(800, 600)}) {
            CAPTURE(size.width());
            showAt(f, size, language);
            CHECK(cutControls(f.window.controls()).join(u' ').toStdString().empty());
            const auto* hidden = f.window.transport().findChild<QToolButton*>(
                QStringLiteral("qt_toolbar_ext_button"));
            REQUIRE(hidden);
            CHECK_FALSE(hidden->isVisible()); // no tool hides behind it
            for (const ChartPanel* chart : f.window.charts()) {
                CHECK(chart->width() >= 320);
                CHECK(chart->height() >= 150);
            }
            CHECK(f.window.runsPanel().geometry().right() < f.window.width());
        }
    }
    showAt(f, QSize(1280, 800), QStringLiteral("en")); // as before
    CHECK(f.window.controls().width() == 290);
    CHECK(f.window.runsPanel().width() == 300);
    CHECK(f.window.transport().toolButtonStyle() == Qt::ToolButtonTextBesideIcon);
}

TEST_CASE("a line without room for it ends in an ellipsis", "[ui]")
{
    FittedLabel label(FittedLabel::Fit::Elided, nullptr);
    label.resize(60, 20);
    label.setFullText(QStringLiteral("<b>more</b> than there is room for"));
    CHECK(label.text().endsWith(u'…'));
    CHECK(label.fullText() == QStringLiteral("<b>more</b> than there is room for"));
    label.resize(600, 20);
    label.show();
    CHECK(label.text() == label.fullText());
    CHECK(label.textFormat() == Qt::PlainText);
}

TEST_CASE("a run in the list has the height that its losses need, whatever their digits", "[ui]")
{
    Experiment experiment = smallExperiment();
    experiment.stop.updates = 9;
    WindowFixture f(experiment);
    f.window.start();
    f.untilState(SessionState::Finished);
    const RunsPanel& panel = f.window.runsPanel();
    showAt(f, QSize(1280, 800), QStringLiteral("en"));
    const int wide = rowHeight(panel, 0);
    CHECK(panel.view()->visualRect(panel.model()->index(0)).height() == wide);
    showAt(f, QSize(800, 600), QStringLiteral("en"));
    const int narrow = rowHeight(panel, 0);
    CHECK(narrow > wide);
    CHECK(panel.view()->visualRect(panel.model()->index(0)).height() == narrow);
}

TEST_CASE("a message of any length takes neither the window nor its width", "[ui]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    const int chartWidth = f.window.charts().front()->width();
    f.window.messageBar().showError(QStringLiteral("begin ") + QString(4000, u'W')
                                    + QStringLiteral(" end"));
    QTest::qWait(50);
    CHECK(f.window.size() == QSize(1280, 800));
    CHECK(f.window.charts().front()->width() == chartWidth);
    CHECK(f.window.charts().front()->height() > 200);
    CHECK(f.window.messageBar().text().startsWith(QStringLiteral("begin ")));
    CHECK(f.window.messageBar().text().endsWith(QStringLiteral(" end")));
}

TEST_CASE("a word that is wider than its paragraph is broken, others are not", "[ui]")
{
    FittedLabel label(FittedLabel::Fit::Wrapped, nullptr);
    label.resize(120, 400);
    label.show();
    const QString name = QStringLiteral("a-name-") + QString(80, u'W') + QStringLiteral(".csv");
    label.setFullText(QStringLiteral("the file ") + name + QStringLiteral(" is <b>long</b>"));
    CHECK(label.text().startsWith(QStringLiteral("the file a\u200b-\u200b")));
    CHECK(label.text().endsWith(QStringLiteral(" is <b>long</b>")));
    CHECK(label.fullText().contains(name));
    CHECK(label.heightForWidth(120) > 5 * label.fontMetrics().height());
    CHECK(label.minimumSizeHint().width() <= 120);
    label.resize(4000, 400);
    CHECK(label.text() == label.fullText());
    CHECK(label.textFormat() == Qt::PlainText);
}

TEST_CASE("why a run failed is there in full length under the controls", "[ui]")
{
    const TemporaryFolder folder;
    std::string text = "a,kind\n";
    for (int i = 0; i < 40; ++i)
        text += std::to_string(i) + "," + std::string(60, 'C') + "\n";
    Experiment experiment = smallExperiment();
    experiment.data.source = "csv";
    experiment.data.file = folder.write("classes.csv", text).string();
    WindowFixture f(experiment);
    f.untilState(SessionState::Failed);
    for (const QSize size : {QSize(1280, 800), QSize(800, 600)}) {
        showAt(f, size, QStringLiteral("en"));
        const auto* label = f.window.controls().notice()->findChild<FittedLabel*>();
        REQUIRE(label);
        CHECK(label->isVisible());
        CHECK(label->height() >= label->heightForWidth(label->width()));
    }
}
