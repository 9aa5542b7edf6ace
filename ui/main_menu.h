#pragma once

#include "ui/theme.h"

#include <QKeySequence>
#include <QObject>

#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;

namespace accumulus {

class RunsPanel;
class TransportBar;

/// The menu bar. Its own entries are rows of a table, each with a signal; those of training are the
/// toolbar's actions. Announces, decides nothing.
class MainMenu : public QObject
{
    Q_OBJECT
public:
    MainMenu(QMenuBar* bar, TransportBar& transport, RunsPanel& runs, QObject* parent);

    /// For the toolbar's button.
    QMenu* exportMenu() const { return m_export; }

    void setTheme(ThemeChoice theme); ///< checks its entry; does not emit
    void setLanguage(const QString& language);

    void retranslate();

signals:
    void openExperimentRequested();
    void openCurvesRequested();
    void saveExperimentRequested();
    void exportVisibleRunsRequested();
    void exportAllRunsRequested();
    void exportPngRequested();
    void exportSvgRequested();
    void quitRequested();
    void themeChosen(accumulus::ThemeChoice theme);
    void languageChosen(const QString& language);
    void shortcutsRequested();
    void aboutRequested();

private:
    struct Entry
    {
        QMenu* menu;
        const char* text; ///< QT_TRANSLATE_NOOP("MainMenu", …)
        QKeySequence shortcut;
        void (MainMenu::*signal)();
    };
    struct Translated
    {
        QAction* action;
        const char* text;
    };

    QMenu* addMenu(QMenuBar* bar, const char* title);
    void add(const Entry& entry);
    void addThemes(QMenu* menu);
    void addLanguages(QMenu* menu);

    QMenu* m_export = nullptr;
    QActionGroup* m_themes;
    QActionGroup* m_languages;
    std::vector<Translated> m_translated;
};

} // namespace accumulus
