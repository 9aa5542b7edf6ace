#include "ui/main_menu.h"

#include "ui/runs_panel.h"
#include "ui/transport_bar.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <array>

namespace accumulus {

MainMenu::MainMenu(QMenuBar* bar, TransportBar& transport, RunsPanel& runs, QObject* parent)
    : QObject(parent)
    , m_themes(new QActionGroup(this))
    , m_languages(new QActionGroup(this))
{
    QMenu* file = addMenu(bar, QT_TRANSLATE_NOOP("MainMenu", "&File"));
    add({file, QT_TRANSLATE_NOOP("MainMenu", "&Open experiment…"), QKeySequence::Open,
         &MainMenu::openExperimentRequested});
    add({file, QT_TRANSLATE_NOOP("MainMenu", "Open &curves (CSV)…"),
         Qt::CTRL | Qt::SHIFT | Qt::Key_O, &MainMenu::openCurvesRequested});
    add({file, QT_TRANSLATE_NOOP("MainMenu", "&Save experiment…"), QKeySequence::Save,
         &MainMenu::saveExperimentRequested});
    m_export = new QMenu(bar);
    file->addMenu(m_export);
    m_translated.push_back({m_export->menuAction(), QT_TRANSLATE_NOOP("MainMenu", "&Export")});
    const std::array exports{
        Entry{m_export, QT_TRANSLATE_NOOP("MainMenu", "&Visible runs as CSV…"),
              Qt::CTRL | Qt::Key_E, &MainMenu::exportVisibleRunsRequested},
        Entry{m_export,
              QT_TRANSLATE_NOOP("MainMenu", "&All runs as CSV…"),
              {},
              &MainMenu::exportAllRunsRequested},
        Entry{m_export,
              QT_TRANSLATE_NOOP("MainMenu", "Charts as &PNG…"),
              {},
              &MainMenu::exportPngRequested},
        Entry{m_export,
              QT_TRANSLATE_NOOP("MainMenu", "Charts as &SVG…"),
              {},
              &MainMenu::exportSvgRequested},
        Entry{m_export,
              QT_TRANSLATE_NOOP("MainMenu", "E&xperiment as JSON…"),
              {},
              &MainMenu::saveExperimentRequested},
    };
    for (const Entry& entry : exports)
        add(entry);
    file->addSeparator();
    add({file, QT_TRANSLATE_NOOP("MainMenu", "&Quit"), QKeySequence::Quit,
         &MainMenu::quitRequested});

    QMenu* run = addMenu(bar, QT_TRANSLATE_NOOP("MainMenu", "&Run"));
    run->addActions({transport.startAction(), transport.pauseAction(), transport.stepAction(),
                     transport.resetAction()});

    QMenu* view = addMenu(bar, QT_TRANSLATE_NOOP("MainMenu", "&View"));
    addThemes(view);
    view->addSeparator();
    addLanguages(view);
    view->addSeparator();
    view->addAction(runs.toggleViewAction());

    QMenu* help = addMenu(bar, QT_TRANSLATE_NOOP("MainMenu", "&Help"));
    add({help, QT_TRANSLATE_NOOP("MainMenu", "&Keyboard and mouse"), QKeySequence::HelpContents,
         &MainMenu::shortcutsRequested});
    add({help, QT_TRANSLATE_NOOP("MainMenu", "&About Accumulus"), {}, &MainMenu::aboutRequested});
    retranslate();
}

void MainMenu::setTheme(ThemeChoice theme)
{
    m_themes->actions().at(static_cast<qsizetype>(theme))->setChecked(true);
}

void MainMenu::setLanguage(const QString& language)
{
    for (QAction* action : m_languages->actions())
        action->setChecked(action->data().toString() == language);
}

void MainMenu::retranslate()
{
    for (const Translated& entry : m_translated)
        entry.action->setText(QCoreApplication::translate("MainMenu", entry.text));
}

QMenu* MainMenu::addMenu(QMenuBar* bar, const char* title)
{
    QMenu* menu = bar->addMenu(QString());
    m_translated.push_back({menu->menuAction(), title});
    return menu;
}

void MainMenu::add(const Entry& entry)
{
    QAction* action = entry.menu->addAction(QString());
    action->setShortcut(entry.shortcut);
    connect(action, &QAction::triggered, this, entry.signal);
    m_translated.push_back({action, entry.text});
}

void MainMenu::addThemes(QMenu* menu)
{
    // In the order of ThemeChoice.
    for (const char* text :
         {QT_TRANSLATE_NOOP("MainMenu", "Theme of the &system"),
          QT_TRANSLATE_NOOP("MainMenu", "&Light"), QT_TRANSLATE_NOOP("MainMenu", "&Dark")}) {
        const auto theme = static_cast<ThemeChoice>(m_themes->actions().size());
        QAction* action = menu->addAction(QString());
        action->setCheckable(true);
        m_themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, theme] { emit themeChosen(theme); });
        m_translated.push_back({action, text});
    }
}

void MainMenu::addLanguages(QMenu* menu)
{
    const auto addLanguage = [this, menu](const QString& language, const QString& itsOwnName) {
        QAction* action = menu->addAction(itsOwnName);
        action->setCheckable(true);
        action->setData(language);
        m_languages->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, language] { emit languageChosen(language); });
        return action;
    };
    m_translated.push_back(
        {addLanguage({}, {}), QT_TRANSLATE_NOOP("MainMenu", "Language of the s&ystem")});
    // In their own words, so that who cannot read the other finds the way back.
    addLanguage(QStringLiteral("en"), QStringLiteral("English"));
    addLanguage(QStringLiteral("zh_CN"), QStringLiteral("中文"));
}

} // namespace accumulus
