#include "ui/translator.h"

#include "core/data/resources.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace accumulus {
namespace {

const QString english = QStringLiteral("en");
const QString chinese = QStringLiteral("zh_CN");

} // namespace

Translator::Translator(QObject* parent)
    : QObject(parent)
{}

Translator::~Translator()
{
    QCoreApplication::removeTranslator(&m_program);
    QCoreApplication::removeTranslator(&m_qt);
}

bool Translator::setLanguage(const QString& language)
{
    m_language = language;
    const QString wanted = language.isEmpty() ? systemLanguage() : language;
    QCoreApplication::removeTranslator(&m_program);
    QCoreApplication::removeTranslator(&m_qt);
    if (wanted == english)
        return true;
    const QString folder = QString::fromStdString((resourceDirectory() / "translations").string());
    if (!m_program.load(QStringLiteral("accumulus_") + wanted, folder))
        return false;
    // Qt's first: of two translators the one that was installed last is asked first.
    const QString qtFile = QStringLiteral("qtbase_") + wanted;
    if (m_qt.load(qtFile, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    return QCoreApplication::installTranslator(&m_program);
}

QStringList Translator::languages()
{
    return {english, chinese};
}

QString Translator::systemLanguage()
{
    const QStringList wanted = QLocale::system().uiLanguages();
    for (const QString& language : wanted) {
        if (language.startsWith(QLatin1String("zh")))
            return chinese;
        if (language.startsWith(QLatin1String("en")))
            return english;
    }
    return english;
}

} // namespace accumulus
