#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>

namespace accumulus {

/// The language of the program, switchable while it runs. English is in the sources; the others
/// come as .qm files in resourceDirectory()/translations. What Qt itself says (buttons of dialogs)
/// is translated if its translations are installed.
class Translator : public QObject
{
    Q_OBJECT
public:
    explicit Translator(QObject* parent = nullptr);
    ~Translator() override;

    /// "en", "zh_CN"; empty: that of the system. Every widget gets QEvent::LanguageChange.
    /// Returns false and stays English if there is no such translation.
    bool setLanguage(const QString& language);
    QString language() const { return m_language; } ///< as chosen

    /// What can be chosen, English first.
    static QStringList languages();

    /// The language of languages() that suits the system's settings best.
    static QString systemLanguage();

private:
    QString m_language;
    QTranslator m_program;
    QTranslator m_qt;
};

} // namespace accumulus
