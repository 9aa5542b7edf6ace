#include "ui/help_texts.h"

#include "ui/theme.h"
#include "ui/widget_helpers.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace accumulus {
namespace {

constexpr int textWidth = 440;

struct HelpText
{
    Q_DECLARE_TR_FUNCTIONS(Help)
};

struct Shortcut
{
    const char* keys;
    const char* effect;
};

constexpr std::array shortcuts{
    Shortcut{QT_TRANSLATE_NOOP("Help", "Space"), QT_TRANSLATE_NOOP("Help", "start and pause")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Right arrow"),
             QT_TRANSLATE_NOOP("Help", "one micro-batch")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Ctrl+R"),
             QT_TRANSLATE_NOOP("Help", "begin again; the run stays in the list")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Ctrl+O, Ctrl+S"),
             QT_TRANSLATE_NOOP("Help", "open and save an experiment")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Ctrl+E"), QT_TRANSLATE_NOOP("Help", "visible runs as CSV")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Wheel on a chart"),
             QT_TRANSLATE_NOOP("Help", "zoom about the mouse")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Drag a chart"), QT_TRANSLATE_NOOP("Help", "pan")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Double-click a chart"),
             QT_TRANSLATE_NOOP("Help", "follow the training again")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "Click the dot of a run"),
             QT_TRANSLATE_NOOP("Help", "show or hide it")},
    Shortcut{QT_TRANSLATE_NOOP("Help", "F2, Del in the list of runs"),
             QT_TRANSLATE_NOOP("Help", "rename, delete")},
};

QString paragraph(const QString& text)
{
    return QStringLiteral("<p>%1</p>").arg(text);
}

} // namespace

QString aboutText()
{
    return QStringLiteral("<h3>Accumulus %1</h3>").arg(QStringLiteral(ACCUMULUS_VERSION))
        + paragraph(HelpText::tr(
            "Shows what gradient accumulation does to training: N micro-batches add up "
            "their gradients in a window, then one update empties it."))
        + paragraph(
               HelpText::tr(
                   "Training runs on oneDNN, on a thread of its own. The window is made with Qt "
                   "%1.")
                   .arg(QLatin1String(qVersion())))
        + paragraph(HelpText::tr(
            "Free software under the GNU General Public License, version 3 or later."));
}

QString shortcutsText()
{
    QString rows;
    for (const Shortcut& shortcut : shortcuts) {
        rows +=
            QStringLiteral("<tr><td><b>%1</b></td><td style=\"padding-left: 16px\">%2</td></tr>")
                .arg(QCoreApplication::translate("Help", shortcut.keys),
                     QCoreApplication::translate("Help", shortcut.effect));
    }
    return QStringLiteral("<table cellpadding=\"3\">%1</table>").arg(rows);
}

void showHelp(const QString& title, const QString& text, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* label = new QLabel(text, dialog);
    label->setTextFormat(Qt::RichText); // Nothing in it comes from elsewhere.
    label->setWordWrap(true);
    label->setMinimumWidth(textWidth);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    auto* close = new QPushButton(HelpText::tr("Close"), dialog);
    close->setFixedHeight(Theme::controlHeight);
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::close);
    auto* layout = new QVBoxLayout(dialog);
    layout->setContentsMargins(Theme::spacingGroups, Theme::spacingGroups, Theme::spacingGroups,
                               Theme::spacingGroups);
    layout->setSpacing(Theme::spacingGroups);
    layout->addWidget(label);
    layout->addWidget(close, 0, Qt::AlignRight);
    dialog->show();
}

} // namespace accumulus
