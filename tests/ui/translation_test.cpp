#include "tests/ui/window_fixture.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <set>

using namespace accumulus;
using namespace accumulus::testing;

namespace {

QString source(const char* path)
{
    return QStringLiteral(ACCUMULUS_TEST_DATA "/../") + QString::fromUtf8(path);
}

struct Translations
{
    std::set<std::pair<QString, QString>> messages; ///< context and source text
    QStringList unfinished;
};

Translations readTranslations(const QString& path)
{
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    Translations result;
    QXmlStreamReader xml(&file);
    QString context;
    QString text;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("source")) {
            text = xml.readElementText();
            result.messages.insert({context, text});
        } else if (xml.name() == QLatin1String("translation")) {
            const bool isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            const QString translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
            if (!isFinished || translation.trimmed().isEmpty())
                result.unfinished << context + QStringLiteral(": ") + text;
        }
    }
    REQUIRE_FALSE(xml.hasError());
    return result;
}

QStringList visibleTexts(const QWidget& window)
{
    QStringList texts;
    for (const QLabel* label : window.findChildren<QLabel*>())
        texts << label->text();
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        texts << button->text() << button->toolTip();
    for (const QAction* action : window.findChildren<QAction*>())
        texts << action->text() << action->toolTip();
    return texts;
}

} // namespace

TEST_CASE("every string of the sources is translated into Chinese", "[ui][translation]")
{
    const Translations shipped =
        readTranslations(source("resources/translations/accumulus_zh_CN.ts"));
    CHECK(shipped.messages.size() > 200);
    CHECK(shipped.unfinished.join(QLatin1Char('\n')).toStdString().empty());

    // What lupdate finds in the sources now must be what the shipped file has.
    const QTemporaryDir folder;
    const QString found = folder.filePath(QStringLiteral("found_zh_CN.ts"));
    QProcess lupdate;
    lupdate.start(QStringLiteral(ACCUMULUS_LUPDATE),
                  {QStringLiteral("-silent"), QStringLiteral("-I"), source(""), source("ui"),
                   source("app/gui"), QStringLiteral("-ts"), found});
    REQUIRE(lupdate.waitForFinished(60'000));
    REQUIRE(lupdate.exitCode() == 0);
    const Translations inSources = readTranslations(found);
    CHECK(inSources.messages.size() > 200);
    QStringList missing;
    for (const auto& [context, text] : inSources.messages) {
        if (!shipped.messages.count({context, text}))
            missing << context + QStringLiteral(": ") + text;
    }
    CHECK(missing.join(QLatin1Char('\n')).toStdString().empty());
}

TEST_CASE("the language switches while the window is open, completely and back",
          "[ui][translation]")
{
    WindowFixture f;
    f.untilState(SessionState::Paused);
    const QStringList english = visibleTexts(f.window);
    f.window.setLanguage(QStringLiteral("zh_CN"));
    QCoreApplication::processEvents();
    const QString chinese = visibleTexts(f.window).join(QLatin1Char('\n'));
    CHECK(chinese.contains(QRegularExpression(QStringLiteral("\\p{Han}"))));
    for (const char* word :
         {"Start", "Pause", "Reset", "Gradient norm", "Optimizer", "samples per update"}) {
        CAPTURE(word);
        CHECK(english.join(QLatin1Char('\n')).contains(QString::fromUtf8(word)));
        CHECK_FALSE(chinese.contains(QString::fromUtf8(word)));
    }
    f.window.setLanguage(QStringLiteral("en"));
    QCoreApplication::processEvents();
    CHECK(visibleTexts(f.window) == english);
}
